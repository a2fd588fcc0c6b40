import Glibc
import StationAPI
import StationCore
import Synchronization
import UnitMessages
import Varlink

/// Who may do what, by the peer's credentials.
struct Access: Sendable {
    /// The classes of verbs that `[access]` gives groups to.
    enum VerbClass: String, Sendable {
        case observe, operate, supervise
    }

    private struct Groups: Sendable {
        var names: [String]
        var ids: Set<UInt32>
    }

    /// Nil where `[access]` is absent: everybody but the visitor may.
    private let groups: [VerbClass: Groups]?
    private let visitor: UInt32?
    private let own: UInt32

    /// - Parameters:
    ///   - table: `[access]`; nil where it is absent.
    ///   - visitor: the uid that the client runs under, if it is not vcd's own.
    init(table: Configuration.Access?, visitor: UInt32?) {
        own = geteuid()
        self.visitor = visitor
        groups = table.map { table in
            [
                .observe: Self.resolve(table.observe + table.operate + table.supervise),
                .operate: Self.resolve(table.operate + table.supervise),
                .supervise: Self.resolve(table.supervise),
            ]
        }
    }

    /// The rules that a configuration gives.
    init(_ configuration: Configuration, _ setting: Setting) {
        switch setting {
        case .local:
            let visitor = geteuid() == 0 ? Self.userID(configuration.client.user) : nil
            self.init(table: configuration.access, visitor: visitor)
        case .systemd:
            // Without a table root alone may.
            self.init(table: configuration.access ?? .init(), visitor: Self.userID(Places.visitor))
        }
    }

    /// Whether a peer gets a connection at all.
    func admits(_ peer: PeerCredentials) -> Bool { peer.uid != visitor }

    /// - Throws: `NotAllowed`, naming the groups that may.
    func require(_ verbs: VerbClass, of peer: PeerCredentials, verb: String) throws {
        guard let groups, peer.uid != 0, peer.uid != own else { return }
        let allowed = groups[verbs] ?? Groups(names: [], ids: [])
        if allowed.ids.contains(peer.gid) || peer.groups.contains(where: allowed.ids.contains) { return }
        let names = allowed.names.joined(separator: ", ")
        throw VarlinkError(
            API.NotAllowed(
                verb: verb,
                groups: allowed.names,
                message: "Your account may not do this (\(verb)); "
                    + (allowed.names.isEmpty ? "only root may." : "it takes one of the groups \(names)."),
                remedy: allowed.names.first.map {
                    "An administrator can add you: 'adduser NAME \($0)'; then log in again."
                } ?? "Ask the administrator."
            )
        )
    }

    /// The uid of an account by its name (getpwnam_r(3)); nil if there is none.
    private static func userID(_ name: String) -> UInt32? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 1 << 16)
        guard getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else { return nil }
        return entry.pw_uid
    }

    private static func resolve(_ names: [String]) -> Groups {
        var unique: [String] = []
        for name in names where !unique.contains(name) { unique.append(name) }
        return Groups(names: unique, ids: Set(unique.compactMap(groupID)))
    }

    /// The gid of a group by its name (getgrnam_r(3)); nil if there is none.
    private static func groupID(_ name: String) -> UInt32? {
        var entry = group()
        var found: UnsafeMutablePointer<group>?
        var buffer = [CChar](repeating: 0, count: 1 << 16)
        guard getgrnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else { return nil }
        return entry.gr_gid
    }
}

/// The access rules in force; a reload replaces them whole.
final class AccessKeeper: Sendable {
    private let access: Mutex<Access>

    init(_ access: Access) { self.access = Mutex(access) }

    func replace(with new: Access) { access.withLock { $0 = new } }

    func admits(_ peer: PeerCredentials) -> Bool { access.withLock { $0 }.admits(peer) }

    func require(_ verbs: Access.VerbClass, of peer: PeerCredentials, verb: String) throws {
        try access.withLock { $0 }.require(verbs, of: peer, verb: verb)
    }
}
