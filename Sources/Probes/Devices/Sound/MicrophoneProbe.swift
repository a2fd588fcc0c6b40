import StationCore

/// The microphone: there, free, set back to its level, and hearing something.
struct MicrophoneProbe: Probe {
    private let settings: Configuration.Sound
    private let source: SoundDevice.Source

    init(_ settings: Configuration.Sound) { self.init(settings, SoundDevice.Source()) }

    init(_ settings: Configuration.Sound, _ source: SoundDevice.Source) {
        self.settings = settings
        self.source = source
    }

    func look(_ depth: CheckTask.Depth) async -> CheckFinding {
        do throws(SoundFault) {
            let device = try SoundDevice(.microphone, settings, source)
            let restored = device.restored
            switch depth {
            case .quick:
                return restored.complaint
                    ?? .pass(
                        LocalText(
                            "ready\(restored.suffix.english)",
                            "siap\(restored.suffix.indonesian)"
                        )
                    )
            case .full:
                let heard = try level(device).finding(restored.suffix)
                return heard.verdict == .pass ? restored.complaint ?? heard : heard
            }
        } catch {
            return error.finding(.microphone)
        }
    }

    private func level(_ device: SoundDevice) throws(SoundFault) -> SoundLevel {
        let shape = try device.configure()
        // Many crack or ramp up as they start: the first tenth of a second is thrown away.
        let (skipped, measured) = (shape.rate / 10, shape.rate / 2)
        let samples: [Int16]
        do throws(ALSAError) {
            samples = try device.pcm.record(frames: skipped + measured, shape, limit: source.limit)
        } catch {
            throw .broken(device.name, code: abs(error.code))
        }
        let heard = Array(samples.dropFirst(skipped * shape.channels))
        // Half of it tells as much; less means that it stopped.
        guard heard.count >= measured * shape.channels / 2, let level = SoundLevel(heard, channels: shape.channels)
        else { throw .stalled }
        return level
    }
}
