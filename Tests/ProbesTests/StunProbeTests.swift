import StationCore
import Testing

@testable import Probes

/// Each way in which a STUN server answers, or doesn't, against real ones on loopback.
struct StunProbeTests {
    private let servers: TestServers

    init() throws { servers = try TestServers.shared.get() }

    private func look(_ names: String..., slow: Duration = .seconds(30)) async throws -> CheckFinding {
        var settings = Configuration.Network()
        settings.stun = try names.map { try servers.address($0) }
        settings.slow = slow
        return await StunProbe(settings, limits: .patient).look(.full)
    }

    @Test func aGoodServerPassesWithoutNamingTheAddress() async throws {
        let finding = try await look("stun")
        #expect(finding.verdict == .pass, "\(finding)")
        let pattern = /.+: 5 of 5 answers, \d+ ms, seen as an IPv4 address/
        #expect(finding.detail.english.wholeMatch(of: pattern) != nil, "\(finding.detail.english)")
    }

    @Test func lossIsAWarning() async throws {
        let finding = try await look("stun_lossy")
        #expect(finding.verdict == .warn)
        #expect(finding.detail.english.contains("3 of 5 answers"), "\(finding)")
    }

    @Test func slownessIsAWarning() async throws {
        let finding = try await look("stun_slow", slow: .milliseconds(500))
        #expect(finding.verdict == .warn, "\(finding)")
        #expect(finding.detail.english.contains("5 of 5"), "\(finding)")
    }

    @Test(
        arguments: [
            ("stun_silent", "UDP is blocked"), ("stun_foreign", "no STUN server"), ("stun_error", "error 420"),
            ("stun_refused", "nothing listens"),
        ]
    )
    func eachFaultIsNamed(server: String, words: String) async throws {
        let finding = try await look(server)
        #expect(finding.verdict == .fail)
        #expect(finding.detail.english.contains(words), "\(finding)")
        #expect(finding.remedy != nil)
    }

    @Test func oneThatAnswersIsEnoughButTheOtherIsSaid() async throws {
        let finding = try await look("stun", "stun_silent")
        #expect(finding.verdict == .warn)
        #expect(finding.detail.english.contains("0 of 5"), "\(finding)")
    }

    @Test func withoutServersOrTimeNothingIsAsked() async throws {
        #expect(try await look().verdict == .skipped)
        var settings = Configuration.Network()
        settings.stun = [try servers.address("stun_silent")]
        #expect(await StunProbe(settings).look(.quick).verdict == .skipped)
    }
}
