import StationCore
import Testing

@Suite struct DurationTextTests {
    @Test(arguments: [("90s", 90_000), ("10m", 600_000), ("1h30m", 5_400_000), ("250ms", 250), ("0s", 0)])
    func reads(_ text: String, _ milliseconds: Int64) {
        #expect(DurationText.parse(text) == .milliseconds(milliseconds))
    }

    @Test(arguments: ["", "10", "m", "-1s", "1.5s", "1d", "s1", "9999999999999h", "1m 2s", "99999999999999999999s"])
    func refuses(_ text: String) { #expect(DurationText.parse(text) == nil) }

    @Test(arguments: [("1G", 1 << 30), ("512M", 512 << 20), ("10K", 10_240), ("7B", 7)])
    func readsSizes(_ text: String, _ bytes: Int64) { #expect(ByteCountText.parse(text) == bytes) }

    @Test(arguments: ["", "1", "G", "-1G", "+1G", "1.5G", "1T", "99999999999999999999G", "9223372036854775807G"])
    func refusesSizes(_ text: String) { #expect(ByteCountText.parse(text) == nil) }
}
