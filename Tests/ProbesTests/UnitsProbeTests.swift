import StationCore
import Systemd
import Testing

@testable import Probes

struct UnitsProbeTests {
    private func look(_ failed: [String]?, installed: String = "1.0", systemd: Bool = true) async throws -> CheckFinding
    {
        try await FakePC.with { pc in
            if systemd { pc.makeFolder("run/systemd/system") }
            let units = failed.map { BusValue.units($0.map { .unit($0, "failed") }) }
            let services = FakeServices(answers: units.map { ["ListUnitsByPatterns": [$0]] } ?? [:])
            let probe = UnitsProbe(running: "1.0", installed: installed, files: pc.files, services: services)
            return await probe.look(.quick)
        }
    }

    @Test func failedUnitsAreJudged() async throws {
        #expect(try await look([]).detail.english == "no unit failed, vcd 1.0, no watchdog")
        let useful = try await look(["seatd.service"])
        #expect(useful.verdict == .warn)
        #expect(useful.remedy?.english.contains("'systemctl status seatd.service'") == true)
        let vital = try await look(["chrony.service", "systemd-logind.service"])
        #expect(vital.verdict == .fail)
        #expect(vital.detail.english == "systemd-logind.service has failed; chrony.service has failed")
        for unit in ["dbus.service", "polkit.service", "systemd-udevd.service", "systemd-journald.service"] {
            #expect(try await look([unit]).verdict == .fail, "\(unit)")
        }
    }

    @Test func anUpgradeIsTold() async throws {
        let finding = try await look([], installed: "1.1")
        #expect(finding.verdict == .warn)
        #expect(finding.detail.english == "vcd was upgraded while it ran: 1.0 runs, 1.1 is installed")
        #expect(try await look([], installed: "1.1", systemd: false).verdict == .warn)
        #expect(try await look(["dbus.service"], installed: "1.1").verdict == .fail)
    }

    @Test func theWatchdogIsTold() async throws {
        try await FakePC.with(["sys/class/watchdog/watchdog0/identity": "iTCO_wdt\n"]) { pc in
            pc.makeFolder("run/systemd/system")
            let services = FakeServices(answers: ["ListUnitsByPatterns": [.units([])]])
            let probe = UnitsProbe(running: "1.0", installed: "1.0", files: pc.files, services: services)
            #expect(await probe.look(.full).detail.english == "no unit failed, vcd 1.0, watchdog iTCO_wdt is not used")
            try pc.write("sys/class/watchdog/watchdog0/state", "active\n")
            try pc.write("sys/class/watchdog/watchdog0/timeout", "60\n")
            let told = "no unit failed, vcd 1.0, watchdog iTCO_wdt resets after 60 s"
            #expect(await probe.look(.full).detail.english == told)
        }
    }

    @Test func withoutSystemdThereIsNothingToLookAt() async throws {
        #expect(try await look(nil, systemd: false).verdict == .skipped)
        #expect(try await look(nil).verdict == .fail)
    }
}

struct PrivacyProbeTests {
    private let good = ["proc/cmdline": "init_on_free=1\n", "proc/sys/kernel/core_pattern": "core\n"]

    private func look(_ texts: [String: String], _ units: [BusValue]? = nil) async throws -> CheckFinding {
        try await FakePC.with(good.merging(texts) { $1 }) { pc in
            let services = FakeServices(answers: units.map { ["ListUnitsByNames": [.units($0)]] } ?? [:])
            return await PrivacyProbe(files: pc.files, services: services).look(.full)
        }
    }

    @Test func servicesThatRunAreTold() async throws {
        let off: [BusValue] = [.unit("cups.service", "inactive"), .unit("bluetooth.service", "failed")]
        #expect(try await look([:], off).verdict == .pass)
        let on: [BusValue] = [.unit("cups.socket", "active"), .unit("bluetooth.service", "activating")]
        let finding = try await look([:], on)
        #expect(finding.verdict == .warn)
        #expect(finding.detail == LocalText("printing is on; Bluetooth is on", "layanan cetak aktif; Bluetooth aktif"))
    }

    @Test func withoutABusTheirTracesAreLookedFor() async throws {
        #expect(try await look([:]).verdict == .pass)
        #expect(try await look(["run/cups/cups.sock": ""]).detail.english == "printing is on")
        #expect(try await look(["sys/class/bluetooth/hci0/type": ""]).detail.english == "Bluetooth is on")
        // Systemd knows better.
        #expect(try await look(["sys/class/bluetooth/hci0/type": ""], []).verdict == .pass)
    }

    @Test func theWorstDecidesAndComesFirst() async throws {
        let finding = try await look([
            "proc/cmdline": "quiet\n", "proc/sys/kernel/core_pattern": "|/usr/bin/report %p\n",
        ])
        #expect(finding.verdict == .fail)
        #expect(
            finding.detail.english
                == "crashes are handed to /usr/bin/report; memory that was given back is not cleared"
        )
        #expect(try await look(["proc/cmdline": "quiet\n"]).verdict == .warn)
    }
}
