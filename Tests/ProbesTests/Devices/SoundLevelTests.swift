import Glibc
import StationCore
import Testing

@testable import Probes

/// Samples to a verdict.
struct SoundLevelTests {
    /// A sine of that amplitude, of 32768.
    private func sine(_ amplitude: Double, offset: Double = 0) -> [Int16] {
        (0..<4800).map { Int16(clamping: Int(offset + sin(Double($0) / 10) * amplitude)) }
    }

    private func verdict(_ samples: [Int16]) -> CheckResult.Verdict? {
        SoundLevel(samples, channels: 1)?.finding(LocalText("", "")).verdict
    }

    @Test func everyVerdict() {
        #expect(verdict([Int16](repeating: 0, count: 100)) == .fail)
        #expect(verdict([Int16](repeating: 7, count: 100)) == .fail)
        #expect(verdict((0..<100).map { Int16($0 % 2) }) == .warn)
        #expect(verdict(sine(300)) == .pass)
        #expect(verdict(sine(16_384)) == .pass)
        #expect(verdict(sine(60_000)) == .warn)
        #expect(verdict([]) == nil)
    }

    @Test func levelsAreDecibelsOfFullScale() throws {
        let level = try #require(SoundLevel(sine(16_384), channels: 1))
        #expect(abs(level.rms + 9.03) < 0.05)
        #expect(abs(level.peak + 6.02) < 0.05)
        let shifted = try #require(SoundLevel(sine(1000, offset: 5000), channels: 1))
        #expect(abs(shifted.rms + 33.3) < 0.1)
    }

    @Test func theLoudestChannelCounts() throws {
        let both = sine(1000).flatMap { [Int16(0), $0] }
        #expect(SoundLevel(both, channels: 2)?.isSilent == false)
        #expect(SoundLevel(both, channels: 2)?.rms == SoundLevel(sine(1000), channels: 1)?.rms)
    }
}
