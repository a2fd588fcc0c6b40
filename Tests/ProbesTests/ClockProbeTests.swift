import StationCore
import Systemd
import Testing

@testable import Probes

struct ClockProbeTests {
    private let zone = "Asia/Jakarta"

    private func look(
        _ depth: CheckTask.Depth = .full,
        isNeeded: Bool = true,
        kernel: Bool? = nil,
        timedate: [String: BusValue]? = nil,
        local: String? = "/usr/share/zoneinfo/Asia/Jakarta",
        texts: [String: String] = [:]
    ) async throws -> CheckFinding {
        try await FakePC.with(texts) { pc in
            if let local { pc.link("etc/localtime", to: local) }
            let services = FakeServices(objects: timedate.map { ["/org/freedesktop/timedate1": $0] } ?? [:])
            let probe = ClockProbe(zone: zone, isNeeded: isNeeded, files: pc.files, services: services) { kernel }
            return await probe.look(depth)
        }
    }

    private func timedate(_ isSynchronised: Bool, ntp: Bool = true, zone: String = "Asia/Jakarta") -> [String: BusValue]
    {
        [
            "NTPSynchronized": .bool(isSynchronised), "CanNTP": .bool(true), "NTP": .bool(ntp),
            "Timezone": .string(zone),
        ]
    }

    @Test func aRightClockPasses() async throws {
        let finding = try await look(timedate: timedate(true))
        #expect(
            finding
                == .pass(
                    LocalText(
                        "synchronised, Asia/Jakarta, time service on",
                        "tersinkron, Asia/Jakarta, layanan waktu aktif"
                    )
                )
        )
        #expect(try await look(.quick, kernel: true).detail.english == "synchronised, Asia/Jakarta")
    }

    @Test func anUnsynchronisedClockFailsWhereTheDayGoesByIt() async throws {
        let needed = try await look(kernel: true, timedate: timedate(false, ntp: false))
        #expect(needed.verdict == .fail)
        #expect(needed.detail.english == "the clock is not synchronised, time service off")
        #expect(try await look(isNeeded: false, timedate: timedate(false)).verdict == .warn)
        #expect(try await look(.quick, kernel: false).verdict == .fail)
        #expect(try await look(kernel: false).verdict == .fail)
    }

    @Test func whatNobodyTellsIsSaid() async throws {
        #expect(try await look().verdict == .warn)
        #expect(try await look(.quick).verdict == .skipped)
        let texts = ["run/systemd/timesync/synchronized": ""]
        #expect(try await look(.quick, texts: texts).verdict == .pass)
    }

    @Test func anotherZoneWarns() async throws {
        let finding = try await look(kernel: true, local: "../usr/share/zoneinfo/Etc/UTC")
        #expect(finding.verdict == .warn)
        #expect(finding.detail.english == "the PC's time zone is Etc/UTC, not Asia/Jakarta")
        #expect(finding.remedy?.english == "The administrator runs 'timedatectl set-timezone Asia/Jakarta'.")
        let both = try await look(timedate: timedate(false, zone: "Asia/Makassar"))
        #expect(both.verdict == .fail)
        #expect(both.detail.english.contains("; the PC's time zone is Asia/Makassar"))
        #expect(try await look(kernel: true, local: nil).verdict == .pass)
    }

    @Test func anotherNameOfTheSameZoneIsAsGood() async throws {
        let texts = ["usr/share/zoneinfo/Asia/Jakarta": "TZif7", "usr/share/zoneinfo/Local": "TZif7"]
        let local = "/usr/share/zoneinfo/Local"
        #expect(try await look(kernel: true, local: local, texts: texts).verdict == .pass)
        #expect(try await look(kernel: true, local: local).verdict == .warn)
    }
}

struct RTCProbeTests {
    private let now: Int64 = 1_780_000_000

    @Test func theBatteryClockIsJudged() {
        func verdict(_ time: Int64, local: Bool = false) -> CheckResult.Verdict {
            RTCFacts(time: time, system: now, keepsLocalTime: local).finding.verdict
        }
        #expect(verdict(now + 3) == .pass)
        #expect(verdict(now - 86_400) == .pass)
        #expect(verdict(now - 86_401) == .warn)
        #expect(verdict(now + 90_000) == .warn)
        #expect(verdict(1_000_000) == .warn)
        #expect(verdict(now + 15 * 86_400, local: true) == .warn)
        let empty = RTCFacts(time: 946_684_801, system: 946_684_803, keepsLocalTime: false).finding
        #expect(empty.detail.english == "the battery clock went back to 2000: its battery may be empty")
    }

    @Test func aZonesHoursAreLeftOut() {
        #expect(RTCFacts(time: now + 7 * 3_600 + 2, system: now, keepsLocalTime: true).difference == 2)
        #expect(RTCFacts(time: now + 7 * 3_600 - 2, system: now, keepsLocalTime: true).difference == -2)
        #expect(RTCFacts(time: now + 7 * 3_600, system: now, keepsLocalTime: false).difference == 25_200)
    }

    @Test func theKernelsFilesAreRead() async throws {
        let now = now
        try await FakePC.with { pc in
            let probe = RTCProbe(files: pc.files) { now }
            #expect(await probe.look(.full).verdict == .skipped)
            try pc.write("sys/class/rtc/rtc0/name", "rtc_cmos")
            #expect(await probe.look(.full).verdict == .warn)
            try pc.write("sys/class/rtc/rtc0/since_epoch", "\(now + 25_202)\n")
            #expect(await probe.look(.full).detail.english == "25202 s from the system's clock")
            try pc.write("etc/adjtime", "0.0 0 0.0\n0\nLOCAL\n")
            #expect(await probe.look(.full).detail.english == "2 s from the system's clock")
        }
    }
}
