import StationAPI
import StationCore

@testable import WaitingBoard

/// A Thursday in November at 09:41, in UTC.
enum Fixture {
    static let now = WallTime(milliseconds: 1_795_686_060_000)
    static let today = "2026-11-26"

    static func configuration(_ change: (inout Configuration.Waiting) -> Void = { _ in }) -> Configuration {
        var configuration = Configuration(client: .init(command: ["true"]))
        change(&configuration.waiting)
        return configuration
    }

    static func status(_ state: API.State, _ change: (inout API.Status) -> Void = { _ in }) -> API.Status {
        var status = API.Status(
            state: state,
            clean: true,
            visit: nil,
            lastReceipt: nil,
            preparation: .init(stages: [], readyAfter: nil),
            today: .init(
                enforced: true,
                opens: "\(today)T09:00:00Z",
                closes: "\(today)T11:30:00Z",
                nextOpens: nil,
                waiting: 3,
                served: 0,
                absent: 0,
                next: "5",
                called: nil,
                slot: nil,
                clockTrusted: true
            ),
            version: "0"
        )
        change(&status)
        return status
    }

    static let schedule = API.GetSchedule.Reply(
        enforced: true,
        zone: "UTC",
        days: [
            .init(
                date: today,
                exception: nil,
                windows: [
                    .init(
                        category: "narcotics",
                        name: .init(english: "narcotics", indonesian: "narkotika"),
                        opens: "\(today)T09:00:00Z",
                        closes: "\(today)T11:30:00Z",
                        registerFrom: "\(today)T08:30:00Z",
                        registerUntil: "\(today)T09:00:00Z"
                    )
                ]
            )
        ]
    )

    static func visit(remaining: Int, clock: API.ClockState = .running) -> API.Visit {
        API.Visit(
            id: 1,
            ticket: "4",
            category: "narcotics",
            class: .family,
            clock: clock,
            startedAt: "\(today)T09:40:00Z",
            deadline: "\(today)T09:50:00Z",
            elapsedSeconds: 60,
            remainingSeconds: remaining,
            extendedSeconds: 0
        )
    }

    static func model(
        _ status: API.Status,
        age: Duration = .zero,
        silence: Duration? = nil,
        schedule: API.GetSchedule.Reply = schedule,
        _ change: (inout Configuration.Waiting) -> Void = { _ in }
    ) -> WaitingModel {
        let picture = Picture(status: status, schedule: schedule)
        return WaitingModel(
            Knowledge(picture: picture, age: age, silence: silence),
            configuration(change),
            at: now
        )
    }
}
