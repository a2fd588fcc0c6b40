import StationAPI

/// Values that several tests look at.
enum Fixture {
    static let visit = API.Visit(
        id: 7,
        ticket: nil,
        category: nil,
        class: .family,
        clock: .running,
        startedAt: "2026-01-31T09:00:00+07:00",
        deadline: "2026-01-31T09:10:00+07:00",
        elapsedSeconds: 55,
        remainingSeconds: 545,
        extendedSeconds: 0
    )

    /// A day without a schedule and a roster.
    static let plainDay = API.Today(
        enforced: false,
        opens: nil,
        closes: nil,
        nextOpens: nil,
        waiting: 0,
        served: 0,
        absent: 0,
        next: nil,
        called: nil,
        slot: nil,
        clockTrusted: true
    )

    static let slot = API.Slot(
        waiting: 12,
        leftSeconds: 5_400,
        turnaroundSeconds: 60,
        normalSeconds: 600,
        slotSeconds: 390,
        fits: 12,
        accepted: false
    )

    static func status(_ state: API.State = .ready, visit: API.Visit? = nil, today: API.Today = plainDay) -> API.Status
    {
        API.Status(
            state: state,
            clean: visit == nil,
            visit: visit,
            lastReceipt: 3,
            preparation: API.Preparation(stages: [], readyAfter: nil),
            today: today,
            version: "0.1.0"
        )
    }

    /// What was found of one part, with a remedy where it is not well.
    static func check(
        _ name: String,
        _ verdict: API.Verdict,
        _ severity: API.Severity = .required,
        accepted: Bool = false,
        detail: String = "measured",
        milliseconds: Int = 12
    ) -> API.CheckResult {
        let isWell = verdict == .pass || verdict == .skipped
        return API.CheckResult(
            name: name,
            verdict: verdict,
            severity: severity,
            accepted: accepted,
            detail: API.Name(english: detail, indonesian: "diukur: \(detail)"),
            remedy: isWell ? nil : API.Name(english: "Mend the \(name).", indonesian: "Perbaiki \(name)."),
            milliseconds: milliseconds
        )
    }

    static func entry(_ ticket: Int, _ state: API.EntryState = .waiting, position: Int? = nil) -> API.Entry {
        API.Entry(
            ticket: "\(ticket)",
            date: "2026-01-31",
            number: "T-\(ticket)",
            category: "narkotika",
            class: .family,
            note: nil,
            state: state,
            position: position,
            registeredAt: "2026-01-31T08:40:00+07:00",
            calledAt: nil,
            visit: nil,
            override: nil
        )
    }
}
