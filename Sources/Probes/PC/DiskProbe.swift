import StationCore

/// The disk that the ledger is on takes writes, has room, and is well.
struct DiskProbe: Probe {
    private let state: String
    private let files: PCFiles
    private let services: any SystemServices

    init(state: String) { self.init(state: state, files: PCFiles(), services: SystemBus()) }

    init(state: String, files: PCFiles, services: some SystemServices) {
        self.state = state
        self.files = files
        self.services = services
    }

    func look(_ depth: CheckTask.Depth) async -> CheckFinding {
        guard let space = DiskSpace(of: state) else {
            return .fail(
                LocalText("\(state) cannot be looked at", "\(state) tidak dapat diperiksa"),
                LocalText(
                    "Restart the PC; if it stays so, call the administrator.",
                    "Mulai ulang komputer; jika tetap begitu, hubungi administrator."
                )
            )
        }
        let health: DriveHealth
        switch depth {
        // Asking may have to start udisks first.
        case .quick: health = .notKnown
        case .full: health = await DriveHealth.asked(of: services)
        }
        let isReadOnly = files.mount(of: state)?.isReadOnly ?? false
        return Self.finding(space, isReadOnly: isReadOnly, health)
    }

    /// The verdict on all that was found.
    static func finding(_ space: DiskSpace, isReadOnly: Bool, _ health: DriveHealth) -> CheckFinding {
        let readOnly = Concern.fail(
            LocalText(
                "the disk takes no writes any more: it may be failing",
                "disk tidak dapat ditulisi lagi: mungkin rusak"
            ),
            LocalText(
                "Restart the PC once; if it comes back, the administrator replaces the disk.",
                "Mulai ulang komputer sekali; jika terjadi lagi, administrator mengganti disk."
            )
        )
        let (free, total) = (DiskSpace.text(space.free), DiskSpace.text(space.total))
        return ((isReadOnly ? [readOnly] : []) + [health.concern].compactMap { $0 } + space.concerns).finding(
            orElse: LocalText(
                "\(free) of \(total) free (\(space.percent) %), \(health.text.english)",
                "\(free) dari \(total) bebas (\(space.percent) %), \(health.text.indonesian)"
            )
        )
    }
}
