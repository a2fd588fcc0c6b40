import Firewall
import ProcFS
import UnitMessages

/// Looks for the network namespace of a visit: what waits in it to be sent, and what it knows of others, is gone when the
/// kernel has freed it, and not before.
struct NetworkScan {
    func look() throws(HelperError) -> Sighting {
        let links = NetworkLinks.ofPC()
        // Every namespace has this one.
        guard links.contains("lo") else { throw Eyesight.blind("the PC's network cannot be looked at") }
        let left = links.filter { [VisitNetwork.link, VisitNetwork.canary].contains($0) }
        var findings = left.isEmpty ? [] : [Self.finding("the kernel still holds the network of a visit")]
        let known = Self.connections(in: ProcessTable.read("/proc/1/net/nf_conntrack"))
        if known > 0 { findings.append(Self.finding("the PC still knows \(known) connections of a visit")) }
        return Sighting(findings: findings, searched: [.init(place: "network", count: links.count)])
    }

    private static func finding(_ detail: String) -> ScanReport.Finding { .init(place: "network", detail: detail) }

    /// - Parameter text: of `/proc/net/nf_conntrack`, which not every kernel has.
    static func connections(in text: String) -> Int {
        text.split(separator: "\n").count { line in
            line.split(separator: " ").contains { $0 == "src=\(VisitNetwork.visit4)" || $0 == "src=\(expanded)" }
        }
    }

    /// As the kernel writes it there: all groups, with their zeros.
    private static let expanded = "fd76:6364:0000:0000:0000:0000:0000:0006"
}
