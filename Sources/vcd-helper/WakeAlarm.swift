import Glibc
import StationCore
import UnitMessages

/// Sets the real-time clock to wake the PC for the next session (rtc(4), "/sys/class/rtc"). It runs when the PC has
/// started and when it goes down, whoever switches it off.
struct WakeAlarm {
    private static let alarm = "/sys/class/rtc/rtc0/wakealarm"

    func set() throws(HelperError) {
        let configuration = try HelperConfiguration.load()
        guard configuration.shutdown.wakes else { return }
        guard access(Self.alarm, W_OK) == 0 else {
            // Once: systemd.exec(5) sets $SERVICE_RESULT for ExecStop= only.
            if getenv("SERVICE_RESULT") != nil { return }
            return say(5, "This PC has no real-time clock that could wake it: it is switched on by hand.")
        }
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let now = WallTime(milliseconds: Int64(time.tv_sec) * 1_000)
        // An alarm that is set already refuses another one.
        try write("0")
        guard let wake = configuration.schedule.nextWake(after: now) else {
            return say(5, "The schedule has no next session: nothing wakes the PC.")
        }
        try write("\(wake.milliseconds / 1_000)")
        say(6, "The PC wakes by itself at \(wake.milliseconds / 1_000) seconds since 1970.")
    }

    private func write(_ text: String) throws(HelperError) {
        let descriptor = open(Self.alarm, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw HelperError.system("\(Self.alarm) cannot be opened") }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
            throw HelperError.system("\(Self.alarm) does not take '\(text)'")
        }
    }

    /// With the level of sd-daemon(3) before it.
    private func say(_ level: Int, _ text: String) {
        let line = Array("<\(level)>\(text)\n".utf8)
        _ = line.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
