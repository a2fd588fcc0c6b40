import StationCore
import Testing

/// What a probe says is shown to officers as it is, and a device gives its own name.
@Suite struct CheckResultTests {
    @Test(arguments: [
        ("\u{1B}[2Jcam\r\nera\u{7F}", " [2Jcam  era "), ("\u{9B}31m\u{202E}x\u{2028}", " 31m x "),
        ("kamera é 摄像头 “HD”", "kamera é 摄像头 “HD”"),
    ])
    func nothingInItActsOnATerminal(said: String, shown: String) {
        let result = CheckResult(
            .camera,
            .fail,
            detail: LocalText(said, said),
            remedy: LocalText(said, said),
            duration: .zero
        ).plain
        #expect(result.detail == LocalText(shown, shown))
        #expect(result.remedy == LocalText(shown, shown))
    }

    @Test func itIsShort() {
        let long = String(repeating: "x", count: 10_000)
        let result = CheckResult(.camera, .pass, detail: LocalText(long, long), duration: .zero).plain
        #expect(result.detail.english.count == 300)
    }
}
