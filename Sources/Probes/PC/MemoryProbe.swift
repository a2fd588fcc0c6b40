import StationCore

/// There is memory for a home, which lives in it, and for the call program.
struct MemoryProbe: Probe {
    private let homeSize: Int64
    private let files: PCFiles

    init(homeSize: Int64) { self.init(homeSize: homeSize, files: PCFiles()) }

    init(homeSize: Int64, files: PCFiles) {
        self.homeSize = homeSize
        self.files = files
    }

    func look(_ depth: CheckTask.Depth) async -> CheckFinding {
        MemoryFacts(files)?.finding(homeSize: homeSize)
            ?? .fail(
                LocalText("the free memory cannot be read", "memori bebas tidak dapat dibaca"),
                LocalText(
                    "Restart the PC; if it stays so, call the administrator.",
                    "Mulai ulang komputer; jika tetap begitu, hubungi administrator."
                )
            )
    }
}
