import CLinux
import CSeccomp
import Glibc
import SeatMessages

/// The seccomp filter of a visit.
enum SystemCallFilter {
    /// Kernel keyrings outlive every process of their user (keyrings(7)): the calls on them fail with EPERM, for the
    /// 32-bit ABIs as well. It holds for every process started after it.
    static func denyKeyrings() throws(SeatFailure) {
        guard vcd_set_no_new_privileges() == 0, let filter = seccomp_init(UInt32(0x7fff_0000)) else {
            throw SeatFailure(cause: .isolation, message: "No system call filter can be made.")
        }
        defer { seccomp_release(filter) }
        // EEXIST: the native ABI is in the filter already; EDOM: this PC's architecture has no such ABI.
        for abi in ["x86", "x86_64", "x32"] { _ = seccomp_arch_add(filter, seccomp_arch_resolve_name(abi)) }
        let deny = UInt32(0x0005_0000) | UInt32(EPERM)
        for name in ["add_key", "request_key", "keyctl"] {
            let number = seccomp_syscall_resolve_name(name)
            guard seccomp_rule_add_array(filter, deny, number, 0, nil) == 0 else {
                throw SeatFailure(cause: .isolation, message: "The system call \(name) cannot be denied.")
            }
        }
        guard seccomp_load(filter) == 0 else {
            throw SeatFailure(cause: .isolation, message: "The system call filter cannot be loaded.")
        }
    }
}
