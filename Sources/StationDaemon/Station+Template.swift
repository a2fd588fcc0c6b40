import StationCore

extension Station {
    /// Makes the home that waits anew, where no visit is in it. A visit that has begun meanwhile goes on; the home after
    /// it is made of what holds by then.
    ///
    /// - Throws: ``StationError`` when the wipe fails.
    func renewHome() async throws -> Reached {
        await reopenLedger()
        // Between the look and the request nothing else gets in.
        switch status.state {
        case .ready, .blocked:
            return try await withCheckedThrowingContinuation { caller in
                handle(.request(.wipe(seen: nil, confirmsRemote: false)), caller: caller)
            }
        case .starting, .preparing, .visiting, .closing, .wiping, .locked, .ending, .off: return view
        }
    }
}
