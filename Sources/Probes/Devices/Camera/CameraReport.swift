import StationCore

/// What is to be said of a camera that could be looked at.
struct CameraReport {
    private let card: String
    private let settings: Configuration.Camera
    private let controls: CameraControls.Outcome
    private let strange: [FourCC]

    /// - Parameter strange: its layouts, where the call program takes none of them.
    init(
        _ card: String,
        _ settings: Configuration.Camera,
        _ controls: CameraControls.Outcome,
        strange: [FourCC] = []
    ) {
        self.strange = strange
        // A long name would push the numbers off the line.
        self.card = String(card.prefix(24))
        self.settings = settings
        self.controls = controls
    }

    var quick: CheckFinding {
        complaint ?? .pass(LocalText("\(card): ready\(restored.english)", "\(card): siap\(restored.indonesian)"))
    }

    func full(_ format: CameraFormat, _ capture: CameraCapture) -> CheckFinding {
        guard let picture = capture.pictures.last else {
            return .fail(
                LocalText("\(card) gives no picture", "\(card) tidak memberi gambar"),
                CameraFault.replug
            )
        }
        return fault(picture, format, capture) ?? complaint ?? weakness(picture, format, capture)
            ?? .pass(measured(format, capture))
    }

    /// What a call would not work with.
    private func fault(_ picture: Picture, _ format: CameraFormat, _ capture: CameraCapture) -> CheckFinding? {
        let needed = VideoSize(width: settings.width, height: settings.height)
        let size = format.format.size
        switch picture.content.judgement {
        case .good, .dark: break
        case .black:
            return .fail(LocalText("\(card): the picture is black", "\(card): gambarnya hitam"), Self.uncover)
        case .plain:
            return .fail(
                LocalText("\(card): the picture shows nothing", "\(card): gambarnya kosong"),
                Self.uncover
            )
        }
        if capture.isFrozen {
            return .fail(
                LocalText("\(card): the picture stands still", "\(card): gambarnya tidak bergerak"),
                CameraFault.replug
            )
        }
        if !size.covers(needed) {
            return .fail(
                LocalText(
                    "\(card): picture of \(size.text), \(needed.text) needed",
                    "\(card): gambar \(size.text), diperlukan \(needed.text)"
                ),
                LocalText(
                    "Plug in a better camera, or the administrator sets [camera] width and height in vcd.toml.",
                    "Pasang kamera yang lebih baik, atau administrator mengatur [camera] width dan height di vcd.toml."
                )
            )
        }
        let rate = rate(capture)
        return rate < Double(settings.frameRate) / 2 ? .fail(slow(rate), slowRemedy(format)) : nil
    }

    private static let uncover = LocalText(
        "Open the camera's cover, put the light on, then check again.",
        "Buka penutup kamera, nyalakan lampu, lalu periksa lagi."
    )

    /// What a call works with, but not well.
    private func weakness(_ picture: Picture, _ format: CameraFormat, _ capture: CameraCapture) -> CheckFinding? {
        let rate = rate(capture)
        // A clock's grain and a late first picture are no slowness.
        if rate < Double(settings.frameRate) * 0.9 { return .warn(slow(rate), slowRemedy(format)) }
        if case .dark(let percent) = picture.content.judgement {
            return .warn(
                LocalText("\(card): the picture is dark (\(percent) %)", "\(card): gambarnya gelap (\(percent) %)"),
                LocalText("Put the light on, then check again.", "Nyalakan lampu, lalu periksa lagi.")
            )
        }
        return nil
    }

    /// A single picture in all that time is as slow as can be.
    private func rate(_ capture: CameraCapture) -> Double { capture.rate ?? 0 }

    private func slow(_ rate: Double) -> LocalText {
        LocalText(
            "\(card): \(Int(rate.rounded())) pictures a second, \(settings.frameRate) needed",
            "\(card): \(Int(rate.rounded())) gambar per detik, diperlukan \(settings.frameRate)"
        )
    }

    private func slowRemedy(_ format: CameraFormat) -> LocalText {
        if let rate = format.rate, rate < Double(settings.frameRate) {
            return LocalText(
                "Plug in a better camera, or the administrator sets [camera] frame_rate in vcd.toml.",
                "Pasang kamera yang lebih baik, atau administrator mengatur [camera] frame_rate di vcd.toml."
            )
        }
        return LocalText(
            "Put the light on (cameras are slow in the dark), then check again.",
            "Nyalakan lampu (kamera lambat dalam gelap), lalu periksa lagi."
        )
    }

    private func measured(_ format: CameraFormat, _ capture: CameraCapture) -> LocalText {
        let size = format.format.size.text
        let rate = Int(rate(capture).rounded())
        return LocalText(
            "\(card): \(size), \(rate) pictures a second\(restored.english)",
            "\(card): \(size), \(rate) gambar per detik\(restored.indonesian)"
        )
    }

    private var restored: LocalText {
        let count = controls.restored.count
        return count == 0
            ? LocalText("", "")
            : LocalText(", \(count) setting\(count == 1 ? "" : "s") set back", ", \(count) setelan dikembalikan")
    }

    private var complaint: CheckFinding? {
        switch controls.complaints.first {
        case nil: strangeness
        case .unknown(let name):
            .warn(
                LocalText("\(card) has no control \(name)", "\(card) tidak punya setelan \(name)"),
                Self.controlsRemedy
            )
        case .outOfRange(let name, let value, let allowed):
            .warn(
                LocalText(
                    "[camera] controls: \(name) = \(value), allowed \(allowed.lowerBound) to \(allowed.upperBound)",
                    "[camera] controls: \(name) = \(value), boleh \(allowed.lowerBound) sampai \(allowed.upperBound)"
                ),
                Self.controlsRemedy
            )
        case .refused(let name, let value):
            .warn(
                LocalText(
                    "\(card): the control \(name) can't be set to \(value)",
                    "\(card): setelan \(name) tidak bisa diubah ke \(value)"
                ),
                CameraFault.replug
            )
        }
    }

    private var strangeness: CheckFinding? {
        guard !strange.isEmpty else { return nil }
        let list = strange.map(\.text).joined(separator: ", ")
        return .warn(
            LocalText(
                "\(card) gives \(list) alone, which Chromium does not take",
                "\(card) hanya memberi \(list), yang tidak diterima Chromium"
            ),
            LocalText(
                "Plug another camera in, or the administrator sets [client] use = \"firefox-call\" in vcd.toml.",
                "Pasang kamera lain, atau administrator mengatur [client] use = \"firefox-call\" di vcd.toml."
            )
        )
    }

    private static let controlsRemedy = LocalText(
        "The administrator corrects [camera] controls in vcd.toml.",
        "Administrator memperbaiki [camera] controls di vcd.toml."
    )
}

extension VideoSize {
    fileprivate var text: String { "\(width)x\(height)" }
}
