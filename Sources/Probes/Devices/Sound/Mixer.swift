import StationCore

/// A part of a sound card's mixer, as libasound's simple mixer shows it.
struct MixerElement: Hashable {
    struct Volume: Hashable {
        let range: ClosedRange<Int>
        /// One a channel.
        let values: [Int]

        /// The value of some percent of the range.
        func value(percent: Int) -> Int {
            range.lowerBound + Int((Double(range.upperBound - range.lowerBound) * Double(percent) / 100).rounded())
        }
    }

    /// Its place among the mixer's elements.
    let id: Int
    let name: String
    var playback: Volume?
    var capture: Volume?
    /// Whether it is on, on all channels; nil where it has no switch.
    var playbackSwitch: Bool?
    var captureSwitch: Bool?
    /// Whether playback and capture are one volume.
    var isJoined = false
    /// Switching it on switches another input off.
    var isExclusive = false
}

/// Something to set back.
enum MixerChange: Hashable {
    case playbackVolume(MixerElement, Int)
    case captureVolume(MixerElement, Int)
    case playbackOn(MixerElement)
    case captureOn(MixerElement)
}

/// What of a mixer is not as configured: levels live in the card, and outlast a visit.
enum MixerPlan {
    static func changes(
        _ elements: [MixerElement],
        _ direction: SoundDirection,
        _ settings: Configuration.Sound
    ) -> [MixerChange] {
        switch direction {
        case .loudspeaker: elements.flatMap { playback($0, settings.playbackLevel) }
        case .microphone:
            elements.flatMap { capture($0, settings.captureLevel, inputIsChosen: isInputChosen(elements)) }
        }
    }

    private static func playback(_ element: MixerElement, _ level: Int?) -> [MixerChange] {
        // A microphone's own playback is what it sends straight to the loudspeaker: it would howl.
        guard !isInput(element.name) else { return [] }
        var changes: [MixerChange] = []
        if let level, let volume = element.playback {
            let value = volume.value(percent: level)
            if volume.values.contains(where: { $0 != value }) { changes.append(.playbackVolume(element, value)) }
        }
        let isWanted = level != nil && element.playback != nil || isOutput(element.name)
        if element.playbackSwitch == false, isWanted { changes.append(.playbackOn(element)) }
        return changes
    }

    private static func capture(_ element: MixerElement, _ level: Int?, inputIsChosen: Bool) -> [MixerChange] {
        var changes: [MixerChange] = []
        // A boost is no level: at most of its range it distorts. And an output's volume is the loudspeaker's, where the
        // card has but one for both: either probe would set it back from the other's level.
        let isLevel = !element.name.contains("Boost") && (!element.isJoined || isInput(element.name))
        if let level, let volume = element.capture, isLevel {
            let value = volume.value(percent: level)
            if volume.values.contains(where: { $0 != value }) { changes.append(.captureVolume(element, value)) }
        }
        guard element.captureSwitch == false else { return changes }
        if element.isExclusive {
            if !inputIsChosen, element.name.hasPrefix("Mic") { changes.append(.captureOn(element)) }
        } else if level != nil && element.capture != nil || isRecorder(element.name) {
            changes.append(.captureOn(element))
        }
        return changes
    }

    private static func isInputChosen(_ elements: [MixerElement]) -> Bool {
        elements.contains { $0.isExclusive && $0.captureSwitch == true }
    }

    private static func isInput(_ name: String) -> Bool {
        ["Mic", "Line", "CD", "Aux", "Capture", "Sidetone", "Loopback", "Beep", "PC Speaker"].contains {
            // “Line Out” is none.
            name.contains($0) && !name.contains("Out")
        }
    }

    private static func isOutput(_ name: String) -> Bool {
        ["Master", "PCM", "Speaker", "Headphone", "Headset", "Front"].contains { name.hasPrefix($0) }
    }

    private static func isRecorder(_ name: String) -> Bool { name.contains("Capture") || name.contains("Mic") }
}
