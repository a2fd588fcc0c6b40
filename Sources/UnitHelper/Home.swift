import CLinux
import Glibc
import ProcFS
import StationCore
import UnitMessages

/// A visit's home, an overlay of memory over the template, and the other memories that a visit can write to. They are
/// made in no time.
///
/// Going down destroys their *content*, whoever holds a mount, a namespace or an open file of them: unmounting alone would
/// leave it to the last holder. What they hold afterwards the kernel says (``MemoryReport``). A memory that is not empty
/// then, because somebody holds a file that had lost its name before, stays mounted: the scan finds it, and no home is
/// made until it is empty.
struct Home {
    /// How long a memory may take to become empty: what the last process held is given back a little later.
    private static let patience = 50
    private static let pause: UInt32 = 20_000

    /// How large a memory is. Chromium wants 4 GB free in /dev/shm, or it moves its shared memory to /tmp.
    private static func size(of memory: VisitMemory, _ configuration: Configuration) -> Int64 {
        switch memory {
        case .home: configuration.home.size
        case .tmp, .varTmp: 1 << 30
        case .sharedMemory: 4 << 30
        }
    }

    /// How many files it may hold: a wipe has to remove them one by one.
    private static func mostFiles(in memory: VisitMemory) -> Int {
        switch memory {
        case .home: 200_000
        case .tmp, .varTmp, .sharedMemory: 50_000
        }
    }

    /// Makes a fresh home; an old one that is still there is destroyed first.
    ///
    /// - Throws: ``HelperError``; then no fresh home is mounted.
    func up() throws(HelperError) {
        let configuration = try HelperConfiguration.load()
        // One that could not be unmounted when it should have been: systemd stops no unit that is down already.
        try down()
        guard Self.mounts().isEmpty else {
            throw HelperError(
                "Something of an earlier visit is still held by somebody.",
                remedy: "Run 'vcctl wipe', which says by whom; if that does not help, restart the PC."
            )
        }
        for place in ["/run/vcd", Places.memory, Places.home] { _ = try RootFolder(place) }
        try BrowserPolicies(configuration: configuration).write()
        try VisitKeyboard().write()
        do {
            try mount(configuration)
        } catch {
            try? down()
            throw error
        }
    }

    /// Destroys what is there and unmounts it; does nothing where nothing is.
    func down() throws(HelperError) {
        let mounts = Self.mounts()
        guard !mounts.isEmpty else { return }
        guard Set(mounts.map(\.place)).count == mounts.count else {
            throw HelperError(
                "A home is mounted twice.",
                remedy: "Restart the PC: the home is memory and ends with it."
            )
        }
        try VisitGroup.requireEmpty()
        let overlays = mounts.filter { $0.kind == "overlay" }
        let home: HomeReport? = ReportFile.read(Places.homeReport)
        var report = MemoryReport(home: home?.name, memories: [])
        var open: [(memory: Memory, empty: MemoryUse?, found: DestroyedMemory)] = []
        for mount in mounts where mount.kind == "tmpfs" {
            let memory = try Memory(at: mount.place)
            let made = home?.memory(at: mount.place, on: mount.device)
            let isHome = mount.place == VisitMemory.home.mountPoint || mount.place == Places.memory
            let found = DestroyedMemory(
                name: String(mount.place.split(separator: "/").last ?? ""),
                devices: made?.devices ?? [mount.device] + (isHome ? overlays.map(\.device) : []),
                before: try memory.use(beyond: made?.empty),
                left: MemoryUse(bytes: 0, files: 0)
            )
            memory.destroy()
            open.append((memory, made?.empty, found))
        }
        for overlay in overlays {
            // Where somebody else has it mounted too, the kernel would go on keeping the names of what was in it.
            _ = vcd_forget_names(overlay.place)
            try Self.unmount(overlay.place)
        }
        for place in Memory.lowerPlaces where MountTable.mounts(of: getpid()).contains(where: { $0.place == place }) {
            try Self.unmount(place)
        }
        for (memory, empty, found) in open {
            var found = found
            for _ in 0..<Self.patience {
                found.left = try memory.left(beyond: empty)
                if found.isEmpty { break }
                usleep(Self.pause)
            }
            memory.letGo()
            if found.isEmpty { try Self.unmount(memory.path) }
            report.memories.append(found)
        }
        if let earlier: MemoryReport = ReportFile.read(Places.memoryReport), earlier.home == report.home {
            let devices = Set(report.memories.flatMap(\.devices))
            // A home that could not be made may have been given some of the numbers of the one before.
            report.memories += earlier.memories.filter { !devices.isSuperset(of: $0.devices) }
        }
        try ReportFile.write(report, to: Places.memoryReport)
    }

    private func mount(_ configuration: Configuration) throws(HelperError) {
        let visitor = try Visitor()
        var memories: [(kind: VisitMemory, memory: Memory)] = []
        for kind in VisitMemory.allCases {
            let memory = try Memory(
                making: kind,
                size: Self.size(of: kind, configuration),
                most: Self.mostFiles(in: kind),
                for: visitor
            )
            memories.append((kind, memory))
        }
        var seen: TemplateSeen?
        if let template = configuration.client.template {
            let folder = try RootFolder(template)
            seen = try TemplateCare(path: template).verify(folder, at: template)
            guard vcd_mount_as(folder.descriptor, Memory.lowerPlace, visitor.uid, visitor.gid) == 0 else {
                throw .system("The template \(template) cannot be mounted for \(Places.visitor)")
            }
        }
        guard vcd_mount_overlay(Places.home, Memory.overlayOptions) == 0 else {
            throw .system("The home cannot be mounted")
        }
        var made: [MadeMemory] = []
        for (kind, memory) in memories {
            let overlay = kind == .home ? Self.mounts().filter { $0.kind == "overlay" }.map(\.device) : []
            made.append(MadeMemory(memory: kind, devices: [memory.device] + overlay, empty: try memory.use()))
        }
        try ReportFile.write(
            HomeReport(
                devices: Self.mounts().map(\.device),
                template: seen?.digest,
                isAccountLocked: visitor.isLocked,
                name: String(UInt64.random(in: 0 ... .max), radix: 16),
                memories: made
            ),
            to: Places.homeReport
        )
        guard let seed = DrillSeed(bytes: (0..<DrillSeed.digits / 2).map { _ in .random(in: .min ... .max) }) else {
            throw HelperError("No seed can be made.", remedy: "Run 'vcctl wipe'.")
        }
        try ReportFile.write(seed, to: Places.seed)
    }

    /// What is mounted of a home, in this process's namespace.
    private static func mounts() -> [Mount] {
        MountTable.mounts(of: getpid()).filter {
            $0.source == Places.mountSource
                && ($0.place == Places.home || $0.place == Places.memory || $0.place.hasPrefix("\(Places.memory)/"))
        }
    }

    /// Also where somebody still uses it: nothing of the visit is in it by now, or it would stay.
    private static func unmount(_ place: String) throws(HelperError) {
        if vcd_unmount(place) == 0 { return }
        guard errno == EBUSY, vcd_detach(place) == 0 else { throw .system("\(place) cannot be unmounted") }
    }
}
