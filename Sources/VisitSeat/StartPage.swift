import Glibc
import SeatMessages
import StationCore

/// The page that a visit begins with. A browser finds it in its profile, so that it stands in no argument and in no
/// variable; any other program in VCD_ADDRESS.
struct StartPage {
    /// Nil for none.
    let address: String?
    let browser: Configuration.Browser?

    /// - Parameter command: the client's, which may say where the profile is.
    func lay(for command: [String]) throws(SeatFailure) {
        guard let address else { return }
        switch browser {
        case .chromium:
            let usual = "\(try PrivateFolders.folder("XDG_CONFIG_HOME"))/chromium"
            let folder = Self.profile(in: command) ?? usual
            try ChromiumProfile(folder: folder).begin(with: address)
        case .firefox:
            guard let folder = Self.profile(in: command) else {
                throw SeatFailure(
                    cause: .client,
                    message: "Firefox is told its page in its profile: [client] command needs \"--profile\", and a "
                        + "folder such as \"{home}/.mozilla/visit\"."
                )
            }
            try FirefoxProfile(folder: folder).begin(with: address)
        case nil: setenv("VCD_ADDRESS", address, 1)
        }
    }

    /// Where a browser's command line says that its profile is.
    static func profile(in command: [String]) -> String? {
        value(of: ["--user-data-dir", "--profile", "-profile"], in: command)
    }

    /// The value of an option, as `NAME VALUE` or `NAME=VALUE`.
    private static func value(of options: [String], in command: [String]) -> String? {
        for (index, word) in command.enumerated() {
            if options.contains(word) { return command.dropFirst(index + 1).first }
            for option in options where word.hasPrefix("\(option)=") { return String(word.dropFirst(option.count + 1)) }
        }
        return nil
    }
}
