import StationCore
import Testing

@testable import Probes

/// What of a mixer is set back.
struct MixerTests {
    private func settings(capture: Int? = nil, playback: Int? = nil) -> Configuration.Sound {
        var settings = Configuration.Sound()
        settings.captureLevel = capture
        settings.playbackLevel = playback
        return settings
    }

    private func element(
        _ name: String,
        playback: [Int]? = nil,
        capture: [Int]? = nil,
        playbackSwitch: Bool? = nil,
        captureSwitch: Bool? = nil,
        joined: Bool = false,
        exclusive: Bool = false
    ) -> MixerElement {
        MixerElement(
            id: 0,
            name: name,
            playback: playback.map { .init(range: 0...64, values: $0) },
            capture: capture.map { .init(range: 0...64, values: $0) },
            playbackSwitch: playbackSwitch,
            captureSwitch: captureSwitch,
            isJoined: joined,
            isExclusive: exclusive
        )
    }

    @Test func levelsGoToTheirPercent() {
        let low = element("Speaker", playback: [48, 3], playbackSwitch: false)
        let right = element("PCM", playback: [48, 48], playbackSwitch: true)
        let changes = MixerPlan.changes([low, right], .loudspeaker, settings(playback: 75))
        #expect(changes == [.playbackVolume(low, 48), .playbackOn(low)])
        let deaf = element("Mic", capture: [0], captureSwitch: false)
        #expect(
            MixerPlan.changes([deaf, low], .microphone, settings(capture: 50))
                == [.captureVolume(deaf, 32), .captureOn(deaf)]
        )
    }

    @Test func withoutALevelOnlyMutingEnds() {
        let elements = ["Master", "PCM", "Speaker", "Headphone"].map {
            element($0, playback: [0], playbackSwitch: false)
        }
        #expect(MixerPlan.changes(elements, .loudspeaker, settings()) == elements.map { .playbackOn($0) })
        let capture = element("Capture", capture: [1], captureSwitch: false)
        #expect(MixerPlan.changes([capture], .microphone, settings()) == [.captureOn(capture)])
        let other = element("IEC958", playbackSwitch: false)
        #expect(MixerPlan.changes([other], .loudspeaker, settings(playback: 80)).isEmpty)
    }

    @Test func aMicrophoneIsNotSentToTheLoudspeaker() {
        let mic = element("Mic", playback: [0], playbackSwitch: false)
        #expect(MixerPlan.changes([mic], .loudspeaker, settings(playback: 80)).isEmpty)
        let out = element("Line Out", playback: [0], playbackSwitch: false)
        #expect(MixerPlan.changes([out], .loudspeaker, settings(playback: 100)).count == 2)
    }

    @Test func aBoostIsNoLevel() {
        let boost = element("Mic Boost", capture: [0])
        #expect(MixerPlan.changes([boost], .microphone, settings(capture: 80)).isEmpty)
    }

    @Test func oneVolumeForBothWaysHasOneLevel() {
        let master = element("Master", playback: [0], capture: [0], joined: true)
        let mic = element("Mic", playback: [0], capture: [0], joined: true)
        let settings = settings(capture: 50, playback: 75)
        #expect(MixerPlan.changes([master, mic], .loudspeaker, settings) == [.playbackVolume(master, 48)])
        #expect(MixerPlan.changes([master, mic], .microphone, settings) == [.captureVolume(mic, 32)])
    }

    @Test func ofInputsThatExcludeEachOtherOneIsOn() {
        let mic = element("Mic", captureSwitch: false, exclusive: true)
        let line = element("Line", captureSwitch: false, exclusive: true)
        #expect(MixerPlan.changes([line, mic], .microphone, settings()) == [.captureOn(mic)])
        let chosen = element("Line", captureSwitch: true, exclusive: true)
        #expect(MixerPlan.changes([chosen, mic], .microphone, settings()).isEmpty)
    }

    private final class MixerDouble: Mixer {
        let all: [MixerElement]
        var takes: Bool

        init(_ all: [MixerElement], takes: Bool) {
            self.all = all
            self.takes = takes
        }

        func elements() -> [MixerElement] { all }
        func make(_ change: MixerChange) -> Bool { takes }
    }

    @Test func whatWasDoneIsSaid() {
        let mixer = MixerDouble([element("Speaker", playback: [0], playbackSwitch: false)], takes: false)
        var restoration = MixerRestoration()
        restoration.restore(mixer, .loudspeaker, settings(playback: 50))
        #expect(restoration.suffix.english == "")
        #expect(restoration.complaint?.verdict == .warn)
        #expect(restoration.complaint?.detail.english == "the mixer's “Speaker” can't be set")
        mixer.takes = true
        restoration.restore(mixer, .loudspeaker, settings(playback: 50))
        #expect(restoration.suffix.english == ", 2 levels set back")
        #expect(restoration.complaint == nil)
    }
}
