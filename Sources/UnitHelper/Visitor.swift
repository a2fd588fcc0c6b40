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
        guard let entry = getpwnam(Places.visitor), entry.pointee.pw_uid != 0 else {
            throw HelperError(
                "The account \(Places.visitor) does not exist.",
                remedy: "The administrator runs 'systemd-sysusers', or installs vcd again."
            )
        }
        uid = entry.pointee.pw_uid
        gid = entry.pointee.pw_gid
        shell = String(cString: entry.pointee.pw_shell)
        guard let entry = getpwnam(Places.screen), entry.pointee.pw_uid != 0 else {
            throw HelperError(
                "The account \(Places.screen) does not exist.",
                remedy: "The administrator runs 'systemd-sysusers', or installs vcd again."
            )
        }
        screen = entry.pointee.pw_uid
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
