import StationCore
import Systemd

/// Nothing keeps a visit's memory longer than the visit, and nothing takes it out of the PC.
struct PrivacyProbe: Probe {
    private let files: PCFiles
    private let services: any SystemServices

    init() { self.init(files: PCFiles(), services: SystemBus(limit: .milliseconds(500))) }

    init(files: PCFiles, services: some SystemServices) {
        self.files = files
        self.services = services
    }

    func look(_ depth: CheckTask.Depth) async -> CheckFinding {
        let outlets = await openOutlets()
        let concerns = PrivacyCheck(files: files).concerns() + outlets.map(\.concern)
        return concerns.finding(
            orElse: LocalText(
                "nothing keeps a visit's memory longer than the visit",
                "tidak ada yang menyimpan memori kunjungan setelah selesai"
            )
        )
    }

    /// A way out of the PC that no call needs.
    private enum Outlet: Hashable, CaseIterable {
        case printing, bluetooth

        var units: [String] {
            switch self {
            case .printing: ["cups.service", "cups.socket", "cups.path", "cups-browsed.service"]
            case .bluetooth: ["bluetooth.service"]
            }
        }

        var concern: Concern {
            let (english, indonesian) =
                switch self {
                case .printing: ("printing is on", "layanan cetak aktif")
                case .bluetooth: ("Bluetooth is on", "Bluetooth aktif")
                }
            let order = "systemctl disable --now \(units.joined(separator: " "))"
            return .warn(
                LocalText(english, indonesian),
                LocalText("The administrator runs '\(order)'.", "Administrator menjalankan '\(order)'.")
            )
        }
    }

    private func openOutlets() async -> [Outlet] {
        do throws(BusError) {
            let up = try await UnitList(services: services).named(Outlet.allCases.flatMap(\.units)).filter(\.isUp)
            return Outlet.allCases.filter { outlet in up.contains { outlet.units.contains($0.name) } }
        } catch {
            // Without systemd: what the services would leave.
            return Outlet.allCases.filter { outlet in
                switch outlet {
                case .printing: files.exists("/run/cups/cups.sock")
                case .bluetooth: !files.names("/sys/class/bluetooth").isEmpty
                }
            }
        }
    }
}
