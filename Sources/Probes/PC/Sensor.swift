import StationCore

/// A place in the PC whose temperature is measured.
struct Sensor: Hashable, Sendable {
    let name: String
    /// In degrees Celsius.
    let temperature: Double
    /// Where the PC switches itself off; nil where none is told.
    let critical: Double?
    /// Where it begins to be too warm; nil where none is told.
    let high: Double?

    /// What no working sensor tells: an absent one has 0, -128 or the like.
    private static let plausible = 1.0..<120.0
    private static let plausibleLimits = 50.0..<150.0

    /// From the kernel's thousandths of a degree.
    init?(name: String, milli: Int64?, criticalMilli: Int64? = nil, highMilli: Int64? = nil) {
        guard let milli, Self.plausible.contains(Double(milli) / 1_000) else { return nil }
        self.name = name
        temperature = Double(milli) / 1_000
        critical = Self.limit(criticalMilli)
        high = Self.limit(highMilli)
    }

    private static func limit(_ milli: Int64?) -> Double? {
        milli.map { Double($0) / 1_000 }.flatMap { plausibleLimits.contains($0) ? $0 : nil }
    }

    var text: String {
        let degrees = Int(temperature.rounded())
        return critical.map { "\(name) \(degrees) °C (max \(Int($0.rounded())) °C)" } ?? "\(name) \(degrees) °C"
    }
}

extension Sensor {
    /// The zones of the kernel's thermal/sysfs-api, and the chips of its hwmon/sysfs-interface.
    static func all(_ files: PCFiles) -> [Sensor] { zones(files) + chips(files) }

    private static func zones(_ files: PCFiles) -> [Sensor] {
        files.names("/sys/class/thermal").filter { $0.hasPrefix("thermal_zone") }.compactMap { zone in
            let folder = "/sys/class/thermal/\(zone)"
            let critical = files.names(folder)
                .filter { $0.hasPrefix("trip_point_") && $0.hasSuffix("_type") }
                .first { files.line("\(folder)/\($0)") == "critical" }
                .flatMap { files.number("\(folder)/\($0.dropLast("_type".count))_temp") }
            return Sensor(
                name: files.line("\(folder)/type"),
                milli: files.number("\(folder)/temp"),
                criticalMilli: critical
            )
        }
    }

    private static func chips(_ files: PCFiles) -> [Sensor] {
        files.names("/sys/class/hwmon").flatMap { chip -> [Sensor] in
            let folder = "/sys/class/hwmon/\(chip)"
            let inputs = files.names(folder).filter { $0.hasPrefix("temp") && $0.hasSuffix("_input") }
            return inputs.compactMap { input in
                let part = "\(folder)/\(input.dropLast("_input".count))"
                let label = files.line("\(part)_label")
                let name = files.line("\(folder)/name")
                return Sensor(
                    name: label.isEmpty ? name : "\(name) \(label)",
                    milli: files.number("\(folder)/\(input)"),
                    criticalMilli: files.number("\(part)_crit"),
                    highMilli: files.number("\(part)_max")
                )
            }
        }
    }
}
