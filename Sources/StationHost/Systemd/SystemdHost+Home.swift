import Glibc
import ProcFS
import StationCore
import Systemd
import UnitMessages

/// The home of a visit under systemd: a unit makes and destroys it, and vcd looks for itself.
extension SystemdHost {
    public func makeHome() async throws(HostError) {
        try await vet(configuration)
        if let unkept {
            self.unkept = nil
            throw unkept
        }
        try await beginNetwork()
        try await runOneshot(.home, .templateUnusable) { () async throws(BusError) in try await units.start(.home) }
        try await waitForNetwork()
        if let fault = FreshHome.look().fault {
            throw HostError(
                .isolationUnavailable,
                message: "\(UnitName.home.rawValue) says that it made a home, and none is to be seen at "
                    + "\(Places.home): \(fault).",
                remedy: "Run 'vcctl wipe'. If it happens again, the administrator looks at 'systemctl cat "
                    + "\(UnitName.home.rawValue)': no drop-in of it may hide its mounts from the PC."
            )
        }
    }

    public func wipe() async throws(HostError) -> [DestroyedPlace] {
        let bytes = bytesInHome()
        try await asking(.wipeFailed) { () async throws(BusError) in try await units.stop(.network) }
        let state = try await asking(.wipeFailed) { () async throws(BusError) in
            if !HomeMounts.seen().isEmpty, try await units.state(of: .home).isDown {
                // It could not be unmounted when the unit was stopped; a start does that first.
                try await units.start(.home)
                _ = try await units.wait(for: .home, limit: UnitName.home.limit, until: \.isSettled)
            }
            try await units.stop(.home)
            return try await units.wait(for: .home, limit: UnitName.home.limit, until: \.isDown)
        }
        // Down is enough: it failed also where there was nothing to stop, and the mounts are what counts.
        guard state != nil, !isHomeMounted else {
            throw HostError(
                .wipeFailed,
                message: "The home could not be destroyed: \(await failure(of: .home))",
                remedy: "Restart the PC: the home is memory and ends with it."
            )
        }
        try await endNetwork()
        // What a memory still holds that somebody else keeps is the scan's to find; the visit's IPC ended with it.
        let destroyed = destroyedBytes()
        return [DestroyedPlace(place: "home", bytes: bytes)]
            + Places.privateToVisit.map { DestroyedPlace(place: $0, bytes: destroyed[$0]) }
    }

    /// By place, how much the last home's other memories held when they were destroyed.
    private func destroyedBytes() -> [String: Int64] {
        guard let report: MemoryReport = report(Places.memoryReport), report.home == homeReport?.name else {
            return [:]
        }
        return report.memories.reduce(into: [:]) { bytes, memory in
            if let place = VisitMemory(rawValue: memory.name)?.place { bytes[place] = memory.before.bytes }
        }
    }

    /// How much the visit wrote to its home; nil where none is mounted.
    private func bytesInHome() -> Int64? {
        var status = statvfs()
        guard isHomeMounted, statvfs(Places.home, &status) == 0 else { return nil }
        return Int64(status.f_blocks - status.f_bfree) * Int64(status.f_frsize)
    }

    private var isHomeMounted: Bool { HomeMounts.seen().contains { $0.place == Places.home } }
}

/// What is mounted of a home in the PC's own mount namespace, whose mounts reach vcd's.
enum HomeMounts {
    static func seen() -> [Mount] { MountTable.mounts(of: getpid()).filter { $0.source == Places.mountSource } }
}

/// What vcd itself sees where a fresh home should be. The unit that made it may have done so where nobody else sees it.
struct FreshHome: Hashable {
    /// The kinds of file system at the home's place, the topmost last.
    let kinds: [String]
    let owner: uid_t?
    let visitor: uid_t?
    /// Bytes that its memory holds.
    let used: Int64?

    static func look() -> FreshHome {
        var status = stat()
        var space = statvfs()
        return FreshHome(
            kinds: HomeMounts.seen().filter { $0.place == Places.home }.map(\.kind),
            owner: stat(Places.home, &status) == 0 ? status.st_uid : nil,
            visitor: account(),
            used: statvfs(Places.home, &space) == 0
                ? Int64(space.f_blocks - space.f_bfree) * Int64(space.f_frsize) : nil
        )
    }

    /// Why this is no fresh home; nil where it is one.
    var fault: String? {
        if kinds.isEmpty { return "nothing is mounted there" }
        if kinds != ["overlay"] { return "what is mounted there is \(kinds.joined(separator: ", over it "))" }
        guard let visitor else { return "the account \(Places.visitor) does not exist" }
        guard let owner, owner == visitor else {
            return "it belongs to uid \(owner.map { "\($0)" } ?? "unknown"), and \(Places.visitor) is uid \(visitor)"
        }
        guard let used else { return "its memory can't be asked what it holds" }
        return used == 0 ? nil : "its memory holds \(used) bytes already"
    }

    /// The visitor's uid (getpwnam_r(3)).
    private static func account() -> uid_t? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 1 << 16)
        guard getpwnam_r(Places.visitor, &entry, &buffer, buffer.count, &found) == 0, found != nil else { return nil }
        return entry.pw_uid
    }
}
