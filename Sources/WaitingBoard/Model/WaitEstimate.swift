import StationAPI
import StationCore

/// About how long the wait is, from what the station tells: the time that the room is taken, and for each who comes before
/// the usual length of a visit and the time between two.
struct WaitEstimate: Hashable, Sendable {
    /// What is left of the running visit; nil when none runs.
    let visit: Duration?
    /// Until the turn of the first who waits; nil when nobody does.
    let next: Duration?
    /// Until the turn of the last; nil when fewer than two wait.
    let last: Duration?

    init(_ picture: Picture, age: Duration, _ configuration: Configuration) {
        let today = picture.status.today
        let slot = today.slot
        let length =
            slot.map { Duration.seconds($0.accepted ? $0.slotSeconds : $0.normalSeconds) } ?? configuration.visit.length
        let turnaround = slot.map { Duration.seconds($0.turnaroundSeconds) } ?? configuration.slot.turnaround
        let turn = length + turnaround
        visit = picture.status.visit.map { visit in
            let told = Duration.seconds(visit.remainingSeconds)
            // A clock that stands takes nothing off.
            return visit.clock == .running ? max(.zero, told - age) : told
        }
        var taken: Duration =
            switch picture.status.state {
            case .visiting: (visit ?? .zero) + turnaround
            case .closing, .wiping, .preparing, .starting: turnaround
            case .ready, .blocked, .locked, .ending, .off: .zero
            }
        if today.called != nil { taken += turn }
        next = today.waiting > 0 ? taken : nil
        last = today.waiting > 1 ? taken + turn * (today.waiting - 1) : nil
    }

    /// Whole minutes, rounded up, and to five where it is more than ten: nobody knows it better.
    static func minutes(_ duration: Duration) -> Int {
        let minutes = Int((duration.wholeMilliseconds + 59_999) / 60_000)
        return minutes > 10 ? (minutes + 4) / 5 * 5 : minutes
    }
}
