import StationAPI

/// What `end` and `wipe` have in common.
struct WipeRun {
    let station: Station
    let words: Words

    func run<Method: StationMethod>(
        _ method: Method.Type
    ) async throws where Method.Parameters == API.SeenVisit, Method.Reply == API.WipeReply {
        let seen = try await station.status().visit?.id
        var terminal = Terminal()
        defer { terminal.clear() }
        let reply = try await station.callMore(method, .init(visit: seen)) { reply in
            if let progress = reply.progress { terminal.show(words.state(progress.state)) }
        }
        terminal.clear()
        guard let reply else { return }
        if let receipt = reply.receipt { printLine(words.wiped(receipt)) }
        printLine(words.state(.ready))
    }
}
