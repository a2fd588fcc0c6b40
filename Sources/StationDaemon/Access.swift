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

        fileprivate var words: String {
            switch self {
            case .observe: "look"
            case .operate: "run visits"
            case .supervise: "do everything"
            }
        }
    }

    private struct Groups: Sendable {
        var names: [String]
        var ids: Set<UInt32>
        /// The first that is of this class alone, and on this PC.
        var first: String?
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
                .observe: Self.resolve(table.observe, and: table.operate + table.supervise),
                .operate: Self.resolve(table.operate, and: table.supervise),
                .supervise: Self.resolve(table.supervise, and: []),
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
                remedy: remedy(verbs)
            )
        )
    }

    /// Which group is to be joined, by what somebody is to do: who only looks needs another one than who runs visits, and
    /// finds that out with the first verb, which is mostly one that looks.
    private func remedy(_ verbs: VerbClass) -> String {
        let classes: [VerbClass] =
            switch verbs {
            case .observe: [.observe, .operate, .supervise]
            case .operate: [.operate, .supervise]
            case .supervise: [.supervise]
            }
        let ways = classes.compactMap { known in
            own(known).map { "'adduser NAME \($0)' to \(known.words)" }
        }
        guard !ways.isEmpty else { return "Ask the administrator: no group of [access] in vcd.toml is on this PC." }
        return "An administrator can add you: \(ways.joined(separator: ", ")). Then log in again."
    }

    /// The first group of a class itself that is on this PC.
    private func own(_ verbs: VerbClass) -> String? { groups?[verbs]?.first }

    /// The uid of an account by its name (getpwnam_r(3)); nil if there is none.
    private static func userID(_ name: String) -> UInt32? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 1 << 16)
        guard getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else { return nil }
        return entry.pw_uid
    }

    /// - Parameter others: the groups of the classes above, which may do the same.
    private static func resolve(_ own: [String], and others: [String]) -> Groups {
        var unique: [String] = []
        for name in own + others where !unique.contains(name) { unique.append(name) }
        return Groups(
            names: unique,
            ids: Set(unique.compactMap(groupID)),
            first: own.first { groupID($0) != nil }
        )
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
