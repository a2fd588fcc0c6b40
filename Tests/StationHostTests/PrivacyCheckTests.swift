import Glibc
import TestSupport
import Testing

@testable import StationHost

/// The check against folders that stand for PCs.
@Suite struct PrivacyCheckTests {
    private func concerns(_ files: [String: String]) throws -> [String] {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        for (path, text) in files {
            var made = folder.path
            for part in path.split(separator: "/").dropLast() {
                made += "/\(part)"
                mkdir(made, 0o755)
            }
            try folder.write(path, text)
        }
        let found = PrivacyCheck(root: folder.path).concerns()
        #expect(found.allSatisfy { !$0.remedy.isEmpty })
        return found.map(\.detail)
    }

    private let good = [
        "proc/swaps": "Filename Type Size Used Priority\n", "proc/cmdline": "quiet init_on_free=1\n",
        "sys/power/state": "freeze mem\n", "proc/sys/kernel/core_pattern": "|/bin/false\n",
    ]

    private func changed(_ path: String, _ text: String) -> [String: String] {
        good.merging([path: text]) { $1 }
    }

    @Test func aGoodPCHasNoConcern() throws { #expect(try concerns(good).isEmpty) }

    @Test func swapIsTold() throws {
        let heading = "Filename Type Size Used Priority\n"
        #expect(
            try concerns(changed("proc/swaps", heading + "/dev/sda2 partition 1 0 -2\n")) == [
                "swap without encryption on /dev/sda2"
            ]
        )
        #expect(try concerns(changed("proc/swaps", heading + "/dev/zram0 partition 1 0 100\n")).isEmpty)
        var encrypted = changed("proc/swaps", heading + "/dev/dm-1 partition 1 0 -2\n")
        encrypted["sys/block/dm-1/dm/uuid"] = "CRYPT-PLAIN-swap\n"
        #expect(try concerns(encrypted).isEmpty)
    }

    @Test func hibernationIsTold() throws {
        var files = changed("sys/power/state", "freeze mem disk\n")
        #expect(try concerns(files) == ["the PC may hibernate"])
        files["usr/lib/systemd/sleep.conf.d/50-vcd.conf"] = "[Sleep]\nAllowHibernation=no\n"
        #expect(try concerns(files).isEmpty)
    }

    @Test func memoryThatKeepsItsContentsIsTold() throws {
        #expect(try concerns(changed("proc/cmdline", "quiet\n")) == ["memory that was given back is not cleared"])
    }

    @Test func crashReportersAreTold() throws {
        let pattern = "|/usr/lib/systemd/systemd-coredump %P\n"
        #expect(
            try concerns(changed("proc/sys/kernel/core_pattern", pattern)) == [
                "crashes are handed to /usr/lib/systemd/systemd-coredump"
            ]
        )
        #expect(try concerns(changed("proc/sys/kernel/core_pattern", "core\n")).isEmpty)
    }
}
