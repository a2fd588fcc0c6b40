import Glibc
import ProcFS

/// What of this PC could keep the memory of a visit longer than the visit: swap, hibernation, memory that is given back
/// as it was, and crash reports. None of it is needed for a clean wipe; each makes what is left in RAM less.
struct PrivacyCheck: Sendable {
    /// A folder that stands for `/`; another one in tests.
    var root = ""

    struct Concern: Hashable {
        let detail: String
        let remedy: String
    }

    func concerns() -> [Concern] { [swap(), hibernation(), initOnFree(), coreDumps()].compactMap { $0 } }

    /// Swap on anything but memory or an encrypted device (proc_swaps(5)).
    private func swap() -> Concern? {
        let open = read("/proc/swaps").split(separator: "\n").dropFirst().compactMap { line -> String? in
            guard let device = line.split(whereSeparator: \.isWhitespace).first.map(String.init) else { return nil }
            return isMemoryOrEncrypted(device) ? nil : device
        }
        guard !open.isEmpty else { return nil }
        return Concern(
            detail: "swap without encryption on \(open.joined(separator: ", "))",
            remedy: "The administrator runs 'swapoff -a' and takes the swap out of /etc/fstab; visits are kept from it."
        )
    }

    private func isMemoryOrEncrypted(_ device: String) -> Bool {
        let name = String(device.split(separator: "/").last ?? "")
        if name.hasPrefix("zram") { return true }
        let real = realpath(root + device, nil).map { pointer in
            defer { free(pointer) }
            return String(String(cString: pointer).split(separator: "/").last ?? "")
        }
        return read("/sys/block/\(real ?? name)/dm/uuid").hasPrefix("CRYPT-")
    }

    /// Hibernation writes all memory to a disk (kernel documentation, admin-guide/pm/sleep-states).
    private func hibernation() -> Concern? {
        let isOffered = read("/sys/power/state").split(whereSeparator: \.isWhitespace).contains("disk")
        let isSwitchedOff = ["/usr/lib", "/etc"].contains { folder in
            DirectoryListing.names(in: "\(root)\(folder)/systemd/sleep.conf.d").contains {
                read("\(folder)/systemd/sleep.conf.d/\($0)").contains("AllowHibernation=no")
            }
        }
        guard isOffered, !isSwitchedOff else { return nil }
        return Concern(
            detail: "the PC may hibernate",
            remedy: "The administrator sets AllowHibernation=no in /etc/systemd/sleep.conf.d/; the package does."
        )
    }

    /// Without it, memory that was given back keeps its contents until it is used again (kernel parameters).
    private func initOnFree() -> Concern? {
        let isOn = read("/proc/cmdline").split(whereSeparator: \.isWhitespace).contains { $0 == "init_on_free=1" }
        guard !isOn else { return nil }
        return Concern(
            detail: "memory that was given back is not cleared",
            remedy:
                "The administrator adds init_on_free=1 to GRUB_CMDLINE_LINUX, runs 'update-grub' and restarts the PC."
        )
    }

    /// A crash reporter gets the memory of what crashed, whatever its limits are (core(5)).
    private func coreDumps() -> Concern? {
        let pattern = read("/proc/sys/kernel/core_pattern").filter { !$0.isNewline }
        guard pattern.hasPrefix("|"), pattern != "|/bin/false" else { return nil }
        return Concern(
            detail: "crashes are handed to \(pattern.dropFirst().prefix { $0 != " " })",
            remedy: "The administrator sets kernel.core_pattern=|/bin/false in /etc/sysctl.d/; the package does."
        )
    }

    private func read(_ path: String) -> String { ProcessTable.read(root + path) }
}
