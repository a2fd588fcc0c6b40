import Glibc
import StationCore
import Systemd
import TestSupport
import Testing

@testable import Probes

struct DiskProbeTests {
    private func verdict(
        _ megabytes: Int64,
        of total: Int64,
        files: Int64? = nil,
        isReadOnly: Bool = false,
        _ health: DriveHealth = .notKnown
    ) -> CheckResult.Verdict {
        let space = DiskSpace(free: megabytes * 1_000_000, total: total * 1_000_000, freeFiles: files)
        return DiskProbe.finding(space, isReadOnly: isReadOnly, health).verdict
    }

    @Test func roomIsJudged() {
        #expect(verdict(49, of: 100_000) == .fail)
        #expect(verdict(50, of: 100_000) == .warn)
        #expect(verdict(4_999, of: 100_000) == .warn)
        #expect(verdict(5_000, of: 100_000) == .pass)
        #expect(verdict(499, of: 1_000) == .warn)
        #expect(verdict(500, of: 1_000) == .pass)
        #expect(verdict(5_000, of: 10_000, files: 99) == .fail)
        #expect(verdict(5_000, of: 10_000, files: 999) == .warn)
        #expect(verdict(5_000, of: 10_000, files: 1_000) == .pass)
        #expect(verdict(5_000, of: 10_000, isReadOnly: true) == .fail)
        #expect(verdict(5_000, of: 10_000, .good) == .pass)
        #expect(verdict(5_000, of: 10_000, .failing(["X"])) == .fail)
    }

    @Test func allThatIsWrongIsSaid() {
        let space = DiskSpace(free: 60_000_000, total: 100_000_000_000, freeFiles: nil)
        let finding = DiskProbe.finding(space, isReadOnly: true, .failing(["ACME 1"]))
        #expect(
            finding.detail.english
                == "the disk takes no writes any more: it may be failing; the disk says that it is failing: ACME 1; "
                + "only 60 MB free on the disk (0 %)"
        )
        #expect(finding.remedy?.english.contains("replaces the disk. Call the administrator") == true)
    }

    @Test func healthIsReadFromUDisks() async {
        func drive(_ ata: [String: BusValue], model: String = "ACME 1") -> BusValue {
            .array(
                of: "{sa{sv}}",
                [
                    .entry(.string("org.freedesktop.UDisks2.Drive"), .dictionary(["Model": .string(model)])),
                    .entry(.string("org.freedesktop.UDisks2.Drive.Ata"), .dictionary(ata)),
                ]
            )
        }
        func health(_ objects: [BusValue]) async -> DriveHealth {
            let entries = objects.enumerated().map { BusValue.entry(.objectPath("/drives/d\($0)"), $1) }
            return await DriveHealth.asked(
                of: FakeServices(answers: ["GetManagedObjects": [.array(of: "{oa{sa{sv}}}", entries)]])
            )
        }
        let told: [String: BusValue] = ["SmartEnabled": .bool(true), "SmartUpdated": .uint64(1_700_000_000)]
        let good = drive(told.merging(["SmartFailing": .bool(false)]) { $1 })
        let bad = drive(told.merging(["SmartFailing": .bool(true)]) { $1 }, model: "")
        #expect(await health([good]) == .good)
        #expect(await health([good, bad]) == .failing(["d1"]))
        #expect(await health([drive(["SmartEnabled": .bool(true), "SmartUpdated": .uint64(0)])]) == .notKnown)
        #expect(await health([drive(["SmartEnabled": .bool(false), "SmartFailing": .bool(true)])]) == .notKnown)
        #expect(await DriveHealth.asked(of: FakeServices()) == .notKnown)

        func nvme(_ warnings: [String]) -> BusValue {
            let values: [String: BusValue] = [
                "SmartUpdated": .uint64(1), "SmartCriticalWarning": .array(of: "s", warnings.map { .string($0) }),
            ]
            return .array(
                of: "{sa{sv}}",
                [.entry(.string("org.freedesktop.UDisks2.NVMe.Controller"), .dictionary(values))]
            )
        }
        #expect(await health([nvme([])]) == .good)
        #expect(await health([nvme(["spare"])]) == .failing(["d0"]))
    }

    @Test func theMountOfAPathIsFound() async throws {
        let table = """
            27 1 254:0 / / rw,relatime - ext4 /dev/root rw
            30 27 0:30 / /var ro,relatime - tmpfs a rw
            31 27 0:31 / /var/lib/a\\040b ro,relatime - tmpfs b rw,size=4k
            32 30 0:32 / /var rw,relatime - ext4 c ro,errors=remount-ro
            """
        try await FakePC.with(["proc/self/mountinfo": table]) { pc in
            #expect(pc.files.mount(of: "/etc")?.source == "/dev/root")
            #expect(pc.files.mount(of: "/various")?.source == "/dev/root")
            // Read-only for this process alone, as in a sandbox.
            #expect(pc.files.mount(of: "/var/lib/a b/c")?.isReadOnly == false)
            #expect(pc.files.mount(of: "/var/lib")?.source == "c")
            #expect(pc.files.mount(of: "/var")?.isReadOnly == true)
        }
    }

    @Test func thisPCsDiskCanBeLookedAt() async {
        let finding = await DiskProbe(state: "/no/such/folder", files: PCFiles(), services: FakeServices()).look(.full)
        #expect(finding.verdict != .skipped)
        #expect(!finding.detail.english.contains("cannot be looked at"))
    }

    /// A disk of some megabytes: only root may make one.
    @Test(.enabled(if: getuid() == 0 && MountedDisk.isAllowed))
    func aFullAndAReadOnlyDiskAreTold() async throws {
        let disk = try MountedDisk(options: "size=8m,nr_inodes=50")
        defer { disk.remove() }
        let probe = DiskProbe(state: disk.path + "/state", files: PCFiles(), services: FakeServices())
        let small = await probe.look(.full)
        #expect(small.verdict == .fail)
        #expect(small.detail.english.contains("only 8 MB free on the disk (100 %)"))
        #expect(small.detail.english.contains("the disk can take only 4"))
        try disk.fill()
        #expect(await probe.look(.full).detail.english.contains("only 0 MB free on the disk (0 %)"))
        #expect(!(await probe.look(.full).detail.english.contains("no writes")))
        try disk.makeReadOnly()
        #expect(await probe.look(.full).detail.english.contains("the disk takes no writes any more"))
    }
}
