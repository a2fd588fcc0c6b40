import StationCore

/// The probes, by their names.
public enum Probes {
    /// - Returns: nil for what no probe can look at, since the host or the station itself knows it.
    public static func probe(_ name: CheckName, _ order: CheckOrder) -> (any Probe)? {
        let settings = order.settings
        switch name {
        case .start, .template, .sandbox, .proof, .account: return nil
        case .camera: return CameraProbe(settings.camera, for: settings.browser)
        case .microphone: return MicrophoneProbe(settings.sound)
        case .loudspeaker: return LoudspeakerProbe(settings.sound, plays: order.task.plays)
        case .network: return NetworkProbe()
        case .servers: return ServersProbe(settings.network)
        case .stun: return StunProbe(settings.network)
        case .client: return ClientProbe(settings)
        case .privacy: return PrivacyProbe()
        case .display: return DisplayProbe(settings)
        case .memory: return MemoryProbe(homeSize: settings.homeSize)
        case .disk: return DiskProbe(state: settings.state)
        case .temperature: return TemperatureProbe()
        case .clock: return ClockProbe(zone: settings.zone, isNeeded: settings.needsClock)
        case .rtc: return RTCProbe()
        case .power: return PowerProbe()
        case .units: return UnitsProbe(running: order.version)
        }
    }
}
