import CLinux
import Glibc
import UnitMessages

/// The account of the visits.
struct Visitor {
    let uid: uid_t
    let gid: gid_t
    private let shell: String

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
    }

    /// Whether nobody can log in as this account: no password that anything typed could match (shadow(5)), no shell.
    var isLocked: Bool {
        vcd_has_password(Places.visitor) == 0
            && ["/usr/sbin/nologin", "/sbin/nologin", "/bin/false", "/usr/bin/false"].contains(shell)
    }
}
