import Glibc
import SeatMessages
import StationCore

/// The notification daemon of a visit: dunst(1), with a configuration of its own.
struct NoticeDaemon {
    private let process: ChildProcess

    /// - Throws: ``SeatFailure`` where it can't be run.
    init(on screen: NoticeScreen) throws(SeatFailure) {
        guard let folder = getenv("XDG_RUNTIME_DIR").map({ String(cString: $0) }) else {
            throw SeatFailure(cause: .display, message: "XDG_RUNTIME_DIR is not set.")
        }
        let path = "\(folder)/dunstrc"
        try Self.write(Self.configuration, to: path)
        process = try ChildProcess.start(["env"] + screen.environment + ["dunst", "-config", path])
    }

    var hasEnded: Bool { process.ends(within: .zero) }

    func stop() {
        kill(process.pid, SIGKILL)
        _ = process.wait()
    }

    private static func write(_ text: String, to path: String) throws(SeatFailure) {
        let bytes = Array(text.utf8)
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        defer { close(file) }
        guard file >= 0, Glibc.write(file, bytes, bytes.count) == bytes.count else {
            throw SeatFailure(cause: .display, message: "\(path): \(String(cString: strerror(errno))).")
        }
    }

    /// dunst(5). A low strip at the upper edge: dunst's window takes the clicks that fall on it, so it leaves the page its
    /// room. The letters are 5 mm high on a usual screen, which can be read from 1 m; white on black is the highest
    /// contrast there is. Nobody can close, click or call back a notice. The width is always the same: cage 0.1.4
    /// leaves a window where it was first, when it grows.
    private static let configuration = """
        [global]
        monitor = 0
        follow = none
        width = 900
        height = 500
        origin = top-center
        offset = 0x0
        notification_limit = 2
        indicate_hidden = no
        layer = overlay
        force_xwayland = false
        font = Sans 20
        format = "<b>%s</b>\\n%b"
        markup = full
        alignment = center
        word_wrap = yes
        ellipsize = end
        sort = no
        stack_duplicates = no
        icon_position = off
        show_indicators = no
        idle_threshold = 0
        history_length = 0
        sticky_history = no
        frame_width = 2
        frame_color = "#ffffff"
        separator_height = 2
        separator_color = frame
        padding = 4
        horizontal_padding = 32
        corner_radius = 0
        transparency = 0
        progress_bar = true
        progress_bar_height = 12
        progress_bar_frame_width = 1
        progress_bar_min_width = 820
        progress_bar_max_width = 820
        mouse_left_click = none
        mouse_middle_click = none
        mouse_right_click = none
        [shortcuts]
        close = none
        close_all = none
        history = none
        context = none
        [urgency_low]
        background = "#000000"
        foreground = "#ffffff"
        highlight = "#ffd400"
        [urgency_normal]
        background = "#000000"
        foreground = "#ffffff"
        highlight = "#ffd400"
        [urgency_critical]
        background = "#000000"
        foreground = "#ffffff"
        highlight = "#ffd400"

        """
}
