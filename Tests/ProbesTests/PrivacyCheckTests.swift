import StationCore
import Testing

@testable import Probes

/// The check against folders that stand for PCs.
@Suite struct PrivacyCheckTests {
    private func concerns(_ files: [String: String]) async throws -> [String] {
        try await FakePC.with(files) { pc in
            let found = PrivacyCheck(files: pc.files).concerns()
            #expect(found.allSatisfy { !$0.remedy.english.isEmpty && !$0.remedy.indonesian.isEmpty })
            return found.map(\.detail.english)
        }
    }

    private let good = [
        "proc/swaps": "Filename Type Size Used Priority\n", "proc/cmdline": "quiet init_on_free=1\n",
        "sys/power/state": "\n", "proc/sys/kernel/core_pattern": "|/bin/false\n",
    ]

    private func changed(_ path: String, _ text: String) -> [String: String] {
        good.merging([path: text]) { $1 }
    }

    @Test func aGoodPCHasNoConcern() async throws { #expect(try await concerns(good).isEmpty) }

    @Test func memoryThatIsNotClearedIsTold() async throws {
        func remedy(_ files: [String: String]) async throws -> String? {
            try await FakePC.with(files) { PrivacyCheck(files: $0.files).concerns().first?.remedy.english }
        }
        let plain = changed("proc/cmdline", "quiet\n")
        #expect(try await concerns(plain) == ["memory that was given back is not cleared"])
        #expect(try await remedy(plain)?.contains("adds init_on_free=1 to the kernel's command line") == true)
        // The package has set it, and the PC was not restarted since.
        let set = plain.merging(["etc/default/grub.d/vcd.cfg": ""]) { $1 }
        #expect(try await remedy(set)?.hasPrefix("Restart the PC") == true)
    }

    @Test func swapIsTold() async throws {
        let heading = "Filename Type Size Used Priority\n"
        #expect(
            try await concerns(changed("proc/swaps", heading + "/dev/sda2 partition 1 0 -2\n")) == [
                "swap without encryption on /dev/sda2"
            ]
        )
        #expect(try await concerns(changed("proc/swaps", heading + "/dev/zram0 partition 1 0 100\n")).isEmpty)
        var encrypted = changed("proc/swaps", heading + "/dev/dm-1 partition 1 0 -2\n")
        encrypted["sys/block/dm-1/dm/uuid"] = "CRYPT-PLAIN-swap\n"
        #expect(try await concerns(encrypted).isEmpty)
    }

    @Test func hibernationIsTold() async throws {
        var files = changed("sys/power/state", "disk\n")
        #expect(try await concerns(files) == ["the PC may hibernate"])
        files["usr/lib/systemd/sleep.conf.d/50-vcd.conf"] = "[Sleep]\nAllowHibernation=no\n"
        #expect(try await concerns(files).isEmpty)
    }

    @Test func memoryThatKeepsItsContentsIsTold() async throws {
        #expect(try await concerns(changed("proc/cmdline", "quiet\n")) == ["memory that was given back is not cleared"])
    }

    @Test func whatCannotBeReadIsNoGoodSign() async throws {
        var files = good
        files["proc/sys/kernel/core_pattern"] = nil
        #expect(try await concerns(files) == ["the kernel's settings cannot be read"])
    }

    @Test func crashReportersAreTold() async throws {
        let pattern = "|/usr/lib/systemd/systemd-coredump %P\n"
        #expect(
            try await concerns(changed("proc/sys/kernel/core_pattern", pattern)) == [
                "crashes are handed to /usr/lib/systemd/systemd-coredump"
            ]
        )
        #expect(try await concerns(changed("proc/sys/kernel/core_pattern", "core\n")).isEmpty)
    }

    @Test func encryptedVolumesAndFilesAreSeen() async throws {
        let heading = "Filename Type Size Used Priority\n"
        var volume = changed("proc/swaps", heading + "/dev/dm-2 partition 1 0 -2\n")
        volume["sys/block/dm-2/dm/uuid"] = "LVM-swap\n"
        volume["sys/block/dm-2/slaves/dm-0/dev"] = "253:0\n"
        #expect(try await concerns(volume).count == 1)
        volume["sys/block/dm-0/dm/uuid"] = "CRYPT-LUKS2-disk\n"
        #expect(try await concerns(volume).isEmpty)
        var file = changed("proc/swaps", heading + "/swapfile file 1 0 -2\n")
        file["proc/self/mountinfo"] = "27 1 253:0 / / rw,relatime - ext4 /dev/mapper/root rw\n"
        #expect(try await concerns(file) == ["swap without encryption on /swapfile"])
        file["sys/dev/block/253:0/dm/uuid"] = "CRYPT-LUKS2-root\n"
        file["sys/block/253:0/dm/uuid"] = "CRYPT-LUKS2-root\n"
        #expect(try await concerns(file).isEmpty)
        var written = changed("proc/swaps", heading + "/dev/zram0 partition 1 0 100\n")
        written["sys/block/zram0/backing_dev"] = "/dev/sda3\n"
        #expect(try await concerns(written).count == 1)
    }

    @Test func sleepIsTold() async throws {
        var files = changed("sys/power/state", "freeze mem\n")
        #expect(try await concerns(files) == ["the PC may go to sleep"])
        files["usr/lib/systemd/sleep.conf.d/50-vcd.conf"] = "#AllowSuspend=yes\n[Sleep]\nAllowSuspend = no\n"
        #expect(try await concerns(files).isEmpty)
        files["etc/systemd/sleep.conf.d/90-local.conf"] = "[Sleep]\nAllowSuspend=yes\n"
        #expect(try await concerns(files) == ["the PC may go to sleep"])
        files["etc/systemd/sleep.conf.d/90-local.conf"] = "[Sleep]\n#AllowSuspend=yes\n"
        #expect(try await concerns(files).isEmpty)
        files["etc/systemd/sleep.conf.d/50-vcd.conf"] = "# in the place of the package's\n"
        #expect(try await concerns(files) == ["the PC may go to sleep"])
    }

    @Test func aMaskedTargetIsNoSleep() async throws {
        try await FakePC.with(changed("sys/power/state", "mem disk\n")) { pc in
            #expect(PrivacyCheck(files: pc.files).concerns().map(\.weight) == [.fails, .warns])
            pc.link("etc/systemd/system/hibernate.target", to: "/dev/null")
            #expect(PrivacyCheck(files: pc.files).concerns().map(\.weight) == [.warns])
            pc.link("etc/systemd/system/sleep.target", to: "/dev/null")
            #expect(PrivacyCheck(files: pc.files).concerns().isEmpty)
        }
    }
}
