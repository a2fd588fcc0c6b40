import Glibc
import StationConfig
import StationCore
import StationHost
import Systemd
import UnitMessages
import Varlink

/// Which of the two hosts vcd runs on, and where its things are there.
enum Setting: Sendable {
    /// The embedded host: all below one directory.
    case local(LocalPaths)
    /// Under systemd, in fixed places.
    case systemd

    var ledger: String {
        switch self {
        case .local(let paths): paths.ledger
        case .systemd: Places.ledger
        }
    }

    var lock: String {
        switch self {
        case .local(let paths): paths.lock
        case .systemd: Places.lock
        }
    }

    /// Where the reports of days are written.
    var reports: String {
        switch self {
        case .local(let paths): paths.reports
        case .systemd: Places.reports
        }
    }

    /// The secret that the counts of an inmate's visits are kept under.
    var quotaKey: String {
        switch self {
        case .local(let paths): paths.quotaKey
        case .systemd: Places.quotaKey
        }
    }

    /// What all programs of the station follow: under systemd what was put in force at the start or at the last reload.
    func configurationInForce(takenOf file: String) throws(ConfigurationError) -> Configuration {
        switch self {
        case .local: try ConfigurationLoader.load(file: file)
        case .systemd: try ConfigurationLoader.load(inForceUnless: nil)
        }
    }

    /// - Throws: ``StartError`` when the service manager passed no socket.
    func listener() throws(StartError) -> VarlinkServer.Listener {
        switch self {
        case .local(let paths): return .path(paths.control, mode: 0o666)
        case .systemd:
            guard let descriptor = ListenFDs.take().first else {
                throw StartError(
                    "vcd was started without its socket.",
                    remedy: "Start it with 'systemctl start vcd.socket vcd.service', or run 'vcd --local --root DIR'.",
                    exitCode: 64
                )
            }
            return .descriptor(descriptor)
        }
    }
}
