import Glibc
import SeatMessages
import StationCore

/// What the client draws on.
struct Display {
    private var server: ChildProcess?
    private var wrapper: [String] = []

    private static let screen = "1280x720x24"
    private static let startLimit: Int32 = 10_000

    static func start(_ kind: Configuration.Display) throws(SeatFailure) -> Display {
        switch kind {
        case .none, .inherit: return Display()
        case .xvfb: return try startXvfb()
        case .cage, .sway:
            setenv("LIBSEAT_BACKEND", "seatd", 0)
            setenv("WLR_RENDERER", "pixman", 0)
            if access("/dev/dri", F_OK) != 0 {
                setenv("WLR_BACKENDS", "headless", 1)
                setenv("WLR_LIBINPUT_NO_DEVICES", "1", 1)
            }
            return Display(wrapper: ["cage", "--"])
        }
    }

    func wrap(_ command: [String]) -> [String] { wrapper + command }

    func stop() {
        guard let server else { return }
        server.terminate()
        _ = server.wait()
    }

    /// The screen as a file of the visit's runtime directory (Xvfb(1)): whoever may look into the visit's memory can
    /// take a picture of it without being let in by the X server.
    private static var frameBuffer: [String] {
        getenv("XDG_RUNTIME_DIR").map { ["-fbdir", String(cString: $0)] } ?? []
    }

    /// An X server of the visit's own: its socket is in the visit's /tmp only, never in the abstract namespace, which
    /// would be the whole PC's.
    private static func startXvfb() throws(SeatFailure) -> Display {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw SeatFailure(cause: .display, message: "No pipe for the display.") }
        defer { close(ends[0]) }
        _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
        let server: ChildProcess
        do {
            defer { close(ends[1]) }
            server = try ChildProcess.start(
                [
                    "Xvfb", "-displayfd", String(ends[1]), "-screen", "0", screen, "-nolisten", "tcp",
                    "-nolisten", "local", "-noreset",
                ] + frameBuffer,
                keeping: ends[1]
            )
        } catch {
            throw SeatFailure(cause: .display, message: error.message)
        }
        var ready = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
        guard poll(&ready, 1, startLimit) == 1, let line = LineReader(descriptor: ends[0]).next() else {
            kill(server.pid, SIGKILL)
            _ = server.wait()
            throw SeatFailure(cause: .display, message: "Xvfb did not come up.")
        }
        setenv("DISPLAY", ":" + String(decoding: line, as: UTF8.self), 1)
        return Display(server: server)
    }
}
