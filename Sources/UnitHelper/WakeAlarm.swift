import Glibc
import StationCore
import Systemd
import UnitMessages

/// Sets the real-time clock to wake the PC for the next session (rtc(4), "/sys/class/rtc"). It runs when the PC has
/// started and when it goes down, whoever switches it off.
struct WakeAlarm {
    private static let alarm = "/sys/class/rtc/rtc0/wakealarm"

    /// How many sessions ahead it is tried: at the end of a day the next one is a day or a weekend away.
    private static let sessionsAhead = 4

    func set() throws(HelperError) {
        let configuration = try HelperConfiguration.load()
        guard configuration.shutdown.wakes else { return }
        guard access(Self.alarm, W_OK) == 0 else {
            // Once: systemd.exec(5) sets $SERVICE_RESULT for ExecStop= only.
            if getenv("SERVICE_RESULT") != nil { return }
            report(nil)
            return StandardError.say(
                .notice,
                "This PC has no real-time clock that could wake it: it is switched on by hand."
            )
        }
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        var after = WallTime(milliseconds: Int64(time.tv_sec) * 1_000)
        var wakes: [Int64] = []
        while wakes.count < Self.sessionsAhead, let wake = configuration.schedule.nextWake(after: after) {
            wakes.append(wake.milliseconds / 1_000)
            after = wake
        }
        // The furthest first, so that the next one is what stays set.
        var taken: [Int64] = []
        for seconds in wakes.reversed() {
            try clear()
            if try takes("\(seconds)") { taken.append(seconds) }
        }
        if wakes.isEmpty { try clear() }
        report(taken.first)
        guard let seconds = wakes.first else {
            return StandardError.say(.notice, "The schedule has no next session: nothing wakes the PC.")
        }
        guard taken.last == seconds else {
            let clock = "This PC's real-time clock can't be set as far ahead as the next session"
            return StandardError.say(.warning, "\(clock): it is switched on by hand.")
        }
        StandardError.say(.info, "The PC wakes by itself at \(seconds) seconds since 1970.")
    }

    /// An alarm that is set already refuses another one.
    private func clear() throws(HelperError) {
        guard try takes("0") else { throw HelperError.system("\(Self.alarm) does not take '0'") }
    }

    /// For vcd, which says to an officer whether the PC wakes by itself. The alarm counts without it.
    private func report(_ furthest: Int64?) {
        do throws(HelperError) {
            try ReportFile.write(WakeReport(furthest: furthest), to: Places.wakeReport, ownGroup: false)
        } catch {
            StandardError.say(.warning, "\(error.message) \(error.remedy)")
        }
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

}
