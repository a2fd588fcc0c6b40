import StationCore
import StationHost

/// The alarms that are set. Who no longer counts wakes at once: a day of visits leaves none behind that sleep on.
struct AlarmBook {
    /// Alarms that end together.
    enum Group: Hashable, Sendable { case station, day, look }

    private var last = 0
    private var living: [Group: [Int: AsyncStream<Never>.Continuation]] = [:]

    /// Notes an alarm that is to come.
    mutating func set(_ what: PendingAlarm.What, due: BootTime) -> PendingAlarm {
        last += 1
        let (isOver, ending) = AsyncStream.makeStream(of: Never.self)
        let alarm = PendingAlarm(what: what, due: due, number: last, isOver: isOver)
        living[alarm.group, default: [:]][last] = ending
        return alarm
    }

    /// From now on none of a group's alarms counts.
    mutating func end(_ group: Group) { living.removeValue(forKey: group)?.values.forEach { $0.finish() } }

    /// Crosses out an alarm that has come.
    ///
    /// - Returns: whether it still counted.
    mutating func take(_ alarm: PendingAlarm) -> Bool {
        living[alarm.group]?.removeValue(forKey: alarm.number) != nil
    }
}

/// An alarm that was set.
struct PendingAlarm: Sendable {
    enum What: Sendable {
        case alarm(Alarm)
        /// A look at parts of the station.
        case look(CheckTask)
    }

    let what: What
    let due: BootTime
    fileprivate let number: Int
    fileprivate let isOver: AsyncStream<Never>

    var group: AlarmBook.Group {
        switch what {
        case .alarm(.day): .day
        case .alarm(.warning), .alarm(.deadline), .alarm(.clockStart), .alarm(.holdLimit), .alarm(.powerOff): .station
        case .look: .look
        }
    }

    /// Sleeps until it is due, or no longer counts, or the task is cancelled.
    func wait(by clock: any StationClock) async {
        await withTaskGroup { group in
            // A clock's only error is that the task was cancelled.
            group.addTask { try? await clock.sleep(until: due) }
            group.addTask { for await _ in isOver {} }
            await group.next()
            group.cancelAll()
        }
    }
}
