import Glibc
import StationCore

/// The sound device that a probe looks at: opened as configured, its card's mixer set back.
struct SoundDevice {
    let pcm: PCM
    let name: String
    let route: PCM.Route
    let restored: MixerRestoration

    /// Where the devices come from; a test has a configuration of its own.
    struct Source: Sendable {
        var configuration: String?
        var cards: @Sendable () -> SoundCards = { SoundCards.look() }
        var holders = DeviceHolders.real
        /// How long half a second of sound may take, or a second of tone.
        var limit = Duration.milliseconds(2500)
    }

    init(
        _ direction: SoundDirection,
        _ settings: Configuration.Sound,
        _ source: Source
    ) throws(SoundFault) {
        let configured =
            switch direction {
            case .microphone: settings.microphone
            case .loudspeaker: settings.loudspeaker
            }
        name = configured ?? "default"
        do throws(ALSAError) {
            let configuration = try ALSAConfiguration(source.configuration)
            var opened = Optional(try PCM(name, direction, configuration))
            route = opened?.route ?? PCM.Route(card: nil, names: [])
            let mixer = route.card.flatMap { ALSAMixer(card: $0, configuration) }
            var restored = MixerRestoration()
            if let mixer { restored.restore(mixer, direction, settings) }
            if let mixer, !restored.refused.isEmpty {
                // A volume that libasound has just made itself is locked while the device is open for which it did.
                opened = nil
                restored.restore(mixer, direction, settings)
            }
            self.restored = restored
            if let opened {
                pcm = opened
            } else {
                pcm = try PCM(name, direction, configuration)
            }
        } catch {
            throw SoundFault(opening: name, code: error.code, cards: source.cards()) {
                source.holders.programs { path in
                    path.hasPrefix("/dev/snd/pcm") && path.hasSuffix(direction.nodeSuffix)
                }.filter { $0.pid != getpid() }
            }
        }
    }

    func configure() throws(SoundFault) -> PCM.Shape {
        do throws(ALSAError) {
            return try pcm.configure()
        } catch {
            throw .unsuitable(name, code: abs(error.code))
        }
    }
}

/// What setting a mixer back came to.
struct MixerRestoration: Hashable {
    private(set) var count = 0
    /// The elements that would not be set.
    private(set) var refused: [String] = []

    mutating func restore(_ mixer: any Mixer, _ direction: SoundDirection, _ settings: Configuration.Sound) {
        refused = []
        for change in MixerPlan.changes(mixer.elements(), direction, settings) {
            if mixer.make(change) {
                count += 1
            } else {
                refused.append(change.name)
            }
        }
    }

    /// To follow a detail.
    var suffix: LocalText {
        count == 0
            ? LocalText("", "")
            : LocalText(", \(count) level\(count == 1 ? "" : "s") set back", ", \(count) tingkat suara dikembalikan")
    }

    var complaint: CheckFinding? {
        refused.first.map { name in
            .warn(
                LocalText("the mixer's “\(name)” can't be set", "mixer “\(name)” tidak bisa diatur"),
                LocalText(
                    "Unplug the headset, plug it in again, then check again.",
                    "Cabut headset, pasang kembali, lalu periksa lagi."
                )
            )
        }
    }
}

extension MixerChange {
    fileprivate var name: String {
        switch self {
        case .playbackVolume(let element, _), .captureVolume(let element, _), .playbackOn(let element),
            .captureOn(let element):
            element.name
        }
    }
}
