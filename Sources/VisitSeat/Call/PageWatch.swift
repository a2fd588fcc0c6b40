import CLinux
import Glibc
import SeatMessages
import StationCore

/// Watches the screen of a visit whose browser was given a page.
final class PageWatch {
    private let display: Configuration.Display
    private let timer: Int32
    private var judge: PageJudge

    private static let often: Duration = .milliseconds(500)
    /// Once the page is there.
    private static let seldom: Duration = .seconds(2)

    /// - Returns: nil where there is no page to come, or none that could be seen.
    init?(_ plan: SessionPlan, hasPage: Bool) {
        guard plan.browser != nil, hasPage, [.cage, .sway, .xvfb].contains(plan.display) else { return nil }
        timer = vcd_timer_create()
        guard timer >= 0 else { return nil }
        display = plan.display
        judge = PageJudge(at: Self.now())
        wake()
    }

    deinit { close(timer) }

    /// Can be read when it is time for a look.
    var descriptor: Int32 { timer }

    var view: CallView { judge.view }

    func look() -> PageJudge.Step {
        rest()
        let sway = display == .sway ? SwaySocket() : nil
        let windows = sway?.windows()
        defer { wake() }
        // A sway that doesn't answer for once tells nothing.
        if sway != nil, windows == nil { return .wait }
        let content =
            judge.wantsPicture(with: windows) ? (try? ScreenPicture.take(of: display)).flatMap { $0 }?.content : nil
        let step = judge.look(.init(windows: windows, content: content), at: Self.now())
        if case .close(let window) = step { sway?.close(window) }
        return step
    }

    /// Puts the next look off.
    func rest() {
        var bytes: UInt64 = 0
        _ = read(timer, &bytes, MemoryLayout<UInt64>.size)
        wake()
    }

    /// The program has begun anew.
    func begin() {
        judge.begin(at: Self.now())
        wake()
    }

    private func wake() {
        let pause = judge.view.page == .shown ? Self.seldom : Self.often
        _ = vcd_timer_set(timer, (Self.now() + pause).wholeMilliseconds * 1_000_000)
    }

    private static func now() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
