import StationCore
import Testing

@testable import Probes

/// What is made of answers, whatever they were.
struct NetworkVerdictTests {
    private static let server = Configuration.Network.Address(host: "call.example", port: 443)
    private static let times = ServerAnswer.Times(
        name: .milliseconds(3),
        connection: .milliseconds(12),
        handshake: .milliseconds(30)
    )

    private func servers(_ answers: ServersVerdict.Answer...) -> CheckFinding {
        ServersVerdict(slow: .milliseconds(500)).finding(answers)
    }

    private func good(_ times: ServerAnswer.Times = Self.times, days: Int = 80) -> ServersVerdict.Answer {
        .server(Self.server, .answered(times, Certificate(fault: nil, daysLeft: days)))
    }

    private func stun(_ answers: StunAnswer...) -> CheckFinding {
        StunVerdict(slow: .milliseconds(500)).finding(answers.map { (Self.server, $0) })
    }

    private func sample(_ milliseconds: Int...) -> StunAnswer {
        .answered(.init(sent: 5, times: milliseconds.map { .milliseconds($0) }, family: .ipv6))
    }

    private func expectWords(_ finding: CheckFinding, line: Int = #line) {
        for text in [finding.detail.english, finding.detail.indonesian] {
            #expect(text.count < 100, "line \(line): \(text)")
        }
        #expect(finding.detail.english != finding.detail.indonesian, "line \(line)")
        #expect((finding.remedy == nil) == (finding.verdict == .pass), "line \(line)")
    }

    @Test(
        arguments: [
            .noName(.unknownName), .noName(.noAnswer), .noConnection(.refused), .noConnection(.noAnswer),
            .noConnection(.unreachable), .noHandshake(.authorities), .noHandshake(.noAnswer), .noHandshake(.closed),
            .noHandshake(.noAgreement), .noHandshake(.oldVersion), .noHandshake(.refused(alert: 40)),
        ] as [ServerAnswer]
    )
    func aServerThatCannotBeAskedFails(answer: ServerAnswer) {
        let finding = servers(good(), .server(Self.server, answer), good())
        #expect(finding.verdict == .fail)
        expectWords(finding)
    }

    @Test(
        arguments: [
            .expired, .notYetValid, .wrongName, .unknownIssuer, .wrongPurpose, .weak, .other(code: 79),
        ] as [Certificate.Fault]
    )
    func aBadCertificateFails(fault: Certificate.Fault) {
        let certificate = Certificate(fault: fault, daysLeft: -3)
        let finding = servers(.server(Self.server, .answered(Self.times, certificate)))
        #expect(finding.verdict == .fail)
        expectWords(finding)
    }

    @Test func aGoodAnswerIsGivenInFigures() {
        let finding = servers(good())
        #expect(finding.verdict == .pass)
        let expected = "call.example:443: name 3 ms, connect 12 ms, TLS 30 ms, certificate good for 80 days"
        #expect(finding.detail.english == expected)
        expectWords(finding)
        expectWords(servers(good(), good()))
    }

    @Test func twoWeeksAreEnoughForACertificate() {
        #expect(servers(good(days: 14)).verdict == .pass)
        #expect(servers(good(), good(days: 13)).verdict == .warn)
    }

    @Test(arguments: 0..<3)
    func eachStepCanBeSlow(step: Int) {
        let steps: [WritableKeyPath<ServerAnswer.Times, Duration>] = [\.name, \.connection, \.handshake]
        var times = Self.times
        times[keyPath: steps[step]] = .milliseconds(500)
        #expect(servers(good(times)).verdict == .pass)
        times[keyPath: steps[step]] = .milliseconds(501)
        #expect(servers(good(times)).verdict == .warn)
    }

    @Test func aLoginPageExplainsWhatElseFails() {
        let refused = ServersVerdict.Answer.server(Self.server, .noConnection(.refused))
        #expect(servers(.portal(.loginPage(status: 302)), refused).detail.english.contains("login page"))
        #expect(servers(.portal(.noAnswer), refused).detail.english.contains("refused"))
        #expect(servers(.portal(.noAnswer), good(days: 3)).detail.english.contains("good for 3 days"))
        #expect(servers(.portal(.free), good()).detail.english.contains("call.example:443"))
        for answer in [PortalAnswer.free, .loginPage(status: 200), .otherStatus(404), .noAnswer, .badAddress] {
            expectWords(servers(.portal(answer)))
        }
    }

    @Test(
        arguments: [
            .noName(.noAnswer), .noAnswer(sent: 5), .refused, .unreachable, .error(code: 401), .garbage,
        ] as [StunAnswer]
    )
    func aSTUNServerWithoutAnAnswerFailsUnlessAnotherHasOne(answer: StunAnswer) {
        #expect(stun(answer).verdict == .fail)
        #expect(stun(sample(1, 1, 1, 1, 1), answer).verdict == .warn)
        expectWords(stun(answer))
    }

    @Test func lossAndTheMedianAreJudged() {
        #expect(stun(sample(10, 12, 900, 11, 13)).verdict == .pass)
        #expect(stun(sample(10, 12, 900, 11, 13)).detail.english.contains("5 of 5 answers, 12 ms"))
        #expect(stun(sample(10, 10, 10, 10)).verdict == .warn)
        #expect(stun(sample(600, 600, 600, 10, 10)).verdict == .warn)
        expectWords(stun(sample(10, 12, 900, 11, 13)))
        expectWords(stun(sample(10)))
    }
}
