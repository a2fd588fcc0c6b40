import StationCore
import Testing

@testable import Probes

/// Each way in which a server answers, or doesn't, against real ones on loopback.
struct ServersProbeTests {
    private let servers: TestServers

    init() throws { servers = try TestServers.shared.get() }

    private func look(_ settings: Configuration.Network) async -> CheckFinding {
        await ServersProbe(settings, limits: .patient).look(.full)
    }

    @Test(arguments: ["localhost", "127.0.0.1"])
    func aGoodServerPassesWithItsFigures(host: String) async throws {
        let finding = await look(try servers.settings("good", host: host))
        #expect(finding.verdict == .pass, "\(finding)")
        let pattern = /.+: name \d+ ms, connect \d+ ms, TLS \d+ ms, certificate good for 8[01] days/
        #expect(finding.detail.english.wholeMatch(of: pattern) != nil, "\(finding.detail.english)")
        #expect(finding.remedy == nil)
    }

    @Test(
        arguments: [
            ("expired", "ended 3 days ago"), ("future", "not valid yet"), ("other", "another name"),
            ("selfsigned", "nobody that this PC trusts"), ("mute", "then does not answer"),
            ("closing", "closes the connection at once"), ("plain", "no TLS"), ("refused", "refused"),
            ("blackhole", "no answer to a connection"),
            // As browsers judge: a common name names no server.
            ("nosan", "another name"), ("subjectonly", "another name"), ("partial", "another name"),
            ("client", "not one for a server"), ("weak", "too weak"), ("oldtls", "no TLS of version 1.2"),
            ("alert", "refuses to speak TLS with this PC (alert 40)"),
        ]
    )
    func eachFaultIsNamed(server: String, words: String) async throws {
        let finding = await look(try servers.settings(server))
        #expect(finding.verdict == .fail, "\(finding)")
        #expect(finding.detail.english.contains(words), "\(finding.detail.english)")
        #expect(finding.remedy?.indonesian.isEmpty == false)
    }

    @Test(arguments: ["expired", "future"])
    func aWrongDateAsksForALookAtTheClock(server: String) async throws {
        let finding = await look(try servers.settings(server))
        #expect(finding.remedy?.english.contains("Check the PC's clock") == true)
    }

    @Test func theWrongAddressIsAWrongName() async throws {
        let finding = await look(try servers.settings("other", host: "127.0.0.1"))
        #expect(finding.detail.english.contains("another name"), "\(finding)")
    }

    @Test func aServerOfAnAuthorityThatIsNotConfiguredIsUnknown() async throws {
        var settings = try servers.settings("good")
        settings.authorities = nil
        let finding = await look(settings)
        #expect(finding.verdict == .fail)
        #expect(finding.detail.english.contains("nobody that this PC trusts"), "\(finding)")
    }

    @Test func anUnreadableFileOfAuthoritiesIsSaid() async throws {
        var settings = try servers.settings("good")
        settings.authorities = "/nonexistent"
        let finding = await look(settings)
        #expect(finding.verdict == .fail)
        #expect(finding.remedy?.english.contains("[network] authorities") == true)
    }

    @Test func aCertificateThatEndsSoonIsAWarning() async throws {
        let finding = await look(try servers.settings("ending"))
        #expect(finding.verdict == .warn)
        #expect(finding.remedy?.english.contains("renewed") == true)
    }

    @Test func aSlowHandshakeIsAWarning() async throws {
        var settings = try servers.settings("slow")
        settings.slow = .milliseconds(500)
        let finding = await look(settings)
        #expect(finding.verdict == .warn, "\(finding)")
        #expect(finding.remedy?.english.contains("slow") == true)
    }

    @Test func theWorstOfSeveralWins() async throws {
        let mixed = await look(try servers.settings("good", "ending", "refused", "good"))
        #expect(mixed.verdict == .fail)
        #expect(mixed.detail.english.contains("refused"))
        let good = await look(try servers.settings("good", "good"))
        #expect(good.verdict == .pass)
        #expect(good.detail.english.contains("2 servers answer"), "\(good)")
    }

    @Test func severalAreAskedSideBySide() async throws {
        // It answers when three are connected, and one after another they never are.
        let finding = await look(try servers.settings("together", "together", "together"))
        #expect(finding.verdict != .fail, "\(finding)")
    }

    @Test func withoutServersOrTimeNothingIsAsked() async throws {
        #expect(await look(Configuration.Network()).verdict == .skipped)
        #expect(await ServersProbe(try servers.settings("refused")).look(.quick).verdict == .skipped)
    }

    @Test(
        arguments: [
            ("portal_free", CheckResult.Verdict.pass), ("portal_redirect", .fail), ("portal_page", .fail),
            ("plain", .warn), ("mute", .warn), ("refused", .warn),
        ]
    )
    func aLoginPageIsRecognised(server: String, verdict: CheckResult.Verdict) async throws {
        var settings = Configuration.Network()
        settings.portal = "http://\(try servers.address(server))/check"
        let finding = await look(settings)
        #expect(finding.verdict == verdict, "\(finding)")
        if verdict == .fail { #expect(finding.detail.english.contains("a login page is in the way")) }
    }

    @Test func aLoginPageBesideGoodServersFails() async throws {
        var settings = try servers.settings("good")
        settings.portal = "http://\(try servers.address("portal_page"))/check"
        #expect(await look(settings).verdict == .fail)
    }
}
