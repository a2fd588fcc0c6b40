import CLinux

/// What the kernel says of its clock.
enum KernelClock {
    /// Whether something keeps it synchronised (adjtimex(2)).
    static var isSynchronised: Bool { vcd_clock_is_synchronised() > 0 }
}
