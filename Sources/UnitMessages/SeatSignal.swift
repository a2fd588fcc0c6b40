import Glibc

/// Signals with which vcd asks the seat under systemd; SIGTERM asks it to close.
public enum SeatSignal {
    /// To begin the call program anew. Its default is to be ignored (signal(7)): a seat that began before it was known goes on.
    public static let restart = SIGURG
}
