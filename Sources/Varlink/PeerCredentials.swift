import Glibc
import NIOCore

/// Who is at the other end of a Unix socket, as the kernel says (unix(7), SO_PEERCRED and SO_PEERGROUPS).
public struct PeerCredentials: Hashable, Sendable {
    public let pid: Int32
    public let uid: UInt32
    public let gid: UInt32
    /// The supplementary groups at the time of connecting.
    public let groups: [UInt32]

    public init(pid: Int32, uid: UInt32, gid: UInt32, groups: [UInt32]) {
        self.pid = pid
        self.uid = uid
        self.gid = gid
        self.groups = groups
    }

    private static let mostGroups = 65_536

    /// - Returns: nil when the kernel doesn't say.
    init?(of channel: any Channel) {
        let found = try? channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(
            of: NIOBSDSocket.Handle.self
        ) { PeerCredentials(descriptor: $0) }
        guard let found, let credentials = found else { return nil }
        self = credentials
    }

    init?(descriptor: Int32) {
        // struct ucred, which Glibc's module doesn't show: pid, uid, gid.
        var credentials: (Int32, UInt32, UInt32) = (0, 0, 0)
        var length = socklen_t(MemoryLayout.size(ofValue: credentials))
        guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length) == 0 else { return nil }
        var groups = [UInt32](repeating: 0, count: 64)
        var size = socklen_t(groups.count * MemoryLayout<UInt32>.size)
        var result = getsockopt(descriptor, SOL_SOCKET, SO_PEERGROUPS, &groups, &size)
        if result != 0, errno == ERANGE, Int(size) <= Self.mostGroups * MemoryLayout<UInt32>.size {
            groups = [UInt32](repeating: 0, count: Int(size) / MemoryLayout<UInt32>.size)
            result = getsockopt(descriptor, SOL_SOCKET, SO_PEERGROUPS, &groups, &size)
        }
        guard result == 0 else { return nil }
        self.init(
            pid: credentials.0,
            uid: credentials.1,
            gid: credentials.2,
            groups: Array(groups.prefix(Int(size) / MemoryLayout<UInt32>.size))
        )
    }
}
