import Glibc
import StationCore

/// Why a camera could not be looked at.
enum CameraFault: Error, Hashable {
    /// There is no camera at all.
    case none
    case missing(String)
    case notCamera(String)
    case forbidden(String)
    case busy([DeviceHolders.Program])
    /// It gives no pictures that a call program takes, such as infrared or a sensor's raw ones.
    case noFormat(String, offered: [FourCC])
    case broken(String, step: String, code: Int32)

    var finding: CheckFinding {
        switch self {
        case .none:
            .fail(LocalText("no camera found", "kamera tidak ditemukan"), Self.plugIn)
        case .missing(let path):
            .fail(LocalText("the camera \(path) is not there", "kamera \(path) tidak ada"), Self.plugIn)
        case .notCamera(let path):
            .fail(
                LocalText("\(path) takes no pictures", "\(path) tidak mengambil gambar"),
                LocalText(
                    "The administrator sets [camera] device in vcd.toml.",
                    "Administrator mengatur [camera] device di vcd.toml."
                )
            )
        case .forbidden(let path):
            .fail(
                LocalText("the check may not open \(path)", "pemeriksaan tidak diizinkan membuka \(path)"),
                LocalText(
                    "The administrator puts the user vcd-check into the group video.",
                    "Administrator memasukkan pengguna vcd-check ke grup video."
                )
            )
        case .busy(let programs):
            .fail(
                LocalText(
                    "the camera is in use \(programs.description.english)",
                    "kamera sedang dipakai \(programs.description.indonesian)"
                ),
                LocalText(
                    "Restart the PC; if it stays so, call the administrator.",
                    "Nyalakan ulang PC; jika tetap begitu, hubungi administrator."
                )
            )
        case .noFormat(let card, let offered):
            .fail(
                LocalText(
                    "\(card) gives no pictures that a call program takes\(Self.list(offered))",
                    "\(card) tidak memberi gambar yang dapat dipakai program panggilan\(Self.list(offered))"
                ),
                LocalText("Plug another camera in, then check again.", "Pasang kamera lain, lalu periksa lagi.")
            )
        case .broken(let path, let step, let code):
            .fail(
                LocalText(
                    "the camera \(path) does not work (\(step): error \(code))",
                    "kamera \(path) tidak bekerja (\(step): galat \(code))"
                ),
                Self.replug
            )
        }
    }

    /// A driver may offer dozens.
    private static func list(_ offered: [FourCC]) -> String {
        offered.isEmpty ? "" : " (\(offered.prefix(6).map(\.text).joined(separator: ", ")))"
    }

    private static let plugIn = LocalText(
        "Plug the camera in, then check again.",
        "Pasang kamera, lalu periksa lagi."
    )

    static let replug = LocalText(
        "Unplug the camera, plug it in again, then check again.",
        "Cabut kamera, pasang kembali, lalu periksa lagi."
    )
}
