import Dispatch
import Glibc
import ProcFS
import StationCore
import TraceSearch
import UnitMessages

/// Searches what vcd's own account can see of this PC for a drill's tokens: the folders that everybody may write to,
/// the homes, the logs, vcd's own folder, processes and shared memory.
struct LocalTraceSearch: Sendable {
    let paths: LocalPaths
    let account: ClientAccount
    let rawDevice: String?

    private static let folders = ["/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run", "/var/log", "/var/spool"]

    /// - Throws: `searchFailed` when the control tokens can't be planted or aren't seen.
    func run(for seed: DrillSeed) async throws(HostError) -> SearchReport {
        let found: SearchReport? = await withCheckedContinuation { continuation in
            // It reads for seconds without a pause: not on a thread that others wait for.
            DispatchQueue.global().async { continuation.resume(returning: search(for: seed)) }
        }
        guard let found else {
            throw HostError(
                .searchFailed,
                message: "The search is blind: it does not see the control tokens that it planted itself.",
                remedy: "The administrator makes room in \(paths.root), then 'vcctl drill' again."
            )
        }
        return found
    }

    private func search(for seed: DrillSeed) -> SearchReport? {
        guard let controls = ControlTokens(of: seed, in: paths.root) else { return nil }
        var search = TraceSearch(for: seed)
        search.searchFiles("files", below: FolderPlace.real(Self.folders + [paths.root] + homes))
        search.searchProcesses()
        search.searchSharedMemory()
        search.searchNetwork()
        if let rawDevice { search.searchDevice(rawDevice) }
        withExtendedLifetime(controls) {}
        guard search.controls >= ControlTokens.count else { return nil }
        return SearchReport(invocation: "", areas: search.areas, hits: search.hits)
    }

    private var homes: [String] {
        let own = getenv("HOME").map { String(cString: $0) }
        return (["/home", own].compactMap { $0 }).filter { $0 != "/" && !$0.isEmpty }
    }
}
