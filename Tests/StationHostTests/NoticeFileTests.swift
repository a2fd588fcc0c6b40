import FoundationEssentials
import Glibc
import StationCore
import TestSupport
import Testing
import UnitMessages

@testable import StationHost

/// What everybody may know of a running visit.
@Suite struct NoticeFileTests {
    private static let start = Moment(wall: WallTime(milliseconds: 0), boot: boot(100))

    private static func boot(_ seconds: Int) -> BootTime { BootTime(sinceBoot: .seconds(seconds)) }

    private static func visit(_ clock: VisitClock, extended: Duration = .zero) -> RunningVisit {
        RunningVisit(
            id: VisitID(7),
            plan: VisitPlan(ticket: nil, length: .seconds(600), override: "a made-up reason"),
            markedAt: WallTime(milliseconds: 0),
            startedAt: start,
            clock: clock,
            extended: extended,
            extensionReasons: ["another made-up reason"]
        )
    }

    @Test(arguments: [
        (
            Self.visit(.running(deadline: boot(700))),
            #"{"clock":{"running":{}},"deadline":700000,"extended":0,"length":600000}"#
        ),
        (
            Self.visit(.waiting(until: boot(400)), extended: .seconds(60)),
            #"{"clock":{"waiting":{}},"deadline":1060000,"extended":60000,"length":600000}"#
        ),
        (
            Self.visit(.held(since: boot(300), left: .seconds(400), until: boot(600))),
            #"{"clock":{"held":{"left":400000,"since":300000}},"deadline":600000,"extended":0,"length":600000}"#
        ),
    ])
    func theFileHoldsTheTimesAndNothingElse(_ visit: RunningVisit, _ text: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let data = try encoder.encode(PublicVisit(visit))
        #expect(String(decoding: data, as: UTF8.self) == text)
        #expect(try JSONDecoder().decode(PublicVisit.self, from: data) == PublicVisit(visit))
    }

    @Test func theEmbeddedHostWritesItForEverybodyAndTakesItAway() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let paths = LocalPaths(root: folder.path)
        let file = LocalPublicVisit(paths: paths)
        let before = umask(0o077)
        defer { umask(before) }
        #expect(file.begin())
        #expect(file.save(Self.visit(.running(deadline: Self.boot(700)))))
        #expect(Self.mode(paths.publicFolder) == 0o755)
        #expect(Self.mode(paths.publicVisit) == 0o644)
        var first = stat()
        #expect(stat(paths.publicVisit, &first) == 0)
        #expect(file.save(Self.visit(.running(deadline: Self.boot(800)))))
        let read = try JSONDecoder().decode(
            PublicVisit.self,
            from: Data(contentsOf: URL(filePath: paths.publicVisit))
        )
        #expect(read.deadline == 800_000)
        // Whoever reads the old one reads it to its end.
        var second = stat()
        #expect(stat(paths.publicVisit, &second) == 0)
        #expect(first.st_ino != second.st_ino)
        #expect(file.begin(), "a later visit takes the earlier one's away")
        #expect(access(paths.publicVisit, F_OK) != 0)
    }

    private static func mode(_ path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }
}
