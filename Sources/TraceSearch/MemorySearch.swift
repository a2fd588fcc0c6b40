import Glibc
import ProcFS

extension TraceSearch {
    private static let largestRegion: UInt64 = 8 << 30

    /// Searches what processes have written to their memory (proc_pid_mem(5)); the searcher itself is left out, since it
    /// holds the tokens that it looks for.
    public mutating func searchProcesses() {
        measure("process memory", note: "without the searcher itself") { search, progress in
            for pid in ProcessTable.pids() where pid != getpid() {
                progress.items += 1
                search.searchMemory(of: pid, &progress)
            }
        }
    }

    private mutating func searchMemory(of pid: pid_t, _ progress: inout Progress) {
        let maps = ProcessTable.read("/proc/\(pid)/maps")
        // A kernel thread has none, and neither has a process that has just ended.
        guard !maps.isEmpty else { return }
        let memory = open("/proc/\(pid)/mem", O_RDONLY | O_CLOEXEC)
        guard memory >= 0 else {
            if errno != ENOENT { progress.unseen += 1 }
            return
        }
        defer { close(memory) }
        let place = "the memory of \(ProcessTable.name(of: pid)) (\(pid))"
        for line in maps.split(separator: "\n") {
            guard let range = Self.writtenRegion(line) else { continue }
            guard UInt64(range.count) <= Self.largestRegion else {
                progress.unseen += 1
                continue
            }
            // A region may be gone by now, with what was in it.
            _ = search(memory, range, at: place, &progress)
        }
    }

    /// The region of a line of proc_pid_maps(5), if something can have been written there.
    private static func writtenRegion(_ line: Substring) -> Range<UInt64>? {
        let fields = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
        guard fields.count > 4, fields[1].hasPrefix("r"), let dash = fields[0].firstIndex(of: "-"),
            let start = UInt64(fields[0][..<dash], radix: 16),
            let end = UInt64(fields[0][fields[0].index(after: dash)...], radix: 16), start < end
        else { return nil }
        let isPlainFile = fields[4] != "0" && !fields[1].contains("w")
        let isKernels = fields.count > 5 && fields[5].hasPrefix("[v")
        return isPlainFile || isKernels ? nil : start..<end
    }

    /// Searches the System V segments that there are (proc_sysvipc(5), shmat(2)).
    public mutating func searchSharedMemory() {
        measure("System V shared memory") { search, progress in
            let lines = ProcessTable.read("/proc/sysvipc/shm").split(separator: "\n").map { $0.split(separator: " ") }
            guard let titles = lines.first, let id = titles.firstIndex(of: "shmid"),
                let size = titles.firstIndex(of: "size")
            else {
                progress.unseen += 1
                return
            }
            for fields in lines.dropFirst() where fields.count == titles.count {
                guard let number = Int32(fields[id]), let length = Int(fields[size]),
                    let address = shmat(number, nil, SHM_RDONLY), Int(bitPattern: address) != -1
                else {
                    progress.unseen += 1
                    continue
                }
                progress.items += 1
                search.search(UnsafeRawBufferPointer(start: address, count: length), at: "segment \(number)", &progress)
                shmdt(address)
            }
        }
    }
}
