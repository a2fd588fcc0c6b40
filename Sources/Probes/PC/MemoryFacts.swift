import StationCore

/// The memory, as proc_meminfo(5) and the kernel's accounting/psi have it.
struct MemoryFacts: Hashable, Sendable {
    /// What a browser in a call was measured to take is 480 to 540 MiB; a tenth on top.
    static let callProgram: Int64 = 600 << 20
    /// Percent of the last minute in which nothing went on for want of memory.
    static let mostPressure = 10.0

    /// What can be had without swapping, in bytes.
    let available: Int64
    /// Nil where the kernel does not tell.
    let pressure: Double?

    init(available: Int64, pressure: Double?) {
        self.available = available
        self.pressure = pressure
    }

    init?(_ files: PCFiles) {
        let line = files.text("/proc/meminfo").lines.first { $0.hasPrefix("MemAvailable:") }
        guard let line, line.words.count > 1, let kibibytes = Int64(line.words[1]) else { return nil }
        available = kibibytes << 10
        pressure = files.text("/proc/pressure/memory").lines
            .first { $0.hasPrefix("full ") }?.words
            .first { $0.hasPrefix("avg60=") }
            .flatMap { Double($0.dropFirst("avg60=".count)) }
    }

    func finding(homeSize: Int64) -> CheckFinding {
        let free = available >> 20
        let wanted = (homeSize + Self.callProgram) >> 20
        return (lack(homeSize: homeSize, free: free, wanted: wanted) + standstill).finding(
            orElse: LocalText(
                "\(free) MB free, a call may take \(wanted) MB",
                "\(free) MB bebas, satu panggilan bisa memakai \(wanted) MB"
            )
        )
    }

    private func lack(homeSize: Int64, free: Int64, wanted: Int64) -> [Concern] {
        let detail = LocalText(
            "only \(free) MB free, a call may take \(wanted) MB",
            "hanya \(free) MB bebas, satu panggilan bisa memakai \(wanted) MB"
        )
        let remedy = LocalText(
            "Close other programs or restart the PC; the administrator may lower [home] size in vcd.toml.",
            "Tutup program lain atau mulai ulang komputer; administrator dapat mengecilkan [home] size di vcd.toml."
        )
        if available < homeSize { return [.fail(detail, remedy)] }
        return available < homeSize + Self.callProgram ? [.warn(detail, remedy)] : []
    }

    private var standstill: [Concern] {
        guard let pressure, pressure > Self.mostPressure else { return [] }
        let percent = Int(pressure.rounded())
        return [
            .warn(
                LocalText(
                    "the PC stood still for \(percent) % of the last minute for want of memory",
                    "komputer tersendat selama \(percent) % dari semenit terakhir karena kurang memori"
                ),
                LocalText("Close other programs, or restart the PC.", "Tutup program lain, atau mulai ulang komputer.")
            )
        ]
    }
}
