/// The words of a notice: plain ones, and few.
extension VisitorNotice {
    /// - Parameter clock: what a clock on the wall shows at an instant, in seconds since 00:00.
    public func text(in language: Configuration.Language, clock: (BootTime) -> Int) -> String {
        switch language {
        case .indonesian: indonesian(clock)
        case .english: english(clock)
        }
    }

    /// In the last seconds the bar says what comes: a call program that closes at once leaves no time to say it then.
    private static let soon: Duration = .seconds(10)

    private func indonesian(_ clock: (BootTime) -> Int) -> String {
        switch self {
        case .welcome(let length, let isWaiting):
            "Selamat datang. Waktu kunjungan Anda \(Self.indonesian(length))."
                + (isWaiting ? "\nWaktu mulai setelah panggilan tersambung." : "")
        case .begun(let left): "Panggilan tersambung. Waktu Anda \(Self.indonesian(left))."
        case .bar(let left, _) where left <= Self.soon: "Panggilan berakhir dalam \(Self.indonesian(left))"
        case .remaining(let left), .bar(let left, _): "Sisa waktu \(Self.indonesian(left))"
        case .extended(let by, let until):
            "Diperpanjang \(Self.indonesian(by))" + (until.map { ", sampai \(Self.clock(clock($0), "."))" } ?? ".")
        case .held: "Jaringan terputus. Waktu Anda berhenti sementara."
        case .resumed(let left): "Jaringan tersambung lagi. Sisa waktu \(Self.indonesian(left))."
        case .closing: "Panggilan berakhir. Terima kasih."
        }
    }

    private func english(_ clock: (BootTime) -> Int) -> String {
        switch self {
        case .welcome(let length, let isWaiting):
            "Welcome. Your visit lasts \(Self.english(length))."
                + (isWaiting ? "\nThe time begins when the call is connected." : "")
        case .begun(let left): "The call is connected. You have \(Self.english(left))."
        case .bar(let left, _) where left <= Self.soon: "The call ends in \(Self.english(left))"
        case .remaining(let left), .bar(let left, _): "\(Self.english(left)) left"
        case .extended(let by, let until):
            "Extended by \(Self.english(by))" + (until.map { ", until \(Self.clock(clock($0), ":"))" } ?? ".")
        case .held: "The network is gone. Your time stands still."
        case .resumed(let left): "The network is back. \(Self.english(left)) left."
        case .closing: "The call is ending. Thank you."
        }
    }

    private static func clock(_ secondOfDay: Int, _ separator: String) -> String {
        let minutes = secondOfDay / 60
        return [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: separator)
    }

    private static func indonesian(_ duration: Duration) -> String {
        words(duration, hour: ("jam", "jam"), minute: ("menit", "menit"), second: ("detik", "detik"))
    }

    private static func english(_ duration: Duration) -> String {
        words(duration, hour: ("hour", "hours"), minute: ("minute", "minutes"), second: ("second", "seconds"))
    }

    private typealias Unit = (one: String, many: String)

    /// To the nearest second, without the units of which there is none.
    private static func words(_ duration: Duration, hour: Unit, minute: Unit, second: Unit) -> String {
        let seconds = max(0, (duration.wholeMilliseconds + 500) / 1_000)
        let parts = [(seconds / 3_600, hour), (seconds / 60 % 60, minute), (seconds % 60, second)]
            .filter { $0.0 > 0 }
            .map { "\($0.0) \($0.0 == 1 ? $0.1.one : $0.1.many)" }
        return parts.isEmpty ? "0 \(second.many)" : parts.joined(separator: " ")
    }
}
