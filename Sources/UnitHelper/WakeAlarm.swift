import Glibc
import ProcFS
import StationCore
import Systemd
import UnitMessages

/// Sets the real-time clock to wake the PC for the next session (rtc(4), "/sys/class/rtc"). It runs when the PC has
/// started and when it goes down, whoever switches it off.
///
/// That clock counts as somebody once set it, which may be in local time, or wrong: it is asked what it has now, and the alarm
/// is as far from that as the session is from now.
struct WakeAlarm {
    private let alarm: String
    private let clock: String

    /// How many sessions ahead it is tried: at the end of a day the next one is a day or a weekend away.
    private static let sessionsAhead = 4
    /// What two looks at two clocks differ by without meaning anything, in seconds.
    private static let jitter: Int64 = 2

    /// - Parameter folder: of the clock.
    init(folder: String = "/sys/class/rtc/rtc0") {
        alarm = "\(folder)/wakealarm"
        clock = "\(folder)/since_epoch"
    }

    func set() throws(HelperError) {
        let configuration = try HelperConfiguration.load()
        guard configuration.shutdown.wakes else { return }
        guard access(alarm, W_OK) == 0 else {
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
        let ahead = Self.offset(of: seconds(in: clock), from: Int64(time.tv_sec))
        for seconds in wakes.reversed() {
            try clear()
            if try takes("\(seconds + ahead)"), self.seconds(in: alarm) == seconds + ahead { taken.append(seconds) }
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
        guard try takes("0") else { throw HelperError.system("\(alarm) does not take '0'") }
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
        let descriptor = open(alarm, O_WRONLY | O_TRUNC | O_CLOEXEC)
        guard descriptor >= 0 else { throw HelperError.system("\(alarm) cannot be opened") }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        if Glibc.write(descriptor, bytes, bytes.count) == bytes.count { return true }
        guard errno == EINVAL else { throw HelperError.system("\(alarm) does not take '\(text)'") }
        return false
    }

    /// How far the clock is ahead of the time; zero where nobody can tell.
    static func offset(of clock: Int64?, from time: Int64) -> Int64 {
        guard let clock else { return 0 }
        return abs(clock - time) > jitter ? clock - time : 0
    }

    private func seconds(in file: String) -> Int64? {
        ProcessTable.read(file).split(whereSeparator: \.isWhitespace).first.flatMap { Int64($0) }
    }
}
