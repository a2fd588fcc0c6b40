import StationCore
import Systemd
import Testing

@testable import Probes

struct PowerProbeTests {
    private func look(
        _ texts: [String: String],
        _ services: FakeServices = FakeServices(),
        _ depth: CheckTask.Depth = .full
    ) async throws -> CheckFinding {
        try await FakePC.with(texts) { await PowerProbe(files: $0.files, services: services).look(depth) }
    }

    private func laptop(mains: String, status: String, percent: Int) -> [String: String] {
        let folder = "sys/class/power_supply"
        return [
            "\(folder)/AC/type": "Mains\n", "\(folder)/AC/online": "\(mains)\n", "\(folder)/BAT0/type": "Battery\n",
            "\(folder)/BAT0/present": "1\n", "\(folder)/BAT0/status": "\(status)\n",
            "\(folder)/BAT0/capacity": "\(percent)\n", "\(folder)/mouse/type": "Battery\n",
            "\(folder)/mouse/scope": "Device\n", "\(folder)/mouse/status": "Discharging\n",
            "\(folder)/mouse/capacity": "3\n",
        ]
    }

    private func upower(_ device: [String: BusValue]) -> FakeServices {
        FakeServices(
            answers: ["EnumerateDevices": [.array(of: "o", [.objectPath("/devices/ups")])]],
            objects: ["/devices/ups": device]
        )
    }

    @Test func batteriesAreJudged() async throws {
        let plugged = try await look(laptop(mains: "1", status: "Not charging", percent: 60))
        #expect(plugged == .pass(LocalText("mains power, battery 60 %", "listrik tersambung, baterai 60 %")))
        let unplugged = try await look(laptop(mains: "0", status: "Discharging", percent: 20), FakeServices(), .quick)
        #expect(unplugged.verdict == .warn)
        #expect(unplugged.detail.english == "on battery 20 %")
        #expect(try await look(laptop(mains: "0", status: "Discharging", percent: 19)).verdict == .fail)
    }

    @Test func aPCWithoutReserveIsSkipped() async throws {
        let finding = try await look([:])
        #expect(finding == .skipped(LocalText("a PC without battery or UPS", "komputer tanpa baterai atau UPS")))
        let mains = ["sys/class/power_supply/AC/type": "Mains\n", "sys/class/power_supply/AC/online": "1\n"]
        #expect(try await look(mains).detail.english == "mains power")
    }

    @Test func aUPSIsAskedByUPower() async throws {
        func ups(_ state: UInt32, _ percent: Double, _ seconds: Int64) -> FakeServices {
            upower([
                "Type": .uint32(3), "State": .uint32(state), "Percentage": .double(percent),
                "TimeToEmpty": .int64(seconds),
            ])
        }
        #expect(try await look([:], ups(4, 100, 0)).detail.english == "mains power, UPS 100 %")
        let discharging = try await look([:], ups(2, 80, 1_860))
        #expect(discharging.verdict == .warn)
        #expect(discharging.detail.english == "the mains failed, on the UPS 80 %, 31 min left")
        #expect(try await look([:], ups(2, 80, 899)).verdict == .fail)
        #expect(try await look([:], ups(2, 19, 0)).verdict == .fail)
        #expect(try await look([:], ups(2, 19, 0), .quick).verdict == .skipped)
        let battery = upower(["Type": .uint32(2), "State": .uint32(2), "Percentage": .double(3)])
        #expect(try await look([:], battery).verdict == .skipped)
    }
}
