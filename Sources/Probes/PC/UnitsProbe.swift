import StationCore
import Systemd
import UnitMessages

/// systemd's units that the station leans on have not failed, and the vcd that runs is the installed one.
struct UnitsProbe: Probe {
    /// Without these the station itself can do nothing.
    static let vital = [
        "systemd-journald*", "systemd-logind*", "dbus*", "polkit*", "systemd-udevd*",
    ]
    static let useful = [
        "seatd.service", "systemd-timesyncd*", "chrony*", "ntpsec*", "NetworkManager*", "networking.service",
        "ifup@*", "systemd-networkd*", "systemd-resolved*", "wpa_supplicant*", "alsa-restore.service",
        "vcd.service", "vcd.socket", "vcd-wake.service",
    ]

    private let running: String
    private let installed: String
    private let files: PCFiles
    private let services: any SystemServices

    /// - Parameter running: the version of the vcd that asks. This program is started anew for each look, so it is of
    ///   the installed one.
    init(running: String) {
        self.init(
            running: running,
            installed: Version.current,
            files: PCFiles(),
            services: SystemBus(limit: .seconds(1))
        )
    }

    init(running: String, installed: String, files: PCFiles, services: some SystemServices) {
        self.running = running
        self.installed = installed
        self.files = files
        self.services = services
    }

    func look(_ depth: CheckTask.Depth) async -> CheckFinding {
        let version = Self.version(running: running, installed: installed)
        // sd_booted(3)
        guard files.isFolder("/run/systemd/system") else {
            return version.map { [$0].finding(orElse: $0.detail) }
                ?? .skipped(
                    LocalText(
                        "this PC runs without systemd, vcd \(running)",
                        "komputer ini tanpa systemd, vcd \(running)"
                    )
                )
        }
        do throws(BusError) {
            let failed = try await UnitList(services: services).failed(Self.vital + Self.useful).map(\.name)
            let watchdog = WatchdogDevice.text(files)
            return ([version].compactMap { $0 } + failed.sorted().map(Self.concern)).finding(
                orElse: LocalText(
                    "no unit failed, vcd \(running), \(watchdog.english)",
                    "tidak ada unit yang gagal, vcd \(running), \(watchdog.indonesian)"
                )
            )
        } catch {
            return .fail(
                LocalText("systemd does not answer", "systemd tidak menjawab"),
                LocalText(
                    "Restart the PC; if it stays so, call the administrator.",
                    "Mulai ulang komputer; jika tetap begitu, hubungi administrator."
                )
            )
        }
    }

    static func concern(_ unit: String) -> Concern {
        let isVital = vital.contains { unit.hasPrefix($0.dropLast()) }
        let detail = LocalText("\(unit) has failed", "\(unit) gagal")
        let remedy = LocalText(
            "Restart the PC; if it stays so, the administrator looks at 'systemctl status \(unit)'.",
            "Mulai ulang komputer; jika tetap begitu, administrator memeriksa 'systemctl status \(unit)'."
        )
        return isVital ? .fail(detail, remedy) : .warn(detail, remedy)
    }

    static func version(running: String, installed: String) -> Concern? {
        guard running != installed else { return nil }
        return .warn(
            LocalText(
                "vcd was upgraded while it ran: \(running) runs, \(installed) is installed",
                "vcd diperbarui saat berjalan: \(running) berjalan, \(installed) terpasang"
            ),
            LocalText(
                "The administrator runs 'systemctl restart vcd'; a call that runs goes on.",
                "Administrator menjalankan 'systemctl restart vcd'; panggilan yang berjalan tetap lanjut."
            )
        )
    }
}
