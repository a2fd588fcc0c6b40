import CALSA
import Glibc

/// A sound card's mixer.
protocol Mixer: AnyObject {
    func elements() -> [MixerElement]
    /// - Returns: whether the card took it.
    func make(_ change: MixerChange) -> Bool
}

/// libasound's simple mixer; it closes with its last reference.
final class ALSAMixer: Mixer {
    private let mixer: OpaquePointer
    private let configuration: ALSAConfiguration
    /// Those that have a level or a switch, in the card's order.
    private let parts: [OpaquePointer]

    /// - Returns: nil for a card without a mixer.
    init?(card: Int32, _ configuration: ALSAConfiguration) {
        var control: OpaquePointer?
        guard snd_ctl_open_lconf(&control, "hw:\(card)", 0, configuration.tree) == 0, let control else { return nil }
        var highControl: OpaquePointer?
        guard snd_hctl_open_ctl(&highControl, control) == 0, let highControl else {
            snd_ctl_close(control)
            return nil
        }
        var opened: OpaquePointer?
        guard snd_mixer_open(&opened, 0) == 0, let opened else {
            snd_hctl_close(highControl)
            return nil
        }
        guard snd_mixer_attach_hctl(opened, highControl) == 0 else {
            // It closes what it could not attach.
            snd_mixer_close(opened)
            return nil
        }
        guard snd_mixer_selem_register(opened, nil, nil) == 0, snd_mixer_load(opened) == 0 else {
            snd_mixer_close(opened)
            return nil
        }
        mixer = opened
        self.configuration = configuration
        var parts: [OpaquePointer] = []
        var next = snd_mixer_first_elem(opened)
        while let element = next {
            if snd_mixer_selem_is_active(element) != 0 { parts.append(element) }
            next = snd_mixer_elem_next(element)
        }
        self.parts = parts
    }

    deinit { snd_mixer_close(mixer) }

    func elements() -> [MixerElement] {
        parts.enumerated().map { id, part in
            var element = MixerElement(id: id, name: snd_mixer_selem_get_name(part).map { String(cString: $0) } ?? "")
            element.playback = volume(
                part,
                snd_mixer_selem_has_playback_volume,
                snd_mixer_selem_get_playback_volume_range,
                snd_mixer_selem_has_playback_channel,
                snd_mixer_selem_get_playback_volume
            )
            element.capture = volume(
                part,
                snd_mixer_selem_has_capture_volume,
                snd_mixer_selem_get_capture_volume_range,
                snd_mixer_selem_has_capture_channel,
                snd_mixer_selem_get_capture_volume
            )
            element.playbackSwitch = isOn(
                part,
                snd_mixer_selem_has_playback_switch,
                snd_mixer_selem_has_playback_channel,
                snd_mixer_selem_get_playback_switch
            )
            element.captureSwitch = isOn(
                part,
                snd_mixer_selem_has_capture_switch,
                snd_mixer_selem_has_capture_channel,
                snd_mixer_selem_get_capture_switch
            )
            element.isJoined = snd_mixer_selem_has_common_volume(part) != 0
            element.isExclusive = snd_mixer_selem_has_capture_switch_exclusive(part) != 0
            return element
        }
    }

    func make(_ change: MixerChange) -> Bool {
        switch change {
        case .playbackVolume(let element, let value):
            snd_mixer_selem_set_playback_volume_all(parts[element.id], value) >= 0
        case .captureVolume(let element, let value):
            snd_mixer_selem_set_capture_volume_all(parts[element.id], value) >= 0
        case .playbackOn(let element): snd_mixer_selem_set_playback_switch_all(parts[element.id], 1) >= 0
        case .captureOn(let element): snd_mixer_selem_set_capture_switch_all(parts[element.id], 1) >= 0
        }
    }

    private typealias Has = (OpaquePointer?) -> Int32
    private typealias HasChannel = (OpaquePointer?, snd_mixer_selem_channel_id_t) -> Int32
    private typealias Get<Number> =
        (OpaquePointer?, snd_mixer_selem_channel_id_t, UnsafeMutablePointer<Number>?) -> Int32
    private typealias GetRange =
        (OpaquePointer?, UnsafeMutablePointer<Int>?, UnsafeMutablePointer<Int>?) -> Int32

    private func volume(
        _ part: OpaquePointer,
        _ has: Has,
        _ range: GetRange,
        _ hasChannel: HasChannel,
        _ get: Get<Int>
    ) -> MixerElement.Volume? {
        var (low, high) = (0, 0)
        guard has(part) != 0, range(part, &low, &high) == 0, low < high else { return nil }
        return MixerElement.Volume(range: low...high, values: values(part, hasChannel, get))
    }

    private func isOn(_ part: OpaquePointer, _ has: Has, _ hasChannel: HasChannel, _ get: Get<Int32>) -> Bool? {
        has(part) != 0 ? values(part, hasChannel, get).allSatisfy { $0 != 0 } : nil
    }

    private func values<Number: FixedWidthInteger>(
        _ part: OpaquePointer,
        _ hasChannel: HasChannel,
        _ get: Get<Number>
    ) -> [Number] {
        (0...SND_MIXER_SCHN_LAST.rawValue).compactMap { raw in
            let channel = snd_mixer_selem_channel_id_t(rawValue: raw)
            var value: Number = 0
            return hasChannel(part, channel) != 0 && get(part, channel, &value) >= 0 ? value : nil
        }
    }
}
