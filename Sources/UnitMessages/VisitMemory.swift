/// A memory that a visit can write to. vcd-helper makes each of them, so that it can destroy what is in them.
public enum VisitMemory: String, Codable, Hashable, Sendable, CaseIterable {
    case home, tmp
    case varTmp = "var-tmp"
    case sharedMemory = "shm"

    /// Its name in receipts.
    public var place: String {
        switch self {
        case .home: "home"
        case .tmp: "/tmp"
        case .varTmp: "/var/tmp"
        case .sharedMemory: "/dev/shm"
        }
    }

    /// Where it is mounted: below a folder that root alone may enter.
    public var mountPoint: String { "\(Places.memory)/\(rawValue)" }
}

/// How much a memory holds, by the kernel's own account of it (fstatvfs(3)): also what no name leads to any more.
public struct MemoryUse: Codable, Hashable, Sendable {
    public var bytes: Int64
    /// Files, folders and all else that has an inode.
    public var files: Int64

    public init(bytes: Int64, files: Int64) {
        self.bytes = bytes
        self.files = files
    }
}

/// A memory of a home that was made.
public struct MadeMemory: Codable, Hashable, Sendable {
    public var memory: VisitMemory
    /// Its own and that of the overlay on it, as `major:minor` of proc_pid_mountinfo(5).
    public var devices: [String]
    /// What it holds while it is empty: its own folders.
    public var empty: MemoryUse

    public init(memory: VisitMemory, devices: [String], empty: MemoryUse) {
        self.memory = memory
        self.devices = devices
        self.empty = empty
    }
}

/// What became of a memory when its content was destroyed.
public struct DestroyedMemory: Codable, Hashable, Sendable {
    /// Its mount point's last part; one of ``VisitMemory``, but for those of an earlier version.
    public var name: String
    /// Its own device, and that of the overlay on it.
    public var devices: [String]
    /// What it held beyond its own folders, before and afterwards.
    public var before: MemoryUse
    public var left: MemoryUse

    public init(name: String, devices: [String], before: MemoryUse, left: MemoryUse) {
        self.name = name
        self.devices = devices
        self.before = before
        self.left = left
    }

    /// Whether the kernel counts nothing in it any more. Whoever still holds such a memory holds nothing of the visit.
    public var isEmpty: Bool { left.bytes == 0 && left.files <= 0 }
}

/// What vcd-helper destroyed last.
public struct MemoryReport: Codable, Hashable, Sendable {
    /// The home whose memories they were: ``HomeReport/name``.
    public var home: String?
    public var memories: [DestroyedMemory]

    public init(home: String?, memories: [DestroyedMemory]) {
        self.home = home
        self.memories = memories
    }
}
