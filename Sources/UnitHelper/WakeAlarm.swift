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
        guard try takes("0") else { throw HelperError.system("\(Self.alarm) does not take '0'") }
        guard let wake = configuration.schedule.nextWake(after: now) else {
            return say(5, "The schedule has no next session: nothing wakes the PC.")
        }
        let seconds = wake.milliseconds / 1_000
        guard try takes("\(seconds)") else {
            let clock = "This PC's real-time clock can't be set as far ahead as the next session"
            return say(4, "\(clock): it is switched on by hand.")
        }
        say(6, "The PC wakes by itself at \(seconds) seconds since 1970.")
    }

    /// - Returns: false where it is further ahead than the clock can count: some know a time of day only, and no date
    ///   (drivers/rtc/rtc-cmos.c of the kernel, cmos_validate_alarm).
    private func takes(_ text: String) throws(HelperError) -> Bool {
        let descriptor = open(Self.alarm, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw HelperError.system("\(Self.alarm) cannot be opened") }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        if Glibc.write(descriptor, bytes, bytes.count) == bytes.count { return true }
        guard errno == EINVAL else { throw HelperError.system("\(Self.alarm) does not take '\(text)'") }
        return false
    }

    /// With the level of sd-daemon(3) before it.
    private func say(_ level: Int, _ text: String) {
        let line = Array("<\(level)>\(text)\n".utf8)
        _ = line.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
