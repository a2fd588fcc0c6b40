import NIOCore
import NIOHTTP1

/// Answers one request, and then its connection ends.
struct Reply: Sendable {
    let channel: any Channel
    let outbound: NIOAsyncChannelOutboundWriter<ResponsePart>
    let version: HTTPVersion

    /// How long a viewer may take to read what it was sent.
    private static let limit = TimeAmount.seconds(15)
    /// How often a viewer hears that the screen is alive.
    private static let heartbeat = Duration.seconds(10)

    func send(_ content: Content) async throws {
        try await limited {
            try await outbound.write(.head(head(content.status, content.headers(length: content.body.utf8.count))))
            try await outbound.write(.body(ByteBuffer(string: content.body)))
            try await outbound.write(.end(nil))
        }
    }

    /// Sends the model, each that follows it, and now and then the same one again (Server-sent events, HTML).
    func stream(_ screen: Screen) async throws {
        let (id, models) = screen.watch()
        defer { screen.leave(id) }
        try await limited { try await outbound.write(.head(head(.ok, Content.eventHeaders))) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while true {
                    try await Task.sleep(for: Self.heartbeat)
                    screen.remind(id)
                }
            }
            group.addTask {
                for await model in models {
                    let event = ByteBuffer(string: "data: \(Content.json(model))\n\n")
                    try await limited { try await outbound.write(.body(event)) }
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func head(_ status: HTTPResponseStatus, _ headers: HTTPHeaders) -> HTTPResponseHead {
        HTTPResponseHead(version: version, status: status, headers: headers)
    }

    /// A viewer that doesn't read is one less.
    private func limited(_ body: () async throws -> Void) async throws {
        let channel = channel
        let timer = channel.eventLoop.scheduleTask(in: Self.limit) { channel.close(promise: nil) }
        defer { timer.cancel() }
        try await body()
    }
}
