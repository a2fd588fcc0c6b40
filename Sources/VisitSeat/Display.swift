import Glibc
import SeatMessages
import StationCore

/// What the client draws on.
struct Display {
    var kind: Configuration.Display
    /// Whether keyboard and mouse reach what is shown.
    var hasInput = true
    /// Whether sway has an X server, for clients that don't speak Wayland. cage 0.1.4 always has one.
    var hasX = true

    var isCompositor: Bool {
        switch kind {
        case .cage, .sway: true
        case .xvfb, .inherit, .none: false
        }
    }

    /// Starts it, and names it in the environment.
    ///
    /// - Returns: nil where it isn't the visit's own.
    func start(in processes: inout SessionProcesses) throws(SeatFailure) -> ChildProcess? {
        switch kind {
        case .none, .inherit: return nil
        case .xvfb: return try startXvfb(in: &processes)
        case .cage:
            try prepareCompositor()
            let words = ["cage", "--", "/bin/sh", try placeholder()]
            return try startCompositor(
                // It ends with its program, and aborts when it is told to end beside that (cage 0.1.4).
                .init(command: words, package: "cage", cause: .display, endsWhenLetGo: true),
                in: &processes
            )
        case .sway:
            try prepareCompositor()
            let file = "\(try PrivateFolders.runtime())/sway.conf"
            let size = isHeadless ? Self.screenSize : nil
            let settings = SwayConfiguration(placeholder: try placeholder(), size: size, hasX: hasX)
            try PrivateFolders.write(settings.text, to: file)
            let words = ["sway", "--config", file]
            return try startCompositor(.init(command: words, package: "sway", cause: .display), in: &processes)
        }
    }

    static let usualSize = (width: 1280, height: 720)

    /// The size that tests ask for; nil for the screen's own.
    static var screenSize: (width: Int, height: Int)? {
        let sides = getenv("VCD_SCREEN").map { String(cString: $0).split(separator: "x").map { Int($0) } } ?? []
        guard sides.count == 2, let width = sides[0], let height = sides[1], width > 0, height > 0 else { return nil }
        return (width, height)
    }

    private var isHeadless: Bool { access("/dev/dri", F_OK) != 0 }

    private func prepareCompositor() throws(SeatFailure) {
        setenv("LIBSEAT_BACKEND", "seatd", 0)
        setenv("WLR_RENDERER", "pixman", 0)
        if isHeadless {
            setenv("WLR_BACKENDS", "headless", 1)
            setenv("WLR_LIBINPUT_NO_DEVICES", "1", 1)
        } else if !hasInput {
            setenv("WLR_BACKENDS", "drm", 1)
        }
        // Without the keys for it there is no way to another console (xkeyboard-config(7)); sway has no setting for
        // that.
        let options = getenv("XKB_DEFAULT_OPTIONS").map { String(cString: $0) } ?? ""
        let kept = options.split(separator: ",").filter { $0 != Self.noServerKeys }.map(String.init)
        setenv("XKB_DEFAULT_OPTIONS", (kept + [Self.noServerKeys]).joined(separator: ","), 1)
    }

    private static let noServerKeys = "srvrkeys:none"

    /// What a compositor starts instead of the client, which so stays the seat's own child: a script that tells the
    /// names of the screen, and lives as long as the seat holds the other end.
    private func placeholder() throws(SeatFailure) -> String {
        let file = "\(try PrivateFolders.runtime())/screen.sh"
        let line = ChildProcess.inherited
        try PrivateFolders.write("echo \"$WAYLAND_DISPLAY $DISPLAY\" >&\(line)\nread -r end <&\(line)\n", to: file)
        return file
    }

    private func startCompositor(
        _ program: SessionProcesses.Program,
        in processes: inout SessionProcesses
    ) throws(SeatFailure) -> ChildProcess {
        let (process, line) = try processes.startTelling(program)
        let names = line.split(separator: " ", omittingEmptySubsequences: false)
        guard names.count == 2, !names[0].isEmpty else { throw program.failure("did not come up") }
        setenv("WAYLAND_DISPLAY", String(names[0]), 1)
        setenv("DISPLAY", String(names[1]), 1)
        return process
    }

    /// Of X servers that nobody else has. A client looks for its number in the abstract namespace first, where low numbers
    /// may be the screens of others on the PC: Xwayland's of another station's visit, which refuses it.
    private static let numbers = 10_000...59_000

    /// An X server of the visit's own: its socket is in the visit's /tmp only, never in the abstract namespace, which
    /// would be the whole PC's. The screen is a file of the visit's runtime directory (Xvfb(1), -fbdir): whoever may
    /// look into the visit's memory can take a picture of it without being let in by the X server.
    private func startXvfb(in processes: inout SessionProcesses) throws(SeatFailure) -> ChildProcess {
        let size = Self.screenSize ?? Self.usualSize
        let (process, line) = try processes.startTelling(
            .init(
                command: [
                    "Xvfb", ":\(Int.random(in: Self.numbers))", "-displayfd", String(ChildProcess.inherited),
                    "-screen", "0",
                    "\(size.width)x\(size.height)x24", "-nolisten", "tcp", "-nolisten", "local", "-noreset", "-fbdir",
                    try PrivateFolders.runtime(),
                ],
                package: "xvfb",
                cause: .display
            )
        )
        setenv("DISPLAY", ":\(line)", 1)
        return process
    }
}
