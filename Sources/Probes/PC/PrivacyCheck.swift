import StationCore

/// What of this PC could keep the memory of a visit longer than the visit: swap, sleep, memory that is given back as it
/// was, and crash reports. None of it is needed for a clean wipe; each makes what is left in RAM less.
struct PrivacyCheck: Sendable {
    let files: PCFiles

    func concerns() -> [Concern] {
        [swap(), hibernation(), coreDumps(), suspend(), initOnFree()].compactMap { $0 }
    }

    private func swap() -> Concern? {
        let open = SwapSpace(files: files).open.joined(separator: ", ")
        guard !open.isEmpty else { return nil }
        return .fail(
            LocalText("swap without encryption on \(open)", "swap tanpa enkripsi di \(open)"),
            LocalText(
                "The administrator runs 'swapoff -a' and takes the swap out of /etc/fstab.",
                "Administrator menjalankan 'swapoff -a' dan menghapus swap dari /etc/fstab."
            )
        )
    }

    /// Hibernation writes all memory to a disk (kernel documentation, admin-guide/pm/sleep-states).
    private func hibernation() -> Concern? {
        guard SleepSettings(files: files).allows(.hibernation) else { return nil }
        return .fail(
            LocalText("the PC may hibernate", "komputer dapat berhibernasi"),
            LocalText(
                "The administrator sets AllowHibernation=no in /etc/systemd/sleep.conf.d/; the package does.",
                "Administrator mengisi AllowHibernation=no di /etc/systemd/sleep.conf.d/; paket vcd melakukannya."
            )
        )
    }

    /// A sleeping PC keeps what is in its memory.
    private func suspend() -> Concern? {
        guard SleepSettings(files: files).allows(.suspend) else { return nil }
        return .warn(
            LocalText("the PC may go to sleep", "komputer dapat tertidur"),
            LocalText(
                "The administrator sets AllowSuspend=no in /etc/systemd/sleep.conf.d/; the package does.",
                "Administrator mengisi AllowSuspend=no di /etc/systemd/sleep.conf.d/; paket vcd melakukannya."
            )
        )
    }

    /// Without it, memory that was given back keeps its contents until it is used again (kernel parameters).
    private func initOnFree() -> Concern? {
        let setting = files.text("/proc/cmdline").words.last { $0.hasPrefix("init_on_free=") }
        guard !["init_on_free=1", "init_on_free=on", "init_on_free=y"].contains(setting) else { return nil }
        return .warn(
            LocalText(
                "memory that was given back is not cleared",
                "memori yang dikembalikan tidak dikosongkan"
            ),
            files.exists("/etc/default/grub.d/vcd.cfg") ? Self.restart : Self.addParameter
        )
    }

    /// The package has set it for the next start.
    private static let restart = LocalText(
        "Restart the PC; if it stays so, the administrator runs 'update-grub' and restarts it again.",
        "Mulai ulang komputer; jika tetap begitu, administrator menjalankan 'update-grub' lalu memulai ulang lagi."
    )

    private static let addParameter = LocalText(
        "The administrator adds init_on_free=1 to the kernel's command line (GRUB_CMDLINE_LINUX) and restarts the PC.",
        "Administrator menambah init_on_free=1 di baris perintah kernel (GRUB_CMDLINE_LINUX), lalu memulai ulang komputer."
    )

    /// A crash reporter gets the memory of what crashed, whatever its limits are (core(5)).
    private func coreDumps() -> Concern? {
        let place = "/proc/sys/kernel/core_pattern"
        guard files.exists(place) else {
            return .warn(
                LocalText("the kernel's settings cannot be read", "pengaturan kernel tidak dapat dibaca"),
                LocalText(
                    "The administrator looks for ProcSubset= in 'systemctl cat vcd-check'.",
                    "Administrator mencari ProcSubset= di 'systemctl cat vcd-check'."
                )
            )
        }
        let pattern = files.line(place)
        guard pattern.hasPrefix("|"), pattern != "|/bin/false" else { return nil }
        let handler = pattern.dropFirst().prefix { $0 != " " }
        return .fail(
            LocalText("crashes are handed to \(handler)", "memori program yang mogok diserahkan ke \(handler)"),
            LocalText(
                "The administrator sets kernel.core_pattern=|/bin/false in /etc/sysctl.d/; the package does.",
                "Administrator mengisi kernel.core_pattern=|/bin/false di /etc/sysctl.d/; paket vcd melakukannya."
            )
        )
    }
}
