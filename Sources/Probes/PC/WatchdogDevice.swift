import StationCore

/// The PC's watchdog, which resets a PC that hangs whole (the kernel's ABI/testing/sysfs-class-watchdog). systemd keeps
/// the first one from it, by the package's RuntimeWatchdogSec=.
enum WatchdogDevice {
    /// Whether there is one, and whether somebody keeps it running.
    static func text(_ files: PCFiles) -> LocalText {
        let folder = "/sys/class/watchdog/watchdog0"
        guard files.exists(folder) else { return LocalText("no watchdog", "tanpa watchdog") }
        let name = files.line("\(folder)/identity").prefix(24)
        guard files.line("\(folder)/state") == "active" else {
            return LocalText("watchdog \(name) is not used", "watchdog \(name) tidak dipakai")
        }
        let seconds = files.line("\(folder)/timeout")
        return LocalText(
            "watchdog \(name) resets after \(seconds) s",
            "watchdog \(name) menyalakan ulang setelah \(seconds) detik"
        )
    }
}
