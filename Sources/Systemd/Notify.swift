import CSystemd

/// Tells the service manager how the daemon is (sd_notify(3)). Without `NOTIFY_SOCKET` it does nothing.
public enum Notify {
    public static func ready(status: String) { send("READY=1\nSTATUS=\(status)") }

    public static func status(_ text: String) { send("STATUS=\(text)") }

    public static func stopping() { send("STOPPING=1") }

    private static func send(_ state: String) { _ = sd_notify(0, state) }
}
