import Glibc
import StationCore
import TestSupport
import Testing

@testable import Probes

/// Microphone and loudspeaker by the real libasound, on its devices of files in place of cards.
struct SoundProbeTests {
    private func with(
        _ samples: [Int16] = [],
        cards: SoundCards = .usable,
        _ body: (SoundDevice.Source) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let sound = "\(folder.path)/sound.raw"
        let file = open(sound, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(file) }
        let written = samples.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        try #require(written == samples.count * 2)
        let configuration = try folder.write(
            "asound.conf",
            """
            pcm.silent { type null }
            pcm.hdmi_screen { type null }
            pcm.recorded { type file slave.pcm silent file "/dev/null" infile "\(sound)" format "raw" }
            pcm.default { type file slave.pcm silent file "\(folder.path)/played.raw" format "raw" }
            """
        )
        try await body(SoundDevice.Source(configuration: configuration, cards: { cards }))
    }

    private func listen(_ source: SoundDevice.Source, to name: String?, _ depth: CheckTask.Depth = .full) async
        -> CheckFinding
    {
        var settings = Configuration.Sound()
        settings.microphone = name
        return await MicrophoneProbe(settings, source).look(depth)
    }

    private func speak(
        _ source: SoundDevice.Source,
        on name: String?,
        plays: Bool = false,
        allowsHDMI: Bool = false,
        _ depth: CheckTask.Depth = .full
    ) async -> CheckFinding {
        var settings = Configuration.Sound()
        settings.loudspeaker = name
        settings.allowsHDMI = allowsHDMI
        return await LoudspeakerProbe(settings, plays: plays, source).look(depth)
    }

    private func sine(_ amplitude: Double) -> [Int16] {
        (0..<48_000).map { Int16(clamping: Int(sin(Double($0) / 10) * amplitude)) }
    }

    @Test func aMicrophoneThatHearsSomething() async throws {
        try await with(sine(3000)) { source in
            let found = await listen(source, to: "recorded")
            #expect(
                found
                    == .pass(
                        LocalText(
                            "hears -24 dBFS, peak -21 dBFS",
                            "menangkap -24 dBFS, puncak -21 dBFS"
                        )
                    )
            )
        }
    }

    @Test func oneThatIsSilentOrMuchTooLoud() async throws {
        try await with(sine(90_000)) { source in
            let silent = await listen(source, to: "silent")
            #expect(silent.verdict == .fail)
            #expect(silent.detail.english == "the microphone records nothing at all")
            let loud = await listen(source, to: "recorded")
            #expect(loud.verdict == .warn)
            #expect(loud.detail.english.hasPrefix("much too loud: "))
        }
    }

    @Test func whatGivesOrTakesNoSoundInTimeFails() async throws {
        try await with(sine(3000)) { source in
            var source = source
            source.limit = .zero
            let heard = await listen(source, to: "recorded")
            #expect(heard.verdict == .fail)
            #expect(heard.detail.english == "no sound goes through the microphone")
            let played = await speak(source, on: nil, plays: true)
            #expect(played.verdict == .fail)
            #expect(played.detail.indonesian == "tidak ada suara melalui pengeras suara")
        }
    }

    @Test func aQuickLookDoesNotListen() async throws {
        try await with { source in
            #expect(await listen(source, to: "silent", .quick) == .pass(LocalText("ready", "siap")))
        }
    }

    @Test(arguments: CheckTask.Depth.allCases)
    func oneThatIsMissing(depth: CheckTask.Depth) async throws {
        try await with { source in
            let found = await listen(source, to: "headset", depth)
            #expect(found.verdict == .fail)
            #expect(found.detail.english == "the microphone “headset” is not there")
            let speaker = await speak(source, on: "headset", depth)
            #expect(speaker.detail.indonesian == "perangkat pengeras suara “headset” tidak ada")
        }
        try await with(cards: .none) { source in
            let found = await listen(source, to: "headset", depth)
            #expect(found.detail.english == "no sound card found")
            #expect(found.remedy?.english == "Plug the headset in, then check again.")
        }
    }

    @Test func aLoudspeakerIsHeardOnRequestOnly() async throws {
        try await with { source in
            let played = (source.configuration ?? "").replacing("asound.conf", with: "played.raw")
            #expect(await speak(source, on: nil).detail.english == "ready")
            #expect(await speak(source, on: nil, .quick).detail.english == "ready")
            var status = stat()
            stat(played, &status)
            #expect(status.st_size == 0)
            let found = await speak(source, on: nil, plays: true)
            #expect(found.verdict == .pass)
            #expect(found.detail.english == "a test tone of 1 s was played")
            stat(played, &status)
            // A second of samples of two bytes, in one channel at least.
            #expect(status.st_size >= 2 * 48_000)
        }
    }

    @Test func aScreenIsNoLoudspeaker() async throws {
        try await with { source in
            let found = await speak(source, on: "hdmi_screen")
            #expect(found.verdict == .fail)
            #expect(found.detail.english == "sound goes to the screen (hdmi_screen)")
            #expect(await speak(source, on: "hdmi_screen", allowsHDMI: true).verdict == .pass)
        }
    }

    @Test func howTheCardsAreSeen() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        #expect(SoundCards.look(in: "\(folder.path)/snd") == .none)
        try folder.write("snd/timer", "")
        #expect(SoundCards.look(in: "\(folder.path)/snd") == .none)
        try folder.write("snd/controlC0", "")
        #expect(SoundCards.look(in: "\(folder.path)/snd") == .usable)
    }

    @Test func eachErrorHasItsReason() {
        func fault(_ code: Int32, _ cards: SoundCards = .usable) -> SoundFault {
            SoundFault(opening: "x", code: -code, cards: cards) { [.init(name: "arecord", pid: 5)] }
        }
        #expect(fault(EBUSY) == .busy([.init(name: "arecord", pid: 5)]))
        #expect(fault(EACCES) == .forbidden)
        #expect(fault(ENOENT, .forbidden) == .forbidden)
        #expect(fault(ENOENT, .none) == .noCard)
        #expect(fault(ENODEV) == .missing("x"))
        #expect(fault(EIO) == .broken("x", code: EIO))
        let busy = fault(EBUSY).finding(.microphone)
        #expect(busy.verdict == .fail)
        #expect(busy.detail.english == "the microphone is in use by arecord (process 5)")
        #expect(fault(EACCES).finding(.loudspeaker).remedy?.english.contains("group audio") == true)
    }
}
