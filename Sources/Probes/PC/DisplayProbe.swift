import Glibc
import StationCore

/// There is something that the call can be shown on.
struct DisplayProbe: Probe {
    /// What the windows of call programs need.
    private static let leastWidth = 1_024
    private static let leastHeight = 600

    private let display: Configuration.Display
    private let files: PCFiles
    /// The screen that this process was started on, if any.
    private let inherited: String?

    init(_ settings: CheckSettings) {
        let names: [String] = ["WAYLAND_DISPLAY", "DISPLAY"]
        let inherited = names.compactMap { getenv($0).map { String(cString: $0) } }.first { !$0.isEmpty }
        self.init(settings, files: PCFiles(), inherited: inherited)
    }

    init(_ settings: CheckSettings, files: PCFiles, inherited: String?) {
        display = settings.display
        self.files = files
        self.inherited = inherited
    }

    func look(_ depth: CheckTask.Depth) async -> CheckFinding {
        switch display {
        case .none: .skipped(LocalText("none is configured", "tidak diatur"))
        case .inherit: onDesktop()
        case .xvfb: lacking("/usr/bin/Xvfb", package: "xvfb") ?? .pass(.same("/usr/bin/Xvfb"))
        case .cage:
            // cage 0.1.4 ends at once without Xwayland.
            lacking("/usr/bin/cage", package: "cage") ?? lacking("/usr/bin/Xwayland", package: "xwayland")
                ?? Self.finding(Screens(files))
        case .sway: lacking("/usr/bin/sway", package: "sway") ?? Self.finding(Screens(files))
        }
    }

    private func onDesktop() -> CheckFinding {
        guard let inherited else {
            return .fail(
                LocalText("vcd was started without a screen", "vcd dijalankan tanpa layar"),
                LocalText(
                    "Start vcd on the desktop, or the administrator sets [client] display in vcd.toml.",
                    "Jalankan vcd dari desktop, atau administrator mengisi [client] display di vcd.toml."
                )
            )
        }
        return .pass(
            LocalText("the one that vcd was started on (\(inherited))", "layar tempat vcd dijalankan (\(inherited))")
        )
    }

    private func lacking(_ program: String, package: String) -> CheckFinding? {
        guard !files.isProgram(program) else { return nil }
        return .fail(
            LocalText("\(program) is missing", "\(program) tidak ada"),
            LocalText(
                "The administrator installs the package \(package).",
                "Administrator memasang paket \(package)."
            )
        )
    }

    /// The verdict on what is connected.
    static func finding(_ screens: Screens) -> CheckFinding {
        switch screens {
        case .noGraphics:
            return .fail(
                LocalText("the PC has no graphics card that works", "komputer tidak punya kartu grafis yang berfungsi"),
                LocalText(
                    "Restart the PC; if it stays so, the administrator looks at the graphics driver.",
                    "Mulai ulang komputer; jika tetap begitu, administrator memeriksa driver grafisnya."
                )
            )
        case .connected(let screens): return finding(screens)
        }
    }

    private static func finding(_ screens: [Screen]) -> CheckFinding {
        guard !screens.isEmpty else {
            return .fail(
                LocalText("the screen is off or unplugged", "layar mati atau kabelnya terlepas"),
                LocalText(
                    "Switch the screen on and check its cable, then check again.",
                    "Nyalakan layar dan periksa kabelnya, lalu periksa lagi."
                )
            )
        }
        let names = screens.map(\.name).joined(separator: ", ")
        guard screens.contains(where: isLargeEnough) else {
            let least = "\(leastWidth)x\(leastHeight)"
            return .warn(
                LocalText("\(names), smaller than \(least)", "\(names), lebih kecil dari \(least)"),
                LocalText(
                    "Check the screen's cable; if it stays so, the administrator finds a larger screen.",
                    "Periksa kabel layar; jika tetap begitu, administrator mencari layar yang lebih besar."
                )
            )
        }
        return .pass(.same(names))
    }

    /// One whose size is not known is not blamed for it.
    private static func isLargeEnough(_ screen: Screen) -> Bool {
        guard let size = screen.size else { return true }
        return size.width >= leastWidth && size.height >= leastHeight
    }
}
