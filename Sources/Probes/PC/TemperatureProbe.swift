import StationCore

/// The PC is not too hot.
struct TemperatureProbe: Probe {
    private static let tooHot = 95.0
    private static let hot = 85.0
    /// So near to where it switches itself off, it may do so during a call.
    private static let margin = 5.0

    private let files: PCFiles

    init() { self.init(files: PCFiles()) }

    init(files: PCFiles) { self.files = files }

    func look(_ depth: CheckTask.Depth) async -> CheckFinding { Self.finding(Sensor.all(files)) }

    /// The verdict on what was measured.
    static func finding(_ sensors: [Sensor]) -> CheckFinding {
        guard let hottest = sensors.max(by: { $0.temperature < $1.temperature }) else {
            return .skipped(LocalText("this PC measures no temperature", "komputer ini tidak mengukur suhu"))
        }
        if let sensor = sensors.first(where: isTooHot) {
            return .fail(
                LocalText("too hot: \(sensor.text)", "terlalu panas: \(sensor.text)"),
                LocalText(
                    "Switch the PC off, let it cool, clear its air holes; if it stays so, call the administrator.",
                    "Matikan komputer, biarkan dingin, bersihkan lubang anginnya; jika tetap panas, hubungi administrator."
                )
            )
        }
        if let sensor = hottest.temperature > hot ? hottest : sensors.first(where: isHot) {
            return .warn(
                LocalText("hot: \(sensor.text)", "panas: \(sensor.text)"),
                LocalText(
                    "Clear the PC's air holes; the administrator cleans its fan.",
                    "Bersihkan lubang angin komputer; administrator membersihkan kipasnya."
                )
            )
        }
        return .pass(.same(hottest.text))
    }

    private static func isHot(_ sensor: Sensor) -> Bool { sensor.high.map { sensor.temperature > $0 } ?? false }

    private static func isTooHot(_ sensor: Sensor) -> Bool {
        sensor.temperature > tooHot || sensor.critical.map { sensor.temperature >= $0 - margin } ?? false
    }
}
