import CSystemd
import Glibc

/// Tells the service manager how the daemon is (sd_notify(3)). Without `NOTIFY_SOCKET` it does nothing.
public enum Notify {
    /// The daemon is up, or has finished reloading.
    ///
    /// - Parameter status: what it does, for `systemctl status`; nil where that is told already.
    public static func ready(status: String? = nil) { send(ready(with: status)) }

    public static func status(_ text: String) { send(status(with: text)) }

    public static func stopping() { send("STOPPING=1") }

    /// The configuration is being read again; ``ready(status:)`` ends it.
    public static func reloading() {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        send("RELOADING=1\nMONOTONIC_USEC=\(Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)")
    }

    /// The daemon is alive; due within every ``watchdogInterval``.
    public static func watchdog() { send("WATCHDOG=1") }

    /// Asks for more time for the start or the stop that is under way.
    public static func extendTimeout(by duration: Duration) {
        let (seconds, attoseconds) = duration.components
        send("EXTEND_TIMEOUT_USEC=\(seconds * 1_000_000 + attoseconds / 1_000_000_000_000)")
    }

    /// How often the service manager wants to hear of the daemon (sd_watchdog_enabled(3)); nil when it doesn't.
    public static var watchdogInterval: Duration? {
        var microseconds: UInt64 = 0
        return sd_watchdog_enabled(0, &microseconds) > 0 ? .microseconds(Int64(microseconds)) : nil
    }

    static func ready(with status: String?) -> String {
        "READY=1" + (status.map { "\n\(self.status(with: $0))" } ?? "")
    }

    /// A line break would begin another assignment.
    static func status(with text: String) -> String { "STATUS=\(LogText.line(text))" }

    private static func send(_ state: String) { _ = sd_notify(0, state) }
}
