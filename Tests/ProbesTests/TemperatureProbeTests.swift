import StationCore
import Testing

@testable import Probes

struct TemperatureProbeTests {
    private func verdict(_ degrees: Int64, critical: Int64? = nil, high: Int64? = nil) -> CheckResult.Verdict {
        let sensor = Sensor(
            name: "cpu",
            milli: degrees * 1_000,
            criticalMilli: critical.map { $0 * 1_000 },
            highMilli: high.map { $0 * 1_000 }
        )
        return TemperatureProbe.finding([sensor].compactMap { $0 }).verdict
    }

    @Test func heatIsJudged() {
        #expect(verdict(85) == .pass)
        #expect(verdict(86) == .warn)
        #expect(verdict(95) == .warn)
        #expect(verdict(96) == .fail)
        #expect(verdict(74, critical: 80) == .pass)
        #expect(verdict(75, critical: 80) == .fail)
        #expect(verdict(71, high: 70) == .warn)
        #expect(verdict(70, high: 70) == .pass)
        #expect(verdict(60, critical: 0) == .pass)
    }

    @Test func whatNoSensorTellsIsNoTemperature() {
        for degrees: Int64 in [-128, 0, 127] { #expect(verdict(degrees) == .skipped, "\(degrees)") }
        #expect(TemperatureProbe.finding([]).verdict == .skipped)
    }

    @Test func zonesAndChipsAreRead() async throws {
        let zone = "sys/class/thermal/thermal_zone0"
        let chip = "sys/class/hwmon/hwmon1"
        let texts = [
            "\(zone)/type": "x86_pkg_temp\n", "\(zone)/temp": "52000\n", "\(zone)/trip_point_0_type": "passive\n",
            "\(zone)/trip_point_0_temp": "40000\n", "\(zone)/trip_point_1_type": "critical\n",
            "\(zone)/trip_point_1_temp": "105000\n", "sys/class/thermal/cooling_device0/type": "Processor\n",
            "\(chip)/name": "nvme\n", "\(chip)/temp1_input": "61850\n", "\(chip)/temp1_label": "Composite\n",
            "\(chip)/temp1_crit": "84850\n", "\(chip)/temp1_max": "81850\n", "\(chip)/temp2_input": "\n",
        ]
        try await FakePC.with(texts) { pc in
            let sensors = Sensor.all(pc.files)
            #expect(sensors.map(\.name) == ["x86_pkg_temp", "nvme Composite"])
            #expect(sensors.map(\.critical) == [105, 84.85])
            #expect(sensors.map(\.high) == [nil, 81.85])
            let finding = await TemperatureProbe(files: pc.files).look(.quick)
            #expect(finding == .pass(.same("nvme Composite 62 °C (max 85 °C)")))
        }
    }
}
