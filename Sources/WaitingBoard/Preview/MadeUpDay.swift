import StationAPI
import StationCore

/// A visiting day that nobody has: each state of the screen, to be looked at.
struct MadeUpDay: Sendable {
    let configuration: Configuration
    /// The one to show; nil for all in turn.
    let kind: WaitingModel.Kind?
    private let start = ContinuousClock.now

    /// In the order of a morning.
    private static let order: [WaitingModel.Kind] = [
        .closed, .preparing, .ready, .called, .visit, .blocked, .locked, .ending, .lost,
    ]

    init(_ configuration: Configuration, kind: WaitingModel.Kind?) {
        self.configuration = configuration
        self.kind = kind
    }

    var knowledge: Knowledge {
        // Each in all its languages.
        let each = configuration.waiting.turn * configuration.waiting.languages.count
        let passed = ContinuousClock.now - start
        let shown = kind ?? Self.order[Int(passed / each) % Self.order.count]
        guard shown != .lost else { return Knowledge(silence: Knowledge.patience) }
        return Knowledge(picture: picture(shown))
    }

    private func picture(_ kind: WaitingModel.Kind) -> Picture {
        let zone = configuration.schedule.zone
        let today = zone.local(.now).day
        let day = { (later: Int, hour: Int) in
            "\(today.adding(days: later) ?? today)T\(hour < 10 ? "0" : "")\(hour):00:00Z"
        }
        let isClosed = kind == .closed
        var status = API.Status(
            state: Self.state(kind),
            clean: true,
            visit: nil,
            lastReceipt: nil,
            preparation: .init(stages: [], readyAfter: nil),
            today: .init(
                enforced: true,
                opens: isClosed ? nil : day(0, 9),
                closes: isClosed ? nil : day(0, 11),
                nextOpens: isClosed ? day(1, 9) : nil,
                waiting: 4,
                served: 3,
                absent: 0,
                next: "9",
                called: nil,
                slot: nil,
                clockTrusted: true
            ),
            version: ""
        )
        if kind == .called {
            status.today.called = .init(ticket: "8", calledAt: day(0, 9), elapsedSeconds: 20, overdue: false)
        }
        if kind == .visit {
            status.visit = .init(
                id: 1,
                ticket: "7",
                category: "made-up",
                class: .family,
                clock: .running,
                startedAt: day(0, 9),
                deadline: day(0, 10),
                elapsedSeconds: 200,
                remainingSeconds: 400,
                extendedSeconds: 0
            )
        }
        let window = API.Window(
            category: "made-up",
            name: .init(
                english: "elderly block, cell block, pre-trial general crime",
                indonesian: "blok lansia, sel, tahanan pidana umum"
            ),
            opens: day(0, 9),
            closes: day(0, 11),
            registerFrom: day(0, 8),
            registerUntil: day(0, 9)
        )
        return Picture(
            status: status,
            schedule: .init(
                enforced: true,
                zone: zone.name,
                days: [.init(date: "\(today)", exception: nil, windows: [window])]
            )
        )
    }

    private static func state(_ kind: WaitingModel.Kind) -> API.State {
        switch kind {
        case .lost, .locked: .locked
        case .blocked: .blocked
        case .ending: .ending
        case .visit: .visiting
        case .called, .closed, .ready: .ready
        case .preparing: .wiping
        }
    }
}
