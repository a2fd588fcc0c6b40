/// Lets one look at the parts go on at a time, and ends it for one that matters more. A part of the station's own state.
struct LookQueue {
    /// Who waits for what a look finds.
    enum Rank: Int, Comparable {
        /// Nobody: the station looks again by itself.
        case nobody
        case officer
        /// The station, before it is ready, or a visit that is about to begin.
        case visit

        static func < (a: Rank, b: Rank) -> Bool { a.rawValue < b.rawValue }
    }

    private struct Looker {
        let rank: Rank
        /// Ends the look, also one that has not begun.
        let stop: AsyncStream<Void>.Continuation
        let turn: CheckedContinuation<Void, Never>?
    }

    private var holder: Looker?
    private var waiting: [Looker] = []

    /// Ends what matters less.
    ///
    /// - Returns: whether the turn has come at once; if not, ``wait(_:stop:_:)``.
    mutating func begin(_ rank: Rank, stop: AsyncStream<Void>.Continuation) -> Bool {
        if let holder {
            if holder.rank < rank { holder.stop.finish() }
            return false
        }
        holder = Looker(rank: rank, stop: stop, turn: nil)
        return true
    }

    mutating func wait(_ rank: Rank, stop: AsyncStream<Void>.Continuation, _ turn: CheckedContinuation<Void, Never>) {
        let place = waiting.firstIndex { $0.rank < rank } ?? waiting.count
        waiting.insert(Looker(rank: rank, stop: stop, turn: turn), at: place)
    }

    /// Ends the look that is going on, whoever waits for it.
    func stop() { holder?.stop.finish() }

    /// Gives the turn to the next one.
    mutating func end() {
        holder = waiting.isEmpty ? nil : waiting.removeFirst()
        holder?.turn?.resume()
    }
}
