import StationCore

/// The loudspeaker: there, free, set back to its level, and no screen's.
struct LoudspeakerProbe: Probe {
    private let settings: Configuration.Sound
    private let plays: Bool
    private let source: SoundDevice.Source

    init(_ settings: Configuration.Sound, plays: Bool) { self.init(settings, plays: plays, SoundDevice.Source()) }

    init(_ settings: Configuration.Sound, plays: Bool, _ source: SoundDevice.Source) {
        self.settings = settings
        self.plays = plays
        self.source = source
    }

    func look(_ depth: CheckTask.Depth) async -> CheckFinding {
        do throws(SoundFault) {
            let device = try SoundDevice(.loudspeaker, settings, source)
            if let screen = device.route.screen, !settings.allowsHDMI { return Self.screen(screen) }
            let restored = device.restored
            switch depth {
            case .quick: return restored.complaint ?? ready(restored)
            case .full:
                let isHeard = try play(device)
                return restored.complaint ?? (isHeard ? played(restored) : ready(restored))
            }
        } catch {
            return error.finding(.loudspeaker)
        }
    }

    private func play(_ device: SoundDevice) throws(SoundFault) -> Bool {
        let shape = try device.configure()
        guard plays else { return false }
        let isTaken: Bool
        do throws(ALSAError) {
            isTaken = try device.pcm.play(Tone.samples(shape), shape, limit: source.limit)
        } catch {
            throw .broken(device.name, code: abs(error.code))
        }
        if !isTaken { throw .stalled }
        return true
    }

    private func ready(_ restored: MixerRestoration) -> CheckFinding {
        .pass(
            LocalText(
                "ready\(restored.suffix.english)",
                "siap\(restored.suffix.indonesian)"
            )
        )
    }

    private func played(_ restored: MixerRestoration) -> CheckFinding {
        .pass(
            LocalText(
                "a test tone of 1 s was played\(restored.suffix.english)",
                "nada uji 1 detik telah diputar\(restored.suffix.indonesian)"
            )
        )
    }

    private static func screen(_ name: String) -> CheckFinding {
        .fail(
            LocalText("sound goes to the screen (\(name.cut(to: 40)))", "suara keluar ke layar (\(name.cut(to: 40)))"),
            LocalText(
                "Plug the headset in, or the administrator sets [sound] loudspeaker in vcd.toml.",
                "Pasang headset, atau administrator mengatur [sound] loudspeaker di vcd.toml."
            )
        )
    }
}

extension PCM.Route {
    /// The name that tells that sound goes out by the screen's cable; nil where it doesn't.
    var screen: String? {
        names.first { name in
            let name = name.lowercased()
            return ["hdmi", "displayport"].contains { name.contains($0) }
        }
    }
}
