/// How well the PC's clock was believed when something was recorded.
public enum ClockTrust: Int, Hashable, Sendable, Comparable {
    /// Nobody and nothing said that it is right.
    case unsure
    /// An officer or the configuration said so.
    case told
    /// The kernel's clock was synchronised.
    case synchronised

    public static func < (a: ClockTrust, b: ClockTrust) -> Bool { a.rawValue < b.rawValue }
}

/// The day that something belongs to, and how well the clock was believed that said so.
public struct DayStamp: Hashable, Sendable {
    public let day: CalendarDay
    public let trust: ClockTrust

    public init(day: CalendarDay, trust: ClockTrust) {
        self.day = day
        self.trust = trust
    }

    /// Whether this can't be the day of anything that vcd recorded: the clock stood before vcd was written.
    public static func isImpossible(_ day: CalendarDay) -> Bool { day.year < 2_026 }

    /// A wall clock that moves by more against the boot clock was set; less is how it is kept right.
    public static let jump = Duration.seconds(60)
}

extension Moment {
    /// When the boot clock stood at zero, by the wall clock of this moment.
    public var bootedAt: WallTime { wall + (.zero - boot.sinceBoot) }

    /// When it was, by the wall clock as it stands at another moment of the same run of the kernel.
    public func asShown(at now: Moment) -> WallTime { wasSet(since: now.bootedAt) ? now.wallTime(at: boot) : wall }

    /// Whether the wall clock was set between this moment and another one of the same run of the kernel.
    public func wasSet(since other: WallTime) -> Bool {
        Duration.milliseconds(abs(bootedAt.milliseconds - other.milliseconds)) > DayStamp.jump
    }
}

/// What was found to be of another day than the clock had said.
public struct Redating: Hashable, Sendable {
    /// A ticket that was called otherwise, since its number was given on its right day already.
    public struct Renumbered: Hashable, Sendable {
        public let before: Int
        public let now: Int

        public init(before: Int, now: Int) {
            self.before = before
            self.now = now
        }
    }

    public var visits: Int
    public var entries: Int
    /// Entries that were taken off, since the same inmate is on the right day's roster already.
    public var duplicates: Int
    public var renumbered: [Renumbered]

    public init(visits: Int = 0, entries: Int = 0, duplicates: Int = 0, renumbered: [Renumbered] = []) {
        self.visits = visits
        self.entries = entries
        self.duplicates = duplicates
        self.renumbered = renumbered
    }

    public var isEmpty: Bool { visits == 0 && entries == 0 }
}
