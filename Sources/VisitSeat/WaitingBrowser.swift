import FoundationEssentials
import Glibc
import SeatMessages
import StationCore

/// The browser of the waiting screen. Each time it begins with an empty home, in the memory that the unit's runtime
/// folder is.
struct WaitingBrowser {
    private let display: Configuration.Display
    private let port: UInt16
    private let home: String
    private let kind: Configuration.Browser

    private static let path = ["/usr/local/bin", "/usr/bin"]

    init(display: Configuration.Display, port: UInt16) throws(SeatFailure) {
        self.display = display
        self.port = port
        home = "\(try PrivateFolders.runtime())/home"
        func isInstalled(_ name: String) -> Bool { Self.path.contains { access("\($0)/\(name)", X_OK) == 0 } }
        kind = isInstalled("chromium") || !isInstalled("firefox-esr") ? .chromium : .firefox
    }

    private var address: String { "http://127.0.0.1:\(port)/" }

    /// Whether something listens where the page is.
    var isPageThere: Bool {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return false }
        defer { close(socket) }
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = port.bigEndian
        place.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        return withUnsafePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    func start() throws(SeatFailure) -> ChildProcess {
        try? FileManager.default.removeItem(atPath: home)
        for (name, folder) in [
            ("HOME", ""), ("TMPDIR", "/.tmp"), ("XDG_CONFIG_HOME", "/.config"), ("XDG_CACHE_HOME", "/.cache"),
            ("XDG_DATA_HOME", "/.local/share"),
        ] {
            setenv(name, home + folder, 1)
            PrivateFolders.make(home + folder)
        }
        switch kind {
        case .chromium:
            return try ChildProcess.start(
                [
                    "chromium", "--kiosk", "--no-first-run", "--no-default-browser-check", "--password-store=basic",
                    "--disable-gpu", "--noerrdialogs", "--disable-pinch",
                    "--disable-features=WebRtcPipeWireCamera,Translate",
                ] + (display == .xvfb ? Self.windowOptions : ["--ozone-platform=wayland"]) + [address]
            )
        case .firefox:
            let profile = "\(home)/.mozilla/waiting"
            try FirefoxProfile(folder: profile).begin(with: address)
            setenv("MOZ_ENABLE_WAYLAND", display == .xvfb ? "0" : "1", 1)
            setenv("MOZ_CRASHREPORTER_DISABLE", "1", 1)
            return try ChildProcess.start(["firefox-esr", "--kiosk", "--no-remote", "--profile", profile])
        }
    }

    /// Without a window manager no window fills the screen by itself.
    private static var windowOptions: [String] {
        let size = Display.screenSize ?? Display.usualSize
        return ["--ozone-platform=x11", "--window-position=0,0", "--window-size=\(size.width),\(size.height)"]
    }
}
