import StationAPI

/// What `end` and `wipe` have in common.
struct WipeRun {
    let station: Station
    let words: Words

    /// - Parameter parameters: from the visit that the officer sees.
    func run<Method: StationMethod>(
        _ method: Method.Type,
        _ parameters: (_ seen: Int?) -> Method.Parameters
    ) async throws where Method.Reply == API.WipeReply {
        let seen = try await station.status().visit?.id
        var terminal = Terminal()
        defer { terminal.clear() }
        let reply = try await station.callMore(method, parameters(seen)) { reply in
            if let progress = reply.progress { terminal.show(words.state(progress.state)) }
        }
        terminal.clear()
        guard let reply else { return }
        for line in words.told(of: reply.receipt) { printLine(line) }
        printLine(words.state(.ready))
    }
}
