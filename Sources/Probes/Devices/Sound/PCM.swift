import CALSA
import Glibc

/// An open sound device (PCM) of libasound, in 16 bits; it closes with its last reference. It never blocks.
final class PCM {
    struct Shape: Hashable {
        let rate: Int
        let channels: Int
    }

    /// Which device a name led to.
    struct Route: Hashable {
        /// nil where it is no card's.
        let card: Int32?
        /// What the device and its card are called.
        let names: [String]
    }

    private let pcm: OpaquePointer
    /// The device's description is the configuration's own.
    private let configuration: ALSAConfiguration

    init(_ name: String, _ direction: SoundDirection, _ configuration: ALSAConfiguration) throws(ALSAError) {
        let stream =
            switch direction {
            case .microphone: SND_PCM_STREAM_CAPTURE
            case .loudspeaker: SND_PCM_STREAM_PLAYBACK
            }
        var opened: OpaquePointer?
        try ALSAError.check(snd_pcm_open_lconf(&opened, name, stream, Int32(SND_PCM_NONBLOCK), configuration.tree))
        guard let opened else { throw ALSAError(code: -EIO) }
        pcm = opened
        self.configuration = configuration
    }

    deinit {
        snd_pcm_drop(pcm)
        snd_pcm_close(pcm)
    }

    var route: Route {
        var info: OpaquePointer?
        guard snd_pcm_info_malloc(&info) == 0, let info else { return Route(card: nil, names: []) }
        defer { snd_pcm_info_free(info) }
        guard snd_pcm_info(pcm, info) == 0 else { return Route(card: nil, names: []) }
        var names = [snd_pcm_name(pcm), snd_pcm_info_get_id(info), snd_pcm_info_get_name(info)]
            .compactMap { $0.map { String(cString: $0) } }
        let card = snd_pcm_info_get_card(info)
        if card >= 0 {
            for ask in [snd_card_get_name, snd_card_get_longname] {
                var text: UnsafeMutablePointer<CChar>?
                guard ask(card, &text) == 0, let text else { continue }
                names.append(String(cString: text))
                free(text)
            }
        }
        return Route(card: card >= 0 ? card : nil, names: names)
    }

    /// Prepares it for 16 bits, as near to 48 kHz and one channel as it comes.
    func configure() throws(ALSAError) -> Shape {
        var parameters: OpaquePointer?
        try ALSAError.check(snd_pcm_hw_params_malloc(&parameters))
        guard let parameters else { throw ALSAError(code: -ENOMEM) }
        defer { snd_pcm_hw_params_free(parameters) }
        try ALSAError.check(snd_pcm_hw_params_any(pcm, parameters))
        try ALSAError.check(snd_pcm_hw_params_set_access(pcm, parameters, SND_PCM_ACCESS_RW_INTERLEAVED))
        try ALSAError.check(snd_pcm_hw_params_set_format(pcm, parameters, SND_PCM_FORMAT_S16_LE))
        var channels: UInt32 = 1
        try ALSAError.check(snd_pcm_hw_params_set_channels_near(pcm, parameters, &channels))
        var rate: UInt32 = 48_000
        try ALSAError.check(snd_pcm_hw_params_set_rate_near(pcm, parameters, &rate, nil))
        // Short enough to be asked often; where the device has another, that does as well.
        var microseconds: UInt32 = 200_000
        _ = snd_pcm_hw_params_set_buffer_time_near(pcm, parameters, &microseconds, nil)
        try ALSAError.check(snd_pcm_hw_params(pcm, parameters))
        try ALSAError.check(snd_pcm_prepare(pcm))
        return Shape(rate: Int(rate), channels: Int(channels))
    }

    /// Records.
    ///
    /// - Returns: the samples of all channels in turn; fewer where they did not come in time.
    func record(frames: Int, _ shape: Shape, limit: Duration) throws(ALSAError) -> [Int16] {
        var samples: [Int16] = []
        var chunk = [Int16](repeating: 0, count: 4096 * shape.channels)
        try ALSAError.check(snd_pcm_start(pcm))
        let end = ContinuousClock.now + limit
        while samples.count < frames * shape.channels, ContinuousClock.now < end {
            let wanted = min(4096, frames - samples.count / shape.channels)
            let count = try transferred(snd_pcm_readi(pcm, &chunk, snd_pcm_uframes_t(wanted)))
            samples += chunk[..<(count * shape.channels)]
        }
        return samples
    }

    /// Plays, and waits for the end.
    ///
    /// - Returns: whether all was taken in time.
    func play(_ samples: [Int16], _ shape: Shape, limit: Duration) throws(ALSAError) -> Bool {
        let end = ContinuousClock.now + limit
        let frames = samples.count / shape.channels
        var done = 0
        while done < frames {
            guard ContinuousClock.now < end else { return false }
            done += try samples.withUnsafeBufferPointer { buffer throws(ALSAError) in
                let rest = buffer.baseAddress.map { $0 + done * shape.channels }
                return try transferred(snd_pcm_writei(pcm, rest, snd_pcm_uframes_t(frames - done)))
            }
        }
        // Without blocking it only begins to play its rest out. A card that others share goes on as it is asked again;
        // one that nobody shares answers the same even when it has ended.
        while snd_pcm_drain(pcm) == -EAGAIN, snd_pcm_state(pcm) == SND_PCM_STATE_DRAINING {
            guard ContinuousClock.now < end else { return false }
            usleep(Self.pause)
        }
        return true
    }

    private static let pause: UInt32 = 10_000

    /// How many frames went through; waits a moment where it was none.
    private func transferred(_ result: snd_pcm_sframes_t) throws(ALSAError) -> Int {
        if result > 0 { return result }
        let code = Int32(clamping: result)
        switch code {
        case 0, -EAGAIN:
            // A device that isn't a card's says at once that it may be asked.
            if snd_pcm_wait(pcm, 100) >= 0 { usleep(Self.pause) }
        default:
            // Too late for the card's buffer, or the PC has slept: begin again.
            try ALSAError.check(snd_pcm_recover(pcm, code, 1))
            _ = snd_pcm_start(pcm)
        }
        return 0
    }
}
