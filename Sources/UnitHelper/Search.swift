import FoundationEssentials
import Glibc
import ProcFS
import Systemd
import TraceSearch
import UnitMessages

/// Looks everywhere for the tokens of the drill whose seed was made with the present home.
struct Search {
    /// Whether the devices that root's configuration names are searched byte by byte as well.
    let isRaw: Bool

    func run() throws(HelperError) {
        guard let invocation = getenv("INVOCATION_ID") else {
            throw HelperError("INVOCATION_ID is not set.", remedy: "Let systemd run it: 'vcctl drill'.")
        }
        try Eyesight.requireWholeView()
        _ = try RootFolder(Places.results)
        guard let data = try? Data(contentsOf: URL(filePath: Places.seed)),
            let seed = try? JSONDecoder().decode(DrillSeed.self, from: data),
            let controls = ControlTokens(of: seed, in: Places.results)
        else {
            throw HelperError("There is no seed in \(Places.seed) to search for.", remedy: "Run 'vcctl drill' again.")
        }
        var search = TraceSearch(for: seed)
        search.searchFiles("files", below: ["/"])
        search.searchOtherNamespaces()
        search.searchProcesses()
        search.searchSharedMemory()
        search.searchNetwork()
        search.searchJournal(since: Self.age(of: Places.seed))
        for device in isRaw ? try devices() : [] { search.searchDevice(device) }
        withExtendedLifetime(controls) {}
        guard search.controls >= ControlTokens.count else {
            throw HelperError(
                "The search is blind: it does not see the control tokens that it planted itself.",
                remedy: "The administrator removes what was changed in vcd-search.service: 'systemctl revert'."
            )
        }
        try ReportFile.write(
            SearchReport(invocation: String(cString: invocation), areas: search.areas, hits: search.hits),
            to: Places.searchReport
        )
    }

    private func devices() throws(HelperError) -> [String] {
        let configuration = try HelperConfiguration.load()
        for device in configuration.drill.raw {
            var status = stat()
            guard stat(device, &status) == 0, status.st_mode & S_IFMT == S_IFBLK else {
                throw HelperError(
                    "\(device) is no block device.",
                    remedy: "The administrator corrects [drill] raw in vcd.toml."
                )
            }
        }
        return configuration.drill.raw
    }

    /// When a file was written, in microseconds since 1970.
    private static func age(of path: String) -> UInt64 {
        var status = stat()
        guard stat(path, &status) == 0 else { return 0 }
        return UInt64(status.st_mtim.tv_sec) * 1_000_000 + UInt64(status.st_mtim.tv_nsec) / 1_000
    }
}
