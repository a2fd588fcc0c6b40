import CLinux
import Glibc
import SeatMessages
import StationCore

/// A compositor that is another unit's: of it there is the socket here that its clients speak to, and nothing else.
struct ScreenSocket {
    private let path: String

    /// The X socket of a compositor that has one; it is bound in at this place, whatever its number was.
    private static let xSocket = "/tmp/.X11-unix/X0"

    /// - Returns: nil where the compositor is this program's own, and where the display is none.
    init?(for display: Configuration.Display) {
        switch display {
        case .cage, .sway: break
        case .xvfb, .inherit, .none: return nil
        }
        guard let path = getenv("VCD_COMPOSITOR") else { return nil }
        self.path = String(cString: path)
    }

    /// Names it in the environment of what is started from now on.
    func enter() throws(SeatFailure) {
        guard access(path, W_OK) == 0 else {
            throw SeatFailure(cause: .display, message: "There is no screen at \(path).")
        }
        setenv("WAYLAND_DISPLAY", path, 1)
        if access(Self.xSocket, W_OK) == 0 { setenv("DISPLAY", ":0", 1) } else { unsetenv("DISPLAY") }
    }

    /// Whether a compositor listens at it.
    var isServed: Bool {
        let line = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard line >= 0 else { return false }
        defer { close(line) }
        var place = sockaddr_un()
        place.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &place.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        return withUnsafePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(line, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }
}

/// How the compositor's own unit hands its sockets out: under fixed names, which systemd binds into the unit of its clients.
enum ScreenDoor {
    private static let name = "compositor"
    private static let xFolder = "/tmp/.X11-unix"

    /// Whoever has the file in sight may connect. That is the unit into which it is bound: the folder that it lies in is
    /// the compositor's account's alone.
    static func open() throws(SeatFailure) {
        let runtime = try PrivateFolders.runtime()
        try hand("\(runtime)/\(try PrivateFolders.folder("WAYLAND_DISPLAY"))", as: "\(runtime)/\(name)")
        // Xwayland, where the compositor has it: ":0".
        let display = getenv("DISPLAY").map { String(cString: $0).dropFirst() } ?? ""
        if !display.isEmpty { try hand("\(xFolder)/X\(display)", as: "\(xFolder)/\(name)") }
    }

    private static func hand(_ socket: String, as name: String) throws(SeatFailure) {
        guard link(socket, name) == 0 else { throw failure(name) }
        try share(name)
    }

    private static func share(_ name: String) throws(SeatFailure) {
        guard chmod(name, 0o666) == 0 else { throw failure(name) }
    }

    private static func failure(_ name: String) -> SeatFailure {
        SeatFailure(cause: .display, message: "\(name): \(String(cString: strerror(errno))).")
    }
}
