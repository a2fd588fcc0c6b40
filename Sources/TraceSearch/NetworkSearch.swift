import Glibc
import ProcFS

extension TraceSearch {
    /// What the kernel tells of sockets and neighbours, of each network namespace that a process is in (proc_net(5)).
    private static let tables = ["unix", "tcp", "tcp6", "udp", "udp6", "raw", "arp", "netlink"]

    public mutating func searchNetwork() {
        measure("network") { search, progress in
            var seen: Set<String> = []
            for pid in ProcessTable.pids() {
                guard let namespace = ProcessTable.namespace("net", of: pid), seen.insert(namespace).inserted else {
                    continue
                }
                for table in Self.tables {
                    let text = Array(ProcessTable.read("/proc/\(pid)/net/\(table)").utf8)
                    if !text.isEmpty { progress.items += 1 }
                    text.withUnsafeBytes { search.search($0, at: "the network's table of \(table)", &progress) }
                }
            }
        }
    }
}
