import CLinux
import Glibc
import UnitMessages

/// The account of the visits.
struct Visitor {
    let uid: uid_t
    let gid: gid_t
    private let shell: String
    /// The account of what shows the visits, which nothing else runs under either.
    private let screen: uid_t

    init() throws(HelperError) {
        let entry = try Self.account(Places.visitor)
        uid = entry.pw_uid
        gid = entry.pw_gid
        shell = String(cString: entry.pw_shell)
        screen = try Self.account(Places.screen).pw_uid
    }

    /// - Returns: what holds until the next account is looked up (getpwnam(3)).
    private static func account(_ name: String) throws(HelperError) -> passwd {
        guard let entry = getpwnam(name), entry.pointee.pw_uid != 0 else {
            throw HelperError(
                "The account \(name) does not exist.",
                remedy: "The administrator runs 'systemd-sysusers', or installs vcd again."
            )
        }
        return entry.pointee
    }

    /// Whether what this account has is a visit's: its own, or its screen's.
    func isOfVisits(_ account: uid_t) -> Bool { account == uid || account == screen }

    /// The same, of an account as the kernel writes it.
    func isOfVisits(_ account: some StringProtocol) -> Bool { uid_t(account).map { isOfVisits($0) } ?? false }

    /// Whether nobody can log in as this account: no password that anything typed could match (shadow(5)), no shell.
    var isLocked: Bool {
        vcd_has_password(Places.visitor) == 0
            && ["/usr/sbin/nologin", "/sbin/nologin", "/bin/false", "/usr/bin/false"].contains(shell)
    }
}
