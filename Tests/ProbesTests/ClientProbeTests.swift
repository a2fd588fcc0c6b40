import Glibc
import StationCore
import Testing

@testable import Probes

/// The call program: small scripts stand for it, which really run.
struct ClientProbeTests {
    private func look(
        _ script: String?,
        version: [String] = ["/usr/bin/call", "--version"],
        _ depth: CheckTask.Depth = .full,
        limit: Duration = .seconds(20)
    ) async throws -> CheckFinding {
        try await FakePC.with { pc in
            if let script { try pc.program("usr/bin/call", "#!/bin/sh\n\(script)\n") }
            var configuration = Configuration(client: .init(command: ["call", "--kiosk"]))
            configuration.client.version = version
            let settings = CheckSettings(configuration, state: "/")
            return await ClientProbe(settings, files: pc.files, limit: limit).look(depth)
        }
    }

    @Test func theVersionIsTold() async throws {
        let finding = try await look(#"echo "Call $1 156.0"; echo second"#)
        #expect(finding == .pass(.same("/usr/bin/call: Call --version 156.0")))
    }

    @Test func aLongOrStrangeLineIsMadePlain() async throws {
        let finding = try await look(#"printf 'a\033[31m%0200d' 1"#)
        #expect(finding == .pass(.same("/usr/bin/call: a[31m" + String(repeating: "0", count: 75))))
    }

    @Test func endlessOutputIsNoHindrance() async throws {
        #expect(try await look("yes | head -c 3000000").verdict == .pass)
    }

    @Test func nothingIsRunWhereNothingIsConfigured() async throws {
        #expect(try await look("exit 1", version: []) == .pass(.same("/usr/bin/call")))
        #expect(try await look("exit 1", .quick) == .pass(.same("/usr/bin/call")))
    }

    @Test func aProgramThatFailsIsTold() async throws {
        let failed = try await look("echo ready; exit 7")
        #expect(failed.verdict == .fail)
        #expect(failed.detail.english == "call does not run: it ended with 7")
        #expect(try await look("kill -9 $$").detail.english == "call does not run: it crashed, signal 9")
    }

    @Test func aProgramThatHangsIsEnded() async throws {
        let clock = ContinuousClock()
        let began = clock.now
        let finding = try await look("exec sleep 60", limit: .seconds(1))
        #expect(finding.detail.english == "call does not run: no answer within 1 s")
        #expect(clock.now - began < .seconds(50))
    }

    @Test func aProgramThatIsNotThereIsTold() async throws {
        let finding = try await look(nil)
        #expect(finding.verdict == .fail)
        #expect(finding.detail == LocalText("'call' is not installed", "'call' belum terpasang"))
    }

    @Test func aFileThatMayNotBeRunIsTold() async throws {
        try await FakePC.with(["usr/bin/call": "text"]) { pc in
            #expect(ProgramFile.named("call", in: pc.files) == .notExecutable("/usr/bin/call"))
            try pc.program("usr/games/call")
            #expect(ProgramFile.named("call", in: pc.files) == .found("/usr/games/call"))
            #expect(ProgramFile.named("/usr/bin", in: pc.files) == .notExecutable("/usr/bin"))
        }
    }

    /// What a program writes goes to a folder of its own, which goes with it.
    @Test func theProgramLeavesNothing() async throws {
        let script = #"mkdir -p "$HOME/a/b"; echo x >"$XDG_CACHE_HOME/a/b/c"; ln -s /usr "$TMPDIR/a/usr"; echo "$HOME""#
        let finding = try await look(script)
        let folder = finding.detail.english.split(separator: " ").last.map { String($0) } ?? ""
        #expect(folder.contains("/vcd-probe-"))
        #expect(access(folder, F_OK) != 0 && errno == ENOENT)
        #expect(access("/usr/bin", F_OK) == 0)
    }

    @Test func theProgramSeesNothingOfTheProbe() async throws {
        setenv("VCD_PROBE_TEST", "secret", 1)
        defer { unsetenv("VCD_PROBE_TEST") }
        let finding = try await look(#"read line; echo "[$VCD_PROBE_TEST][$line]""#)
        #expect(finding.detail.english.hasSuffix("[][]"))
    }
}
