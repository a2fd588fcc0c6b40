import StationAPI
import StationCore
import Testing

@testable import WaitingBoard

struct WaitingModelTests {
    @Test("Each state of the station has its screen", arguments: API.State.allCases)
    func states(_ state: API.State) {
        let expected: WaitingModel.Kind =
            switch state {
            case .starting, .preparing, .closing, .wiping: .preparing
            case .ready: .ready
            case .visiting: .visit
            case .blocked: .blocked
            case .locked: .locked
            case .ending, .off: .ending
            }
        #expect(Fixture.model(Fixture.status(state)).kind == expected)
    }

    @Test("A locked station stays locked while it is wiped")
    func lockedWhileWiping() {
        #expect(Fixture.model(Fixture.status(.wiping) { $0.lockedAt = "2026-11-26T09:40:00Z" }).kind == .locked)
    }

    @Test("Who is called is shown in both languages, in their order")
    func called() {
        let status = Fixture.status(.ready) { $0.today.called = Self.called }
        let model = Fixture.model(status)
        #expect(model.kind == .called)
        #expect(model.faces.map(\.language) == ["id", "en"])
        #expect(model.faces.map(\.ticket) == ["8", "8"])
        #expect(model.faces.map(\.heading) == ["Silakan masuk", "Please come in"])
        #expect(Fixture.model(status) { $0.languages = [.english] }.faces.map(\.language) == ["en"])
    }

    @Test("Who is called while a visit runs is not sent in yet")
    func calledDuringVisit() {
        let model = Fixture.model(
            Fixture.status(.visiting) {
                $0.today.called = Self.called
                $0.visit = Fixture.visit(remaining: 240)
            }
        )
        #expect(model.kind == .called)
        #expect(model.faces[1].ticket == "8")
        #expect(model.faces[1].heading == "Please be ready")
        #expect(model.faces[1].line == "The room is free in about 4 minutes.")
        // 4 min, 1 min between, and the called one's 10 min and 1 min.
        #expect(model.faces[1].queue[0] == "Next is ticket 5: in about 20 minutes")
    }

    @Test("A station that takes nobody calls nobody", arguments: [API.State.blocked, .locked, .ending])
    func nobodyIsCalled(_ state: API.State) {
        let face = Fixture.model(Fixture.status(state) { $0.today.called = Self.called }).faces[0]
        #expect(face.ticket == nil)
        #expect(face.queue.isEmpty)
    }

    @Test("A blocked station gives no reason away")
    func blockedWithoutDetail() {
        let model = Fixture.model(
            Fixture.status(.blocked) {
                $0.blockedReason = "the disk /dev/sda is full"
                $0.blockedCode = "disk"
                $0.blockedRemedy = "vcctl wipe"
            }
        )
        #expect(model.faces.map(\.heading) == ["Mohon panggil petugas", "Please call the officer"])
        #expect(!Content.json(model).contains("disk"))
        #expect(!Content.json(model).contains("vcctl"))
    }

    @Test("Out of hours the next opening is named")
    func closed() {
        func line(_ opens: String?) -> [String] {
            let model = Fixture.model(
                Fixture.status(.ready) {
                    $0.today.opens = nil
                    $0.today.closes = nil
                    $0.today.nextOpens = opens
                }
            )
            #expect(model.kind == .closed)
            return model.faces.map(\.line)
        }
        #expect(
            line("2026-11-28T09:00:00Z") == [
                "Kunjungan berikutnya: Sabtu, 28 November 2026, pukul 09:00.",
                "Next visits: Saturday, 28 November 2026, 09:00.",
            ]
        )
        #expect(line("2026-11-26T13:00:00Z")[1] == "Visits begin today at 13:00.")
        #expect(line(nil)[1] == "The officer knows the next day.")
    }

    @Test("A station without a schedule is never out of hours")
    func notEnforced() {
        let status = Fixture.status(.ready) {
            $0.today.enforced = false
            $0.today.opens = nil
        }
        let schedule = API.GetSchedule.Reply(
            enforced: false,
            zone: "UTC",
            days: [.init(date: Fixture.today, exception: nil, windows: [])]
        )
        let model = Fixture.model(status, schedule: schedule)
        #expect(model.kind == .ready)
        #expect(model.faces[0].day.isEmpty)
    }

    @Test("The day's categories, and why there are none")
    func day() {
        let status = Fixture.status(.ready)
        #expect(Fixture.model(status).faces.map(\.day) == [["narkotika, 09:00–11:30"], ["narcotics, 09:00–11:30"]])
        let holiday = API.GetSchedule.Reply(
            enforced: true,
            zone: "UTC",
            days: [
                .init(
                    date: Fixture.today,
                    exception: .init(english: "holiday", indonesian: "hari libur"),
                    windows: []
                )
            ]
        )
        #expect(Fixture.model(status, schedule: holiday).faces[0].day == ["hari libur"])
    }

    @Test("A restart of vcd is sat out for a moment, and then said")
    func lost() {
        let status = Fixture.status(.ready)
        #expect(Fixture.model(status, silence: .milliseconds(1_900)).kind == .ready)
        #expect(Fixture.model(status, silence: .seconds(2)).kind == .lost)
        #expect(WaitingModel(Knowledge(), Fixture.configuration(), at: Fixture.now).kind == .lost)
    }

    @Test("The clock and the date are those of the schedule's zone")
    func time() {
        let knowledge = Knowledge()
        var configuration = Fixture.configuration()
        #expect(WaitingModel(knowledge, configuration, at: Fixture.now).time == "09:41")
        configuration.schedule.zone = ZoneTable(name: "east", firstOffset: 15 * 3_600, transitions: [])
        let model = WaitingModel(knowledge, configuration, at: Fixture.now)
        #expect(model.time == "00:41")
        #expect(model.faces[0].date == "Jumat, 27 November 2026")
    }

    @Test("The administrator's texts take the place of the standard's")
    func texts() {
        let status = Fixture.status(.ready)
        #expect(Fixture.model(status).faces[0].rules.contains("Dilarang merokok."))
        let face = Fixture.model(status) {
            $0.place = "Lapas"
            $0.rules = [LocalText("one", "satu")]
            $0.complaints = [LocalText("box", "kotak")]
        }.faces[0]
        #expect((face.place, face.rules, face.complaints) == ("Lapas", ["satu"], ["kotak"]))
    }

    private static let called = API.Called(
        ticket: "8",
        calledAt: "2026-11-26T09:40:00Z",
        elapsedSeconds: 60,
        overdue: false
    )
}

struct WaitEstimateTests {
    private func estimate(
        _ status: API.Status,
        age: Duration = .zero
    ) -> WaitEstimate {
        WaitEstimate(Picture(status: status, schedule: Fixture.schedule), age: age, Fixture.configuration())
    }

    @Test("The running visit's rest goes down, unless its clock stands")
    func rest() {
        func rest(_ clock: API.ClockState, age: Duration) -> Duration? {
            estimate(Fixture.status(.visiting) { $0.visit = Fixture.visit(remaining: 300, clock: clock) }, age: age)
                .visit
        }
        #expect(rest(.running, age: .seconds(60)) == .seconds(240))
        #expect(rest(.running, age: .seconds(400)) == .zero)
        #expect(rest(.held, age: .seconds(60)) == .seconds(300))
        #expect(rest(.waiting, age: .seconds(60)) == .seconds(300))
    }

    @Test("Each who comes before takes a visit and the time between two")
    func queue() {
        let visiting = estimate(Fixture.status(.visiting) { $0.visit = Fixture.visit(remaining: 300) })
        #expect(visiting.next == .seconds(360))
        #expect(visiting.last == .seconds(360 + 2 * 660))
        #expect(estimate(Fixture.status(.ready)).next == .zero)
        #expect(estimate(Fixture.status(.ready) { $0.today.waiting = 1 }).last == nil)
        #expect(estimate(Fixture.status(.ready) { $0.today.waiting = 0 }).next == nil)
    }

    @Test("An accepted fair share is the usual length")
    func slot() {
        func last(accepted: Bool) -> Duration? {
            let slot = API.Slot(
                waiting: 3,
                leftSeconds: 1_000,
                turnaroundSeconds: 30,
                normalSeconds: 600,
                slotSeconds: 300,
                fits: 3,
                accepted: accepted
            )
            return estimate(Fixture.status(.ready) { $0.today.slot = slot }).last
        }
        #expect(last(accepted: true) == .seconds(660))
        #expect(last(accepted: false) == .seconds(1_260))
    }

    @Test(
        "Minutes are whole, and above ten in fives",
        arguments: [(0, 0), (1, 1), (61, 2), (600, 10), (601, 15), (901, 20)]
    )
    func minutes(_ seconds: Int, _ minutes: Int) {
        #expect(WaitEstimate.minutes(.seconds(seconds)) == minutes)
    }
}
