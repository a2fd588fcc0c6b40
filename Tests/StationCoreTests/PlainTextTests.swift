import StationCore
import Testing

/// How texts are measured that people type, or whoever means no good.
struct PlainTextTests {
    /// One sign on a screen, and as long as somebody likes.
    private let tower = "a" + String(repeating: "\u{301}", count: 5_000)

    @Test func aSignIsNoMeasure() {
        #expect(tower.count == 1)
        #expect(tower.length == 5_001)
        #expect(tower.cut(to: 10).utf8.count == 19)
        #expect(tower.shown.length == 64)
        #expect("Lapas".cut(to: 200) == "Lapas")
    }

    @Test func whatCannotBeShownIsNotPlain() {
        #expect("Lapas Contoh, é".isPlain)
        for text in ["a\nb", "a\u{202E}b", "a\u{7F}", "\u{FFFD}", "a\u{2028}b"] { #expect(!text.isPlain, "\(text)") }
    }
}
