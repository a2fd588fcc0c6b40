import Glibc
import StationCore

/// The clock that runs while the PC is off has kept the time.
struct RTCProbe: Probe {
    private let files: PCFiles
    /// Seconds since 1970.
    private let now: @Sendable () -> Int64

    init() { self.init(files: PCFiles()) { Int64(Glibc.time(nil)) } }

    init(files: PCFiles, now: @escaping @Sendable () -> Int64) {
        self.files = files
        self.now = now
    }

    func look(_ depth: CheckTask.Depth) async -> CheckFinding {
        let folder = "/sys/class/rtc/rtc0"
        guard files.exists(folder) else {
            return .skipped(
                LocalText("this PC has no clock that runs while it is off", "komputer ini tidak punya jam baterai")
            )
        }
        guard let time = files.number("\(folder)/since_epoch") else {
            return .warn(
                LocalText("the battery clock cannot be read", "jam baterai tidak dapat dibaca"),
                RTCFacts.remedy
            )
        }
        let keepsLocalTime = files.text("/etc/adjtime").lines.contains { $0.trimmed == "LOCAL" }
        return RTCFacts(time: time, system: now(), keepsLocalTime: keepsLocalTime).finding
    }
}

/// A reading of the battery clock (kernel documentation, admin-guide/rtc) beside the system's.
struct RTCFacts: Hashable, Sendable {
    /// Seconds since 1970, if it keeps UTC.
    let time: Int64
    let system: Int64
    /// Whether it keeps the zone's time instead (hwclock(8), /etc/adjtime).
    let keepsLocalTime: Bool

    private static let hour: Int64 = 3_600
    private static let mostDifference: Int64 = 86_400
    /// 2025: clocks with an empty battery start some decades ago.
    private static let firstPlausible: Int64 = 1_735_689_600

    /// How far it is from the system's clock, in seconds, whole hours of a zone left out.
    var difference: Int64 {
        let difference = time - system
        guard keepsLocalTime, abs(difference) <= 14 * Self.hour + Self.hour / 2 else { return difference }
        let hours = (Double(difference) / Double(Self.hour)).rounded()
        return difference - Int64(hours) * Self.hour
    }

    var finding: CheckFinding {
        if time < Self.firstPlausible {
            return .warn(
                LocalText(
                    "the battery clock went back to \(year): its battery may be empty",
                    "jam baterai kembali ke tahun \(year): baterainya mungkin habis"
                ),
                Self.remedy
            )
        }
        guard abs(difference) <= Self.mostDifference else {
            let days = abs(difference) / Self.mostDifference
            return .warn(
                LocalText(
                    "the battery clock is \(days) days off: its battery may be empty",
                    "jam baterai meleset \(days) hari: baterainya mungkin habis"
                ),
                Self.remedy
            )
        }
        return .pass(
            LocalText(
                "\(abs(difference)) s from the system's clock",
                "selisih \(abs(difference)) detik dengan jam sistem"
            )
        )
    }

    private var year: Int {
        var seconds = time_t(time)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        return Int(parts.tm_year) + 1_900
    }

    static let remedy = LocalText(
        "Compare the PC's clock with another one; the administrator replaces the battery on the main board.",
        "Bandingkan jam komputer dengan jam lain; administrator mengganti baterai di papan induk."
    )
}
