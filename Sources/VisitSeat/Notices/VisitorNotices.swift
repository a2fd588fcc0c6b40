import CLinux
import FoundationEssentials
import Glibc
import SeatMessages
import StationConfig
import StationCore
import UnitMessages

/// Tells the visitor the time on the screen, from the public visit file and the clock alone. Nothing in it can end a
/// visit or hold it up: where something fails, there is no notice.
final class VisitorNotices {
    private let order: NoticeOrder
    private let display: Configuration.Display
    private let zone: ZoneTable
    private let sender: NoticeSender
    private let folder: Int32
    private let timer: Int32
    /// Nothing is shown before.
    private var begin = VisitorNotices.now().boot
    private var schedule: NoticeSchedule
    private var daemon: NoticeDaemon?
    /// How often the daemon may still be started.
    private var startsLeft = 5

    private static let inotifyFlags = Int32(IN_CLOEXEC | IN_NONBLOCK)
    /// How often it is looked whether the screen has come up, and later whether the daemon still runs.
    private static let screenPause: Duration = .milliseconds(100)
    private static let daemonPause: Duration = .seconds(2)
    /// What the client has to open its window in, where that would cover what is shown before.
    private static let clientStart: Duration = .seconds(5)

    /// Starts to tell. The session bus runs already (DBUS_SESSION_BUS_ADDRESS); the screen may still be on its way.
    ///
    /// - Returns: nil where nothing can be shown.
    static func start(_ order: NoticeOrder, on display: Configuration.Display) -> VisitorNotices? {
        guard display != .none, let address = getenv("DBUS_SESSION_BUS_ADDRESS"),
            let sender = try? NoticeSender(
                address: String(cString: address),
                isCovered: NoticeScreen.isCovered(on: display)
            )
        else { return nil }
        return VisitorNotices(order, on: display, through: sender)
    }

    private init?(_ order: NoticeOrder, on display: Configuration.Display, through sender: NoticeSender) {
        self.order = order
        self.display = display
        self.sender = sender
        zone = ZoneTable(named: order.zone) ?? .utc
        schedule = NoticeSchedule(warnAt: order.warnAt, lastBar: order.lastBar)
        folder = inotify_init1(Self.inotifyFlags)
        timer = vcd_timer_create()
        let changes = UInt32(IN_MOVED_TO | IN_CLOSE_WRITE | IN_DELETE)
        if NoticeScreen.isCovered(on: display) { begin = begin + Self.clientStart }
        guard folder >= 0, timer >= 0, inotify_add_watch(folder, Places.publicFolder, changes) >= 0 else { return nil }
        look()
    }

    deinit {
        close(folder)
        close(timer)
    }

    /// What the seat watches for it.
    var watchers: [any SeatWatcher] {
        [
            NoticeWatcher(descriptor: folder, onReadable: look, onClosing: {}),
            NoticeWatcher(descriptor: timer, onReadable: look, onClosing: end),
        ]
    }

    /// Ends the notification daemon.
    func stop() {
        daemon?.stop()
        daemon = nil
    }

    private func look() {
        let now = Self.now()
        guard now.boot >= begin else { return wake(at: begin) }
        guard runDaemon() else {
            if startsLeft > 0 { wake(at: now.boot + Self.screenPause) }
            return
        }
        let look = schedule.look(at: Self.visit(), now: now.boot)
        carry(out: look.steps, at: now)
        let check = now.boot + Self.daemonPause
        wake(at: min(look.next ?? check, check))
    }

    private func end() { carry(out: schedule.close(), at: Self.now()) }

    private func carry(out steps: [NoticeSchedule.Step], at now: Moment) {
        for step in steps {
            switch step {
            case .withdraw(let slot): sender.withdraw(slot)
            case .show(let notice):
                let texts = order.languages.map { language in
                    notice.text(in: language) { zone.local(now.wallTime(at: $0)).secondOfDay }
                }
                sender.show(notice, texts)
            }
        }
    }

    /// - Returns: whether the daemon runs.
    private func runDaemon() -> Bool {
        if let daemon {
            if !daemon.hasEnded { return true }
            stop()
        }
        guard startsLeft > 0, let screen = NoticeScreen(of: display) else { return false }
        startsLeft -= 1
        daemon = try? NoticeDaemon(on: screen)
        return daemon != nil
    }

    private func wake(at time: BootTime) {
        // One nanosecond after boot has passed; nought would be never.
        _ = vcd_timer_set(timer, max(1, time.sinceBoot.wholeMilliseconds * 1_000_000))
    }

    private static func visit() -> NoticeVisit? {
        guard let data = try? Data(contentsOf: URL(filePath: Places.publicVisit)),
            let visit = try? JSONDecoder().decode(PublicVisit.self, from: data)
        else { return nil }
        return NoticeVisit(visit)
    }

    private static func now() -> Moment {
        Moment(
            wall: WallTime(milliseconds: read(CLOCK_REALTIME).wholeMilliseconds),
            boot: BootTime(sinceBoot: read(CLOCK_BOOTTIME))
        )
    }

    private static func read(_ clock: clockid_t) -> Duration {
        var time = timespec()
        clock_gettime(clock, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}

extension NoticeVisit {
    init(_ visit: PublicVisit) {
        let clock: Clock =
            switch visit.clock {
            case .waiting: .waiting
            case .running: .running(deadline: BootTime(sinceBoot: .milliseconds(visit.deadline)))
            case .held(_, let left): .held(left: .milliseconds(left))
            }
        self.init(clock: clock, length: .milliseconds(visit.length), extended: .milliseconds(visit.extended))
    }
}
