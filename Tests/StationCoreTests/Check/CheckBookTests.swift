import Testing

@testable import StationCore

/// When parts are looked at again by themselves, and what of them is worth telling.
@Suite struct CheckBookTests {
    private let time = WallTime(milliseconds: 0)

    private static func result(_ name: CheckName, _ verdict: CheckResult.Verdict) -> CheckResult {
        CheckResult(name, verdict, detail: LocalText("d", "r"), duration: .zero)
    }

    private static func checks(required: [CheckName] = [], off: [CheckName] = []) -> Configuration.Checks {
        var checks = Configuration.Checks()
        checks.required = required
        checks.off = off
        return checks
    }

    /// A book in which all are well but these.
    private func book(_ checks: Configuration.Checks, but troubled: [CheckName: CheckResult.Verdict] = [:]) -> CheckBook
    {
        var book = CheckBook()
        _ = book.enter(CheckName.allCases.map { Self.result($0, troubled[$0] ?? .pass) }, .full, at: time)
        return book
    }

    @Test func whatWasNeverLookedAtIsLookedAtAtOnce() throws {
        let checks = Self.checks(off: [.camera])
        let look = try #require(CheckBook().nextLook(checks, isHeld: false))
        #expect(look.after == .zero)
        #expect(look.task.depth == .full)
        #expect(look.task.names == CheckName.allCases.filter { $0.place != .station && $0 != .camera })
    }

    @Test func whereAllIsWellOnlyTheRequiredOnesAreSeenAgain() throws {
        #expect(book(Self.checks()).nextLook(Self.checks(), isHeld: false) == nil)
        let checks = Self.checks(required: [.network, .servers])
        let look = try #require(book(checks).nextLook(checks, isHeld: false))
        #expect(look.task.depth == .quick)
        #expect(look.task.names.contains(.network))
        #expect(!look.task.names.contains(.servers), "they are no quick look")
        #expect(look.after == .seconds(300))
    }

    @Test(arguments: [(false, [15, 30, 60, 120, 240, 300, 300]), (true, [2, 4, 8, 16, 32, 60, 60])])
    func whatIsNotWellIsLookedAtLessAndLess(isHeld: Bool, seconds: [Int]) throws {
        let checks = Self.checks(required: [.camera])
        var book = book(checks, but: [.camera: .fail, .clock: .warn])
        var pauses: [Int] = []
        for _ in seconds {
            let look = try #require(book.nextLook(checks, isHeld: isHeld))
            #expect(look.task.names == [.camera, .clock])
            pauses.append(Int(look.after.components.seconds))
            book.looked(checks)
        }
        #expect(pauses == seconds)
        book.hurry()
        #expect(book.nextLook(checks, isHeld: isHeld)?.after == .seconds(seconds[0]))
    }

    @Test func onlyWhatChangesIsToldAndGoodNewsOnlyAfterBad() {
        var book = CheckBook()
        #expect(book.enter([Self.result(.disk, .pass)], .full, at: time).isEmpty)
        #expect(book.enter([Self.result(.camera, .fail)], .full, at: time).map(\.verdict) == [.fail])
        #expect(book.enter([Self.result(.camera, .fail), Self.result(.disk, .pass)], .full, at: time).isEmpty)
        #expect(book.enter([Self.result(.camera, .pass)], .full, at: time).map(\.verdict) == [.pass])
        #expect(book.enter([Self.result(.disk, .warn)], .full, at: time).map(\.name) == [.disk])
    }

    @Test func aQuickLookDoesNotMendWhatAFullOneFound() {
        var book = CheckBook()
        _ = book.enter([Self.result(.camera, .fail)], .full, at: time)
        #expect(book.enter([Self.result(.camera, .pass)], .quick, at: time).isEmpty)
        #expect(book.concerns(Self.checks()).map(\.verdict) == [.fail])
        #expect(book.enter([Self.result(.network, .fail)], .quick, at: time).count == 1)
    }

    @Test func aPartInUseKeepsItsVerdict() {
        var book = CheckBook()
        _ = book.enter([Self.result(.camera, .fail)], .full, at: time)
        #expect(book.enter([Self.result(.camera, .skipped)], .full, at: time).isEmpty)
        #expect(book.concerns(Self.checks()).map(\.name) == [.camera])
    }

    @Test func whatDecidesDependsOnTheDepth() {
        let checks = Self.checks(required: [.servers, .start, .proof, .network], off: [.camera])
        #expect(checks.task(.full)?.names == [.network, .servers], "the station itself knows the other two")
        // Levels and pictures are set back also where nobody requires them.
        #expect(checks.task(.quick)?.names == [.microphone, .loudspeaker, .network])
        #expect(Self.checks().task(.full) == nil)
        #expect(Self.checks(off: [.camera, .microphone, .loudspeaker]).task(.quick) == nil)
    }

    @Test func theWorstComesFirst() {
        let checks = Self.checks(required: [.network])
        let book = book(checks, but: [.clock: .warn, .camera: .fail, .network: .fail, .disk: .fail])
        #expect(book.concerns(checks).map(\.name) == [.network, .disk, .camera, .clock])
        #expect(book.concerns(Self.checks(off: [.camera, .network, .disk])).map(\.name) == [.clock])
    }
}

/// How long each stage of the morning took.
@Suite struct PreparationTests {
    private func at(_ seconds: Int) -> BootTime { BootTime(sinceBoot: .seconds(seconds)) }

    @Test func stagesAddUpUntilTheStationIsReady() {
        var preparation = Preparation()
        preparation.observe(nil, isReady: false, at: at(10))
        preparation.observe(.wipe, isReady: false, at: at(11))
        preparation.observe(.home, isReady: false, at: at(13))
        preparation.observe(.drill, isReady: false, at: at(14))
        preparation.observe(.home, isReady: false, at: at(20))
        preparation.observe(.checks, isReady: false, at: at(21))
        #expect(preparation.stages(at: at(23)).map(\.took) == [.seconds(2), .seconds(6), .seconds(2), .seconds(2)])
        #expect(preparation.readyAfter == nil)
        preparation.observe(nil, isReady: true, at: at(24))
        preparation.observe(.wipe, isReady: false, at: at(100))
        #expect(preparation.readyAfter == .seconds(24))
        let stages = preparation.stages(at: at(500))
        #expect(stages.map(\.stage) == [.wipe, .drill, .home, .checks])
        #expect(stages.map(\.took) == [.seconds(2), .seconds(6), .seconds(2), .seconds(3)])
    }
}
