import CLinux
import CSeccomp
import Glibc
import Testing

@testable import VisitSeat

/// The filter's program, run as the kernel would run it.
@Suite struct SystemCallFilterTests {
    private static let architecture: UInt32 = 0xc000_003e
    private let program = FilterProgram(
        architecture: architecture,
        newest: SystemCallFilter.newest,
        SystemCallFilter(setsSound: false).calls
    ).steps

    private func answer(_ name: String, _ arguments: UInt64..., on architecture: UInt32 = architecture) -> UInt32 {
        answer(UInt32(bitPattern: seccomp_syscall_resolve_name(name)), arguments, on: architecture)
    }

    private func answer(_ number: UInt32, _ arguments: [UInt64] = [], on architecture: UInt32 = architecture) -> UInt32
    {
        var words = [number, architecture, 0, 0]
        for argument in arguments { words += [UInt32(truncatingIfNeeded: argument), UInt32(argument >> 32)] }
        words += Array(repeating: 0, count: 16 - words.count)
        var value: UInt32 = 0
        var at = 0
        while at < program.count {
            let step = program[at]
            at += 1
            let holds: Bool
            switch step.code {
            case FilterProgram.Code.load:
                value = words[Int(step.value) / 4]
                continue
            case FilterProgram.Code.and:
                value &= step.value
                continue
            case FilterProgram.Code.jump:
                at += Int(step.value)
                continue
            case FilterProgram.Code.jumpIfEqual: holds = value == step.value
            case FilterProgram.Code.jumpIfGreater: holds = value > step.value
            case FilterProgram.Code.jumpIfAtLeast: holds = value >= step.value
            default: return step.value
            }
            at += Int(holds ? step.if_true : step.if_false)
        }
        return 0
    }

    private let allowed: UInt32 = 0x7fff_0000
    private func refused(_ error: Int32 = EPERM) -> UInt32 { 0x0005_0000 | UInt32(error) }

    @Test func theProgramIsShortEnough() { #expect(program.count < 1_000) }

    @Test(arguments: ["read", "openat", "futex", "execve", "chroot", "seccomp", "prctl", "memfd_create", "shmget"])
    func whatProgramsDo(_ name: String) { #expect(answer(name) == allowed) }

    @Test(arguments: [
        "add_key", "keyctl", "io_uring_setup", "bpf", "ptrace", "setns", "mount", "open_tree", "userfaultfd",
        "name_to_handle_at", "syslog", "kcmp",
    ])
    func whatNoneNeeds(_ name: String) { #expect(answer(name) == refused()) }

    @Test func otherTablesOfCalls() {
        #expect(answer("read", on: 0x4000_0003) == refused())
        #expect(answer(0x4000_0000) == refused(ENOSYS))
        #expect(answer(SystemCallFilter.newest + 1) == refused(ENOSYS))
        #expect(answer("clone3") == refused(ENOSYS))
    }

    /// Elements of a sound card that are made, replaced, removed, locked; text that goes with them; values.
    @Test(arguments: [
        0xc110_5517, 0xc110_5518, 0xc040_5519, 0xc008_551b, 0xc008_551c, 0x4040_5514, 0x4040_5515, 0xc4c8_5513,
        0xc004_5542,
    ])
    func soundControls(_ request: UInt64) {
        #expect(answer("ioctl", 3, request) == refused())
        // The kernel's number has 32 bits.
        #expect(answer("ioctl", 3, request | 1 << 40) == refused())
    }

    @Test func soundIsHeardAndRead() {
        for request in [0xc050_5510, 0xc110_5511, 0xc4c8_5512, 0xc008_551a, 0x4140, 0xc260_4111] as [UInt64] {
            #expect(answer("ioctl", 3, request) == allowed)
        }
    }

    @Test func pipeWireSetsSound() {
        let rules = DeviceRequests(setsSound: true).rules
        #expect(rules.contains { $0.answer == .allow && $0.tests == [.argument(1, is: vcd_request_to_set_sound())] })
        #expect(
            !DeviceRequests(setsSound: false).rules.contains {
                $0.tests == [.argument(1, is: vcd_request_to_set_sound())]
            }
        )
    }

    /// Extension units and mappings of UVC, S_CTRL, S_EXT_CTRLS, S_EDID, debugging, the kernel's log, and private ones.
    @Test(arguments: [
        0xc060_7520, 0xc010_7521, 0xc008_561c, 0xc020_5648, 0xc028_5629, 0x4038_564f, 0x5646, 0xc004_56c0,
    ])
    func camerasAreNotSet(_ request: UInt64) { #expect(answer("ioctl", 3, request) == refused()) }

    @Test func camerasAreLookedThrough() {
        for request in [0x8068_5600, 0xc0d0_5605, 0xc058_5611, 0x4004_5612, 0xc044_5624] as [UInt64] {
            #expect(answer("ioctl", 3, request) == allowed)
        }
    }

    /// EVIOCSKEYCODE, EVIOCSREP, EVIOCGRAB, KDSKBENT, TIOCSTI, TIOCLINUX, VT_ACTIVATE, TUNSETIFF, FIFREEZE, HIDIOCSFEATURE.
    @Test(arguments: [
        0x4008_4504, 0x4028_4504, 0x4008_4503, 0x4004_4590, 0x4b47, 0x5412, 0x541c, 0x5606, 0x4004_54ca, 0xc004_5877,
        0xc010_4806,
    ])
    func keyboardsAndConsoles(_ request: UInt64) { #expect(answer("ioctl", 3, request) == refused()) }

    @Test func keyboardsAreAsked() {
        for request in [0x8004_4501, 0x8108_4506, 0x4004_45a0, 0x5413, 0x541b, 0x5401] as [UInt64] {
            #expect(answer("ioctl", 3, request) == allowed)
        }
    }

    @Test func sockets() {
        for (family, kind, transport) in [(1, 1, 0), (2, 1, 0), (10, 0x80802, 17), (16, 3, 0), (16, 0x80003, 15)] {
            #expect(answer("socket", UInt64(family), UInt64(kind), UInt64(transport)) == allowed)
        }
        // MPTCP, UDP-Lite, SCTP, ICMP, raw; nf_tables, generic netlink, sockets' diagnosis.
        for (family, kind, transport) in [
            (2, 1, 262), (2, 2, 136), (10, 1, 132), (2, 2, 1), (2, 3, 1), (16, 3, 12), (16, 3, 16), (16, 3, 4),
        ] {
            #expect(answer("socket", UInt64(family), UInt64(kind), UInt64(transport)) == refused(EPROTONOSUPPORT))
        }
        // Kernel cryptography, vsock, packets, SMC, Bluetooth, and one that looks like a family that is allowed.
        for family in [38, 40, 17, 43, 31, 0x1_0000] {
            #expect(answer("socket", UInt64(family), 1, 0) == refused(EAFNOSUPPORT))
        }
        #expect(answer("setsockopt", 3, 0, 64) == refused())
        #expect(answer("setsockopt", 3, 41, 64) == refused())
        #expect(answer("setsockopt", 3, 0, 10) == allowed)
        #expect(answer("setsockopt", 3, 6, 1) == allowed)
    }

    @Test func namespaces() {
        // Those of a browser's own sandbox.
        #expect(answer("clone", 0x7000_0011) == allowed)
        #expect(answer("clone", 0x5800_0011) == allowed)
        #expect(answer("unshare", 0x1000_0000) == allowed)
        for other: UInt64 in [0x0002_0000, 0x0200_0000, 0x0400_0000] {
            #expect(answer("clone", 0x1000_0000 | other) == refused())
            #expect(answer("unshare", 0x1000_0000 | other) == refused())
        }
    }
}
