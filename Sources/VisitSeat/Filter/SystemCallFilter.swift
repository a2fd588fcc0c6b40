import CLinux
import CSeccomp
import Glibc
import SeatMessages

/// The seccomp filter of a visit: what it denies holds for the seat and for every process started after it.
///
/// It is for what outlives a visit in the kernel and in devices, and for what of the kernel no call program needs.
struct SystemCallFilter {
    /// Whether what runs in the visit may set a sound card's controls, as PipeWire does when it chooses a way for the
    /// sound. What they are set to is set back with the home.
    var setsSound: Bool

    /// The last call that this filter knows: mseal(2). For a newer one the kernel is told to be older than it is.
    static let newest: UInt32 = 462

    func load() throws(SeatFailure) {
        let architecture = vcd_filter_architecture()
        guard architecture != 0 else {
            throw SeatFailure(cause: .isolation, message: "For this kind of PC there is no system call filter.")
        }
        let program = FilterProgram(architecture: architecture, newest: Self.newest, calls)
        guard vcd_filter_load(program.steps, program.steps.count) == 0 else {
            throw SeatFailure(cause: .isolation, message: "The system call filter cannot be loaded.")
        }
    }

    var calls: [FilteredCall] {
        [
            call("ioctl", DeviceRequests(setsSound: setsSound).rules, otherwise: .refuse(EPERM)),
            call("socket", SocketKinds.rules, otherwise: .refuse(EAFNOSUPPORT)),
            call("socketpair", SocketKinds.pairs, otherwise: .refuse(EAFNOSUPPORT)),
            call("setsockopt", SocketKinds.options, otherwise: .allow),
            call("clone", [Self.namespaces(argument: 0)], otherwise: .allow),
            call("unshare", [Self.namespaces(argument: 0)], otherwise: .allow),
            // What it is asked for lies in memory, where no filter sees it. The C library has the older call.
            call("clone3", otherwise: .refuse(ENOSYS)),
            call("personality", Self.personalities, otherwise: .refuse(EPERM)),
        ].compactMap { $0 } + Self.never.compactMap { call($0, otherwise: .refuse(EPERM)) }
    }

    /// - Returns: nil where this architecture has no such call.
    private func call(_ name: String, _ rules: [FilterRule] = [], otherwise: FilterAnswer) -> FilteredCall? {
        let number = seccomp_syscall_resolve_name(name)
        return number < 0 ? nil : FilteredCall(number: UInt32(number), rules: rules, otherwise: otherwise)
    }

    /// A browser's own sandbox makes user, pid and network namespaces, Firefox's also one of IPC. The visit has its own already
    /// of those that matter beside them: mounts, cgroup, host name.
    private static func namespaces(argument: Int) -> FilterRule {
        let others: UInt32 = 0x0002_0000 | 0x0200_0000 | 0x0400_0000
        return FilterRule(
            tests: [FilterTest(argument: argument, mask: others, relation: .hasBits)],
            answer: .refuse(EPERM)
        )
    }

    /// The usual one, and the question for it (personality(2)).
    private static let personalities = [0, UInt32.max].map {
        FilterRule(tests: [.argument(0, is: $0)], answer: .allow)
    }

    private static let never =
        // Keyrings outlive every process of their user (keyrings(7)).
        ["add_key", "request_key", "keyctl"]
        // Much of the kernel behind one door that no filter sees through.
        + ["io_uring_setup", "io_uring_enter", "io_uring_register", "io_setup", "io_submit"]
        // Programs and traps in the kernel, and other processes' memory and files.
        + ["bpf", "perf_event_open", "userfaultfd", "ptrace", "kcmp", "pidfd_getfd", "process_vm_writev"]
        + ["process_vm_readv", "fanotify_init", "memfd_secret", "lookup_dcookie", "modify_ldt", "remap_file_pages"]
        // Mounts: the visit's view of the PC stays as it was made. chroot(2) is of a browser's own sandbox.
        + ["mount", "umount", "umount2", "pivot_root", "fsopen", "fsconfig", "fsmount", "fspick", "move_mount"]
        + ["open_tree", "mount_setattr", "setns", "name_to_handle_at", "open_by_handle_at"]
        + ["quotactl", "quotactl_fd", "swapon", "swapoff", "acct"]
        // The PC itself.
        + ["init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot", "syslog"]
        + ["settimeofday", "clock_settime", "clock_adjtime", "adjtimex", "sethostname", "setdomainname", "vhangup"]
        + ["iopl", "ioperm", "migrate_pages", "move_pages", "nfsservctl", "uselib", "sysfs", "ustat"]
}
