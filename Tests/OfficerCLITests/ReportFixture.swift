import StationAPI

/// A morning's report.
enum ReportFixture {
    static let narcotics = API.Name(english: "narcotics", indonesian: "narkotika")

    static let day = API.ScheduleDay(
        date: "2026-11-26",
        exception: nil,
        windows: [
            API.Window(
                category: "narkotika",
                name: narcotics,
                opens: "2026-11-26T09:00:00+07:00",
                closes: "2026-11-26T11:30:00+07:00",
                registerFrom: "2026-11-26T08:30:00+07:00",
                registerUntil: "2026-11-26T09:00:00+07:00"
            )
        ]
    )

    /// Visit `number`, the first at nine o'clock and each seven minutes after the one before.
    static func visit(_ number: Int, cause: API.EndCause = .officer) -> API.ReportVisit {
        let start = 9 * 3_600 + (number - 1) * 420
        return API.ReportVisit(
            visit: 100 + number,
            date: day.date,
            ticket: "\(number)",
            category: "narkotika",
            class: .family,
            calledAt: time(start),
            startedAt: time(start + 60),
            endedAt: time(start + 405),
            wipedAt: time(start + 407),
            lengthSeconds: 600,
            extendedSeconds: 0,
            extensionReasons: [],
            heldSeconds: 0,
            cause: cause,
            receipt: 200 + number,
            clean: true,
            override: nil,
            callingSeconds: 60,
            tookSeconds: 345,
            wipingSeconds: 2
        )
    }

    private static func time(_ seconds: Int) -> String {
        let parts = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(day.date)T\(parts.joined(separator: ":"))+07:00"
    }

    static func report(_ visits: [API.ReportVisit]) -> API.Report {
        API.Report(
            from: day.date,
            to: day.date,
            days: [day],
            visits: visits,
            registered: visits.count + 1,
            served: visits.count,
            absent: 1,
            servedByHand: 8,
            causes: [.init(cause: .officer, count: visits.count), .init(cause: .power, count: 0)],
            steps: [
                .init(name: .calling, standardSeconds: 300, count: 2, averageSeconds: 60, longestSeconds: 70),
                .init(name: .visit, standardSeconds: 600, count: 2, averageSeconds: 700, longestSeconds: 800),
                .init(name: .closing, standardSeconds: 900, count: 0, averageSeconds: nil, longestSeconds: nil),
            ],
            checks: []
        )
    }

    /// What a check found last on the fixture's day.
    static func check(_ name: String, _ verdict: API.Verdict, accepted: String? = nil) -> API.ReportCheck {
        API.ReportCheck(
            date: day.date,
            name: name,
            verdict: verdict,
            detail: API.Name(english: "it is so", indonesian: "begini adanya"),
            at: "\(day.date)T07:41:12+07:00",
            accepted: accepted
        )
    }
}
