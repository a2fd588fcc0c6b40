import StationAPI
import Varlink

/// The station as the board watches it and acts on it.
struct BoardStation: Sendable {
    let address: String
    let words: Words

    /// How long until a lost station is asked again.
    private static let pause = Duration.seconds(2)

    /// Watches the station until it is cancelled, also after it went away and came back.
    func watch(_ sink: AsyncStream<BoardRun.Input>.Continuation) async {
        while !Task.isCancelled {
            let why = await watchUntilLost(sink)
            guard !Task.isCancelled else { return }
            sink.yield(.lost(words.lost(why)))
            try? await Task.sleep(for: Self.pause)
        }
    }

    /// - Returns: why the station does not answer any more.
    private func watchUntilLost(_ sink: AsyncStream<BoardRun.Input>.Continuation) async -> String {
        do {
            try await VarlinkClient.withConnection(to: address) { connection in
                try await Station(connection: connection, isJSON: false).adoptZone()
                let _: API.Monitor.Reply = try await connection.callMore(API.Monitor.fullName, API.Nothing()) { reply in
                    sink.yield(.picture(try await picture()))
                    if let event = (reply as API.Monitor.Reply).event { sink.yield(.event(event)) }
                }
            }
            return words.connectionLost
        } catch {
            return Failure(error, words: words).text
        }
    }

    private func picture() async throws -> Board.Picture {
        try await VarlinkClient.withConnection(to: address) { connection in
            let status: API.GetStatus.Reply = try await connection.call(API.GetStatus.fullName, API.Nothing())
            // Who may only look at the state sees the board without the rest.
            let list: API.ListEntries.Reply? = try await connection.allowed(
                API.ListEntries.fullName,
                API.ListEntries.Parameters()
            )
            let receipts: API.GetReceipts.Reply? = try await connection.allowed(
                API.GetReceipts.fullName,
                API.GetReceipts.Parameters(limit: 1)
            )
            return Board.Picture(
                status: status.status,
                entries: list?.entries ?? [],
                receipt: receipts?.receipts.first
            )
        }
    }

    /// Does what a key asked for, and says what came of it.
    func perform(
        _ request: Board.Request,
        _ sink: AsyncStream<BoardRun.Input>.Continuation
    ) async -> Board.Outcome {
        do {
            return try await VarlinkClient.withConnection(to: address) { connection in
                .done(try await result(of: request, on: connection) { sink.yield(.progress($0.state)) })
            }
        } catch let error as VarlinkError {
            if let unsure = error.parameters(as: API.ClockUnsure.self) { return .clockUnsure(unsure) }
            return .failed(Failure(error, words: words).text)
        } catch {
            return .failed(Failure(error, words: words).text)
        }
    }

    private func result(
        of request: Board.Request,
        on connection: VarlinkConnection,
        progress: (API.Progress) -> Void
    ) async throws -> String {
        switch request.action {
        case .next:
            var parameters = API.Next.Parameters(visit: request.seen)
            if request.clockIsRight { parameters.clockIsRight = true }
            let reply: API.Next.Reply = try await connection.callMore(API.Next.fullName, parameters) { reply in
                if let step = (reply as API.Next.Reply).progress { progress(step) }
            }
            return (words.told(of: reply.receipt) + [reply.visit.map(words.started)].compactMap { $0 }).joined(
                separator: " "
            )
        case .wipe:
            return try await wipe(API.Wipe.self, .init(visit: request.seen), on: connection, progress: progress)
        case .end:
            return try await wipe(API.End.self, .init(visit: request.seen), on: connection, progress: progress)
        case .extend:
            let parameters = API.Extend.Parameters(seconds: Board.extensionSeconds, visit: request.seen)
            let reply: API.Extend.Reply = try await connection.call(API.Extend.fullName, parameters)
            return words.extended(reply.visit)
        case .restart:
            let parameters = API.RestartCall.Parameters(visit: request.seen)
            let reply: API.RestartCall.Reply = try await connection.call(API.RestartCall.fullName, parameters)
            return words.callRestarted(reply.visit)
        case .call:
            let reply: API.Call.Reply = try await connection.call(API.Call.fullName, API.Call.Parameters())
            return words.called(reply.called)
        }
    }

    private func wipe<Method: StationMethod>(
        _ method: Method.Type,
        _ parameters: Method.Parameters,
        on connection: VarlinkConnection,
        progress: (API.Progress) -> Void
    ) async throws -> String where Method.Reply == API.WipeReply {
        let reply: API.WipeReply = try await connection.callMore(Method.fullName, parameters) { reply in
            if let step = (reply as API.WipeReply).progress { progress(step) }
        }
        return words.told(of: reply.receipt).joined(separator: " ")
    }
}

extension VarlinkConnection {
    /// Calls a method; nil where the service refuses.
    fileprivate func allowed<Parameters: Encodable, Reply: Decodable>(
        _ method: String,
        _ parameters: Parameters
    ) async throws -> Reply? {
        do {
            return try await call(method, parameters) as Reply
        } catch is VarlinkError {
            return nil
        }
    }
}
