import Glibc
import StationCore

/// The account that the client runs under.
struct ClientAccount: Hashable, Sendable {
    let uid: uid_t
    let gid: gid_t
    let groups: [gid_t]
    /// Whether vcd is root and drops to this account.
    let isDropped: Bool

    /// - Throws: `clientUnusable` when vcd is root and the configured account doesn't exist or is root itself.
    init(for client: Configuration.Client) throws(HostError) {
        guard geteuid() == 0 else {
            self.init(uid: geteuid(), gid: getegid(), groups: [], isDropped: false)
            return
        }
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 1 << 16)
        let remedy = "Set [client] user in vcd.toml to an account of its own that exists; 'nobody' does."
        guard getpwnam_r(client.user, &entry, &buffer, buffer.count, &found) == 0, found != nil else {
            throw HostError(.clientUnusable, message: "[client] user '\(client.user)' does not exist.", remedy: remedy)
        }
        guard entry.pw_uid != 0 else {
            throw HostError(.clientUnusable, message: "[client] user '\(client.user)' is root.", remedy: remedy)
        }
        var groups = [gid_t](repeating: 0, count: 64)
        var count = Int32(groups.count)
        let known = getgrouplist(client.user, entry.pw_gid, &groups, &count) >= 0
        self.init(
            uid: entry.pw_uid,
            gid: entry.pw_gid,
            groups: known ? Array(groups.prefix(Int(count))) : [],
            isDropped: true
        )
    }

    private init(uid: uid_t, gid: gid_t, groups: [gid_t], isDropped: Bool) {
        self.uid = uid
        self.gid = gid
        self.groups = groups
        self.isDropped = isDropped
    }

    /// A command as this account runs it: through setpriv(1) where vcd is root.
    ///
    /// Subprocess can change the account itself, but calls setgroups(2) between fork and exec; there glibc waits for
    /// threads that the child doesn't have, and now and then for ever.
    func running(_ program: String, _ arguments: [String]) -> (program: String, arguments: [String]) {
        guard isDropped else { return (program, arguments) }
        let list = groups.map(String.init).joined(separator: ",")
        let drop = ["--reuid", "\(uid)", "--regid", "\(gid)", list.isEmpty ? "--clear-groups" : "--groups=\(list)"]
        return ("/usr/bin/setpriv", drop + ["--", program] + arguments)
    }

    /// Whether the account can come to `path` and read it, by the permission bits on the way.
    func canRead(_ path: String) -> Bool {
        var prefix = ""
        for part in path.split(separator: "/") {
            prefix += "/" + part
            var status = stat()
            guard stat(prefix, &status) == 0 else { return false }
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            let isLast = prefix == path
            let wanted: mode_t = isFolder ? (isLast ? 0o5 : 0o1) : 0o4
            let shift: mode_t =
                status.st_uid == uid ? 6 : (status.st_gid == gid || groups.contains(status.st_gid) ? 3 : 0)
            guard (status.st_mode >> shift) & wanted == wanted else { return false }
        }
        return true
    }
}
