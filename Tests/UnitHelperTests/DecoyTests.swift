import CLinux
import Glibc
import ProcFS
import TestSupport
import Testing

/// What a scan under systemd plants to prove that it sees.
@Suite struct DecoyTests {
    private static let nobody: UInt32 = 65_534

    @Test(.enabled(if: geteuid() == 0, "it takes another account's name"))
    func itsSegmentEndsWithItThoughTheScanIsKilled() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        #expect(chmod(folder.path, 0o777) == 0)
        let copy = strdup(folder.path)
        defer { free(copy) }
        let places = [UnsafePointer(copy), nil]
        var decoy = vcd_decoy()
        let name = ".vcd-decoy-\(getpid())"
        let result = vcd_decoy_start(&decoy, Self.nobody, Self.nobody, "vcd-test", places, name)
        defer { vcd_decoy_stop(&decoy, Self.nobody, Self.nobody, places, name) }
        #expect(result == 0)
        let isPlanted = decoy.device.0 != CChar(UInt8(ascii: "!"))
        try #require(isPlanted)
        #expect(segments(of: decoy.pid) == 1)
        kill(decoy.pid, SIGKILL)
        #expect(waitpid(decoy.pid, nil, 0) == decoy.pid)
        #expect(segments(of: decoy.pid) == 0)
    }

    /// How many segments of System V a process has made that are still there.
    private func segments(of process: pid_t) -> Int {
        let lines = ProcessTable.read("/proc/sysvipc/shm").split(separator: "\n").map { $0.split(separator: " ") }
        guard let creator = lines.first?.firstIndex(of: "cpid") else { return -1 }
        return lines.dropFirst().count { $0[creator] == "\(process)" }
    }
}
