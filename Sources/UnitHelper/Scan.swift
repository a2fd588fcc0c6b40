import Glibc
import ProcFS
import StationCore
import UnitMessages

/// Looks for anything that a visit left, anywhere on the PC. It goes by the visitor's account, which nothing but
/// visits uses, and by the home's own mounts; it knows nothing of how the wipe went. What it can't look at is never
/// clean, and it proves each time that it sees.
struct Scan {
    let depth: ScanDepth

    private static let mostFindings = 50

    func run() throws(HelperError) {
        guard let invocation = getenv("INVOCATION_ID") else {
            throw HelperError("INVOCATION_ID is not set.", remedy: "Let systemd run it: 'vcctl wipe'.")
        }
        try Eyesight.requireWholeView()
        let visitor = try Visitor()
        let decoy = try Decoy(as: visitor)
        let sighting: Sighting
        do throws(HelperError) {
            sighting = try look(for: visitor, decoy)
        } catch {
            decoy.remove()
            throw error
        }
        decoy.remove()
        let missed = decoy.expected.filter { !sighting.decoy.contains($0) }
        guard missed.isEmpty else {
            throw Eyesight.blind("it does not see its own decoy (\(missed.joined(separator: ", ")))")
        }
        try ReportFile.write(
            ScanReport(
                invocation: String(cString: invocation),
                findings: Array(sighting.findings.prefix(Self.mostFindings)),
                searched: sighting.searched
            ),
            to: Places.scanReport
        )
    }

    private func look(for visitor: Visitor, _ decoy: Decoy) throws(HelperError) -> Sighting {
        let views = MountTable.inEveryNamespace()
        let proof = MemoryProof(
            home: ReportFile.read(Places.homeReport),
            destroyed: ReportFile.read(Places.memoryReport),
            others: Set(views.flatMap(\.mounts).filter { $0.source != Places.mountSource }.map(\.device))
        )
        let openFiles = OpenFileScan(
            views: views,
            unproven: proof.unproven,
            visitor: visitor,
            decoy: decoy.pid,
            decoyDevice: decoy.device
        )
        let mounts = MountScan(views: views, proof: proof, decoy: decoy.pid, decoyDevice: decoy.device)
        // Who holds something comes first: what is told of the scan in short is its first findings.
        return Sighting(findings: proof.findings) + openFiles.look()
            + (try ProcessScan(visitor: visitor, decoy: decoy.pid).look()) + mounts.look()
            + (try FileScan(visitor: visitor, decoy: decoy.places, depth: depth).look())
            + CoreDumpScan(visitor: visitor).look()
            + (try IPCScan(visitor: visitor, decoy: decoy.pid).look()) + (try NetworkScan().look())
            + JournalScan().look()
    }
}
