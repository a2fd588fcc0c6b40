import Glibc

/// Signals with which vcd asks the seat and its screen under systemd; SIGTERM asks them to close.
public enum SeatSignal {
    /// To begin the call program anew; to the screen, that it does. Its default is to be ignored (signal(7)): a seat that
    /// began before it was known goes on.
    public static let restart = SIGURG
    /// To the screen: the visit is asked to close, so the windows of its browser are. Its default is to be ignored, too.
    public static let closing = SIGWINCH
}
