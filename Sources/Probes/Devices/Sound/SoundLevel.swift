import Glibc
import StationCore

/// How loud some samples of 16 bits are.
struct SoundLevel: Hashable {
    /// Every sample is the same: nothing at all comes in, not even a microphone's own noise.
    let isSilent: Bool
    /// Decibels below the loudest that can be recorded (dBFS): 0 at most.
    let rms: Double
    let peak: Double
    /// The part of the samples that are as loud as can be.
    let clipped: Double

    /// The lowest that 16 bits can tell, and less.
    private static let floor = -96.0

    /// - Parameter samples: of all channels in turn; the loudest channel counts.
    /// - Returns: nil of no samples.
    init?(_ samples: [Int16], channels: Int) {
        let levels = (0..<max(1, channels)).compactMap { channel in
            SoundLevel(stride(from: channel, to: samples.count, by: max(1, channels)).map { Double(samples[$0]) })
        }
        guard let loudest = levels.max(by: { $0.rms < $1.rms }) else { return nil }
        self = loudest
    }

    private init?(_ samples: [Double]) {
        guard let first = samples.first else { return nil }
        let count = Double(samples.count)
        // A microphone's input may lie beside zero; that is not sound.
        let mean = samples.reduce(0, +) / count
        let power = samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        isSilent = samples.allSatisfy { $0 == first }
        rms = Self.decibels(power.squareRoot())
        peak = Self.decibels(samples.reduce(0) { max($0, abs($1)) })
        clipped = Double(samples.count { abs($0) >= 32_760 }) / count
    }

    private static func decibels(_ value: Double) -> Double { max(floor, 20 * log10(max(value, 1e-9) / 32_768)) }

    /// What a microphone that recorded this is like. A quiet room is at -60 to -50 dBFS.
    func finding(_ suffix: LocalText) -> CheckFinding {
        let level = "\(Int(rms.rounded())) dBFS"
        if isSilent {
            return .fail(
                LocalText("the microphone records nothing at all", "mikrofon sama sekali tidak merekam suara"),
                LocalText(
                    "Switch the headset's mute off or plug it in again, then check again.",
                    "Matikan tombol bisu headset atau pasang ulang, lalu periksa lagi."
                )
            )
        }
        if clipped > 0.01 {
            return .warn(
                LocalText("much too loud: \(level)", "terlalu keras: \(level)"),
                LocalText(
                    "Move the microphone from the mouth; the administrator lowers [sound] capture_level in vcd.toml.",
                    "Jauhkan mikrofon dari mulut; administrator menurunkan [sound] capture_level di vcd.toml."
                )
            )
        }
        if rms < -70 {
            return .warn(
                LocalText("very quiet: \(level)", "sangat pelan: \(level)"),
                LocalText(
                    "Speak into the microphone and check again; if it stays quiet, plug it in again.",
                    "Bicaralah ke mikrofon dan periksa lagi; jika tetap pelan, pasang ulang."
                )
            )
        }
        let peak = "\(Int(self.peak.rounded())) dBFS"
        return .pass(
            LocalText(
                "hears \(level), peak \(peak)\(suffix.english)",
                "menangkap \(level), puncak \(peak)\(suffix.indonesian)"
            )
        )
    }
}
