import Glibc
import ProcFS
import StationCore

/// Which of the two a probe looks at.
enum SoundDirection: Hashable, Sendable {
    case microphone, loudspeaker

    var english: String {
        switch self {
        case .microphone: "microphone"
        case .loudspeaker: "loudspeaker"
        }
    }

    var indonesian: String {
        switch self {
        case .microphone: "mikrofon"
        case .loudspeaker: "pengeras suara"
        }
    }

    /// The last letter of the kernel's node of it, such as `pcmC0D0c`.
    var nodeSuffix: String {
        switch self {
        case .microphone: "c"
        case .loudspeaker: "p"
        }
    }
}

/// The sound cards' control nodes (the kernel's sound/designs/control-names), as this account sees them.
enum SoundCards: Hashable, Sendable {
    case none, forbidden, usable

    static func look(in folder: String = "/dev/snd") -> SoundCards {
        let nodes = DirectoryListing.names(in: folder).filter { $0.hasPrefix("controlC") }
        if nodes.isEmpty { return .none }
        return nodes.contains { access("\(folder)/\($0)", R_OK | W_OK) == 0 } ? .usable : .forbidden
    }
}

/// Why a sound device could not be used.
enum SoundFault: Error, Hashable {
    case noCard
    case forbidden
    case missing(String)
    case busy([DeviceHolders.Program])
    /// It can't do 16 bits at a usual rate.
    case unsuitable(String, code: Int32)
    /// It was opened, but no sound goes through it.
    case stalled
    case broken(String, code: Int32)

    /// - Parameters:
    ///   - code: libasound's error number, negative or not.
    ///   - cards: libasound tells of a card that it may not open as of one that isn't there.
    init(opening device: String, code: Int32, cards: SoundCards, holders: () -> [DeviceHolders.Program]) {
        switch abs(code) {
        case EBUSY: self = .busy(holders())
        case EACCES, EPERM: self = .forbidden
        case ENOENT, ENODEV, ENXIO:
            switch cards {
            case .none: self = .noCard
            case .forbidden: self = .forbidden
            case .usable: self = .missing(device)
            }
        default: self = .broken(device, code: abs(code))
        }
    }

    func finding(_ direction: SoundDirection) -> CheckFinding {
        let (english, indonesian) = (direction.english, direction.indonesian)
        let plugIn = LocalText("Plug the headset in, then check again.", "Pasang headset, lalu periksa lagi.")
        let replug = LocalText(
            "Unplug the headset, plug it in again, then check again.",
            "Cabut headset, pasang kembali, lalu periksa lagi."
        )
        switch self {
        case .noCard:
            return .fail(LocalText("no sound card found", "kartu suara tidak ditemukan"), plugIn)
        case .forbidden:
            return .fail(
                LocalText(
                    "the check may not open the \(english)",
                    "pemeriksaan tidak diizinkan membuka \(indonesian)"
                ),
                LocalText(
                    "The administrator puts the user vcd-check into the group audio.",
                    "Administrator memasukkan pengguna vcd-check ke grup audio."
                )
            )
        case .missing(let device):
            return .fail(
                LocalText("the \(english) “\(device)” is not there", "perangkat \(indonesian) “\(device)” tidak ada"),
                plugIn
            )
        case .busy(let programs):
            return .fail(
                LocalText(
                    "the \(english) is in use \(programs.description.english)",
                    "perangkat \(indonesian) sedang dipakai \(programs.description.indonesian)"
                ),
                LocalText(
                    "Restart the PC; if it stays so, call the administrator.",
                    "Nyalakan ulang PC; jika tetap begitu, hubungi administrator."
                )
            )
        case .unsuitable(let device, let code):
            return .fail(
                LocalText(
                    "“\(device)” can't do 16-bit sound (error \(code))",
                    "“\(device)” tidak mendukung suara 16 bit (galat \(code))"
                ),
                LocalText(
                    "The administrator sets [sound] \(english) in vcd.toml, such as plughw:0,0.",
                    "Administrator mengatur [sound] \(english) di vcd.toml, misalnya plughw:0,0."
                )
            )
        case .stalled:
            return .fail(
                LocalText("no sound goes through the \(english)", "tidak ada suara melalui \(indonesian)"),
                replug
            )
        case .broken(let device, let code):
            return .fail(
                LocalText(
                    "the \(english) “\(device)” does not work (error \(code))",
                    "perangkat \(indonesian) “\(device)” tidak bekerja (galat \(code))"
                ),
                replug
            )
        }
    }
}
