import Testing

@testable import OfficerCLI

@Suite struct RemoteHostTests {
    @Test(
        arguments: [
            "officer@visit-pc", "visit-pc", "ssh://officer@[::1]:2222", "o_1@10.0.0.7", #"PRISON\officer@visit-pc"#,
            "officer+desk@visit-pc", "officer@prison.example@visit-pc", #"ssh://PRISON\officer@visit-pc:2222"#,
        ]
    )
    func takesDestinations(_ text: String) { #expect(RemoteHost(argument: text)?.destination == text) }

    @Test(
        arguments: [
            "", "-oProxyCommand=x", "a b", "a;b", "a$(b)", "a\nb", "pétugas@pc", "officer@", #"officer@p\c"#, "o@a+b",
            "`id`@pc", "a'b@pc", "a|b@pc", "a&b@pc", "\u{1b}[2J@pc",
        ]
    )
    func refusesWhatIsNone(_ text: String) { #expect(RemoteHost(argument: text) == nil) }

    @Test(arguments: [["next", "--host", "a@b", "--json"], ["--host=a@b", "next", "--json"]])
    func theOtherVcctlIsNotToldOfTheHost(_ words: [String]) {
        #expect(RemoteHost.withoutHost(words) == ["next", "--json"])
    }

    @Test func wordsReachTheOtherShellAsTheyAre() {
        #expect(RemoteHost.quoted("it's $HOME") == "'it'\\''s $HOME'")
    }

    /// As OpenSSH 9.2 and 10.0 say it.
    private static let logs: [(String, SSHFailure.Kind)] = [
        (
            """
            @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\r
            @    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\r
            @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\r
            IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!\r
            Offending ED25519 key in /home/o/.ssh/known_hosts:1\r
            Host key for pc has changed and you have requested strict checking.\r
            Host key verification failed.\r
            """, .keyChanged
        ),
        (
            "No ED25519 host key is known for pc and you have requested strict checking.\r\nHost key verification failed.",
            .keyUnknown
        ),
        ("Host key verification failed.\r\n", .keyUnknown),
        ("officer@pc: Permission denied (publickey,password).\r\n", .accountRefused),
        ("Received disconnect from ::1 port 22:2: Too many authentication failures\r\n", .accountRefused),
        ("ssh: Could not resolve hostname pc: Name or service not known\r\n", .nameUnknown),
        ("ssh: Could not resolve hostname pc: Temporary failure in name resolution\r\n", .nameUnknown),
        ("ssh: connect to host pc port 22: Connection timed out\r\n", .timedOut),
        ("Connection timed out during banner exchange\r\nConnection to pc port 22 timed out\r\n", .timedOut),
        ("ssh: connect to host pc port 22: Connection refused\r\n", .refused),
        ("ssh: connect to host pc port 22: No route to host\r\n", .noRoute),
        (
            "Unable to negotiate with ::1 port 22: no matching host key type found. Their offer: ssh-rsa\r\n",
            .noCommonKeyType
        ),
        ("kex_exchange_identification: Connection closed by remote host\r\n", .closed),
        ("client_loop: send disconnect: Broken pipe\r\n", .closed),
        ("", .other), ("something new\r\n", .other),
    ]

    @Test(arguments: logs)
    func whatSSHSaysIsUnderstood(_ log: String, _ kind: SSHFailure.Kind) {
        let failure = SSHFailure(log: log)
        #expect(failure.kind == kind)
        #expect(failure.detail.isEmpty == log.isEmpty)
        #expect(!failure.detail.contains { $0.isNewline })
    }

    @Test(arguments: SSHFailure.Kind.allCases)
    func eachFailureIsSaidInBothLanguages(_ kind: SSHFailure.Kind) throws {
        let log = try #require(kind == .keyRevoked ? "WARNING: REVOKED HOST KEY" : Self.logs.first { $0.1 == kind }?.0)
        let failure = SSHFailure(log: log)
        #expect(failure.kind == kind)
        let texts = [Words.Language.english, .indonesian].map {
            Words(language: $0).hostUnreachable(#"PRISON\o@pc"#, failure)
        }
        #expect(texts[0] != texts[1])
        for text in texts { #expect(text.contains("pc")) }
        if kind == .keyChanged { for text in texts { #expect(text.contains("ssh-keygen -R pc")) } }
    }

    @Test func whatTheOtherSideWritesCommandsNoTerminal() {
        let failure = SSHFailure(log: "Permission denied \u{1b}]0;x\u{7} \u{202e} (publickey).\r\n")
        let text = Words(language: .english).hostUnreachable("o@pc", failure)
        #expect(!text.unicodeScalars.contains { $0 == "\u{1b}" || $0 == "\u{7}" || $0 == "\u{202e}" })
    }
}
