import StationCore
import Testing

@testable import Probes

struct MemoryProbeTests {
    private let home: Int64 = 1 << 30

    @Test func whatIsFreeIsHeldAgainstACall() {
        let cases: [(Int64, CheckResult.Verdict)] = [
            (1_023, .fail), (1_024, .warn), (1_623, .warn), (1_624, .pass), (8_000, .pass),
        ]
        for (megabytes, verdict) in cases {
            let facts = MemoryFacts(available: megabytes << 20, pressure: nil)
            #expect(facts.finding(homeSize: home).verdict == verdict, "\(megabytes) MB")
        }
    }

    @Test func standstillWarns() {
        #expect(MemoryFacts(available: 8 << 30, pressure: 10).finding(homeSize: home).verdict == .pass)
        let finding = MemoryFacts(available: 8 << 30, pressure: 31.7).finding(homeSize: home)
        #expect(finding.verdict == .warn)
        #expect(finding.detail.english.contains("32 %"))
    }

    @Test func theKernelsFilesAreRead() async throws {
        let texts = [
            "proc/meminfo": "MemTotal:  16000000 kB\nMemAvailable:    4194304 kB\n",
            "proc/pressure/memory": "some avg10=1.00 avg60=50.00 total=1\nfull avg10=0.00 avg60=12.50 avg300=0.00\n",
        ]
        try await FakePC.with(texts) { pc in
            #expect(MemoryFacts(pc.files) == MemoryFacts(available: 4 << 30, pressure: 12.5))
            #expect(await MemoryProbe(homeSize: home, files: pc.files).look(.quick).verdict == .warn)
        }
        try await FakePC.with { pc in
            #expect(await MemoryProbe(homeSize: home, files: pc.files).look(.quick).verdict == .fail)
        }
    }

    @Test func thisPCCanBeRead() async { #expect(await MemoryProbe(homeSize: 1).look(.full).verdict != .fail) }
}
