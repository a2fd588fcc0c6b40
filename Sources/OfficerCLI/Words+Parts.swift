/// What the parts of the station are called.
extension Words {
    /// What the officer calls a part; nil where that is its name, or nothing is known of it.
    func label(_ name: String) -> String? {
        guard let label = Part(rawValue: name).map(label), label != name else { return nil }
        return label
    }

    /// A part in a sentence: `call servers`.
    func part(_ name: String) -> String { label(name) ?? name }

    /// A part in a sentence, with the name that 'vcctl check' takes: `call servers (servers)`.
    func partAndName(_ name: String) -> String { label(name).map { "\($0) (\(name))" } ?? name }

    private func label(_ part: Part) -> String {
        switch part {
        case .client: pick("call program", "program panggilan")
        case .start: pick("call program's start", "uji program")
        case .template: pick("template", "templat")
        case .sandbox: pick("separation", "pemisahan")
        case .proof: pick("proof of the wipe", "bukti bersih")
        case .privacy: pick("privacy", "privasi")
        case .account: pick("visit account", "akun kunjungan")
        case .display: pick("screen", "layar")
        case .memory: pick("memory", "memori")
        case .disk: pick("disk", "penyimpanan")
        case .temperature: pick("temperature", "suhu")
        case .camera: pick("camera", "kamera")
        case .microphone: pick("microphone", "mikrofon")
        case .loudspeaker: pick("loudspeaker", "pengeras suara")
        case .network: pick("network", "jaringan")
        case .servers: pick("call servers", "server panggilan")
        case .stun: pick("sound and picture", "jalur suara-gambar")
        case .clock: pick("clock", "jam")
        case .rtc: pick("battery clock", "jam baterai")
        case .power: pick("power", "daya listrik")
        case .units: pick("system services", "layanan sistem")
        }
    }
}
