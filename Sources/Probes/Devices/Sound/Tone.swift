import Glibc

/// The loudspeaker's test tone: the concert pitch (ISO 16) for a second, a quarter of the full loudness.
enum Tone {
    static func samples(_ shape: PCM.Shape) -> [Int16] {
        let (pitch, loudness) = (440.0, 0.25)
        let frames = shape.rate
        // A tone that starts at full loudness cracks.
        let ramp = Double(shape.rate) / 50
        return (0..<frames).flatMap { frame in
            let edge = min(1, Double(min(frame, frames - frame)) / ramp)
            let value = sin(2 * .pi * pitch * Double(frame) / Double(shape.rate)) * loudness * edge
            return Array(repeating: Int16(value * 32_767), count: shape.channels)
        }
    }
}
