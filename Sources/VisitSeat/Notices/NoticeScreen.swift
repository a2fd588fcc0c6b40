import Glibc
import ProcFS
import StationCore

/// Where in the visit the notification daemon draws, so that it is above a full-screen client.
///
/// On an X server it is a window that no window manager has a say in. sway has layers (wlr-layer-shell), of which the
/// highest is above everything. cage 0.1.4 has none, but shows such a window of its Xwayland above a Wayland client's
/// that was there before; one that comes later covers it.
struct NoticeScreen: Hashable {
    /// env(1)'s arguments for the daemon.
    let environment: [String]

    private static let sockets = "/tmp/.X11-unix"

    /// Whether a window of the client that comes later is above the daemon's.
    static func isCovered(on display: Configuration.Display) -> Bool { display == .cage }

    /// - Returns: nil while the screen isn't up, and where there is none.
    init?(of display: Configuration.Display) {
        switch display {
        case .none: return nil
        case .xvfb: environment = ["-u", "WAYLAND_DISPLAY"]
        case .inherit: environment = []
        case .cage:
            // The visit's /tmp is its own: there is no other X server in it.
            let names = DirectoryListing.names(in: Self.sockets).sorted()
            guard let socket = names.first(where: { $0.hasPrefix("X") }) else { return nil }
            environment = ["-u", "WAYLAND_DISPLAY", "DISPLAY=:\(socket.dropFirst())"]
        case .sway:
            guard let folder = getenv("XDG_RUNTIME_DIR").map({ String(cString: $0) }),
                let socket = DirectoryListing.names(in: folder).sorted().first(where: {
                    $0.hasPrefix("wayland-") && !$0.hasSuffix(".lock")
                })
            else { return nil }
            environment = ["-u", "DISPLAY", "WAYLAND_DISPLAY=\(socket)"]
        }
    }
}
