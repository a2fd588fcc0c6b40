import Glibc
import UnitMessages

/// The account of the visits.
struct Visitor {
    let uid: uid_t
    let gid: gid_t

    init() throws(HelperError) {
        guard let entry = getpwnam(Places.visitor), entry.pointee.pw_uid != 0 else {
            throw HelperError(
                "The account \(Places.visitor) does not exist.",
                remedy: "The administrator runs 'systemd-sysusers', or installs vcd again."
            )
        }
        uid = entry.pointee.pw_uid
        gid = entry.pointee.pw_gid
    }
}
