import FoundationEssentials
import Glibc
import ProcFS
import UnitMessages

/// Looks for anything that a visit left, anywhere on the PC. It goes by the visitor's account, which nothing but
/// visits uses, and by the home's own mounts; it knows nothing of how the wipe went.
struct Scan {
    private static let mostFindings = 50

    func run() throws(HelperError) {
        guard let invocation = getenv("INVOCATION_ID") else {
            throw HelperError("INVOCATION_ID is not set.", remedy: "Let systemd run it: 'vcctl wipe'.")
        }
        let visitor = try Visitor()
        let findings =
            ProcessScan(visitor: visitor).findings() + mounts() + OpenFileScan(devices: homeDevices()).findings()
            + (try FileScan(visitor: visitor).findings()) + IPCScan(visitor: visitor).findings() + journal()
        try ReportFile.write(
            ScanReport(
                invocation: String(cString: invocation),
                findings: Array(findings.prefix(Self.mostFindings))
            ),
            to: Places.scanReport
        )
    }

    /// Mounts of a home, in every mount namespace there is.
    private func mounts() -> [ScanReport.Finding] {
        var seen: Set<String> = []
        return ProcessTable.pids().flatMap { pid -> [ScanReport.Finding] in
            guard let namespace = ProcessTable.namespace("mnt", of: pid), seen.insert(namespace).inserted else {
                return []
            }
            return MountTable.mounts(of: pid).filter { $0.source == Places.mountSource }.map {
                .init(place: "mount", detail: "\($0.kind) of a home, held by \(ProcessTable.name(of: pid)) (\(pid))")
            }
        }
    }

    /// The devices of the last home that are no other mount's by now: the kernel gives their numbers out again.
    private func homeDevices() -> Set<String> {
        guard let data = try? Data(contentsOf: URL(filePath: Places.homeReport)),
            let report = try? JSONDecoder().decode(HomeReport.self, from: data)
        else { return [] }
        var others: Set<String> = []
        var seen: Set<String> = []
        for pid in ProcessTable.pids() {
            guard let namespace = ProcessTable.namespace("mnt", of: pid), seen.insert(namespace).inserted else {
                continue
            }
            others.formUnion(
                MountTable.mounts(of: pid).filter { $0.source != Places.mountSource }.map(\.device)
            )
        }
        return Set(report.devices).subtracting(others)
    }

    /// Journal files of the visits' log namespace (systemd-journald.service(8)): it stores nothing.
    private func journal() -> [ScanReport.Finding] {
        ["/var/log/journal", "/run/log/journal"].flatMap { root in
            DirectoryListing.names(in: root).filter { $0.hasSuffix(".vcd-visit") }
                .flatMap { DirectoryListing.names(in: "\(root)/\($0)") }
                .map { _ in .init(place: "journal", detail: "a journal file of the visits in \(root)") }
        }
    }
}
