import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle

/// Serves the waiting screen's page on one address, to a few at once.
struct PageServer: Service {
    let host: String
    /// 0 for any that is free.
    let port: Int
    let screen: Screen
    let logger: Logger
    /// Whether the process can't do without it; otherwise the address may come to be there later.
    let isEssential: Bool
    /// Told the port once requests are taken.
    var onReady: @Sendable (Int) -> Void = { _ in }

    private typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, ResponsePart>

    private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private static let mostGuests = 32
    private static let retryPause = Duration.seconds(5)

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    do {
                        try await serve()
                        return
                    } catch let error as IOError where !isEssential {
                        logger.warning(
                            "The waiting screen is not shown there: [waiting] listen is no address of this PC now.",
                            metadata: ["address": "\(host):\(port)", "reason": "\(error)"]
                        )
                        try await Task.sleep(for: Self.retryPause)
                    }
                }
            }
        } catch is CancellationError {}
    }

    private func serve() async throws {
        let guests = Guests(most: Self.mostGuests)
        let server = try await ServerBootstrap(group: Self.group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture { try Self.accept(channel, guests) }
            }
        let bound = server.channel.localAddress?.port ?? port
        let site = Site(port: bound, address: isEssential ? nil : host)
        try await server.executeThenClose { connections in
            onReady(bound)
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in connections {
                    guard let connection else { continue }
                    group.addTask {
                        defer { guests.leave() }
                        let channel = connection.channel
                        await withTaskCancellationHandler {
                            // What goes wrong with one viewer is its own affair.
                            try? await answer(connection, site)
                        } onCancel: {
                            channel.close(promise: nil)
                        }
                    }
                }
            }
        }
    }

    /// - Returns: nil for one too many, which is closed.
    private static func accept(_ channel: any Channel, _ guests: Guests) throws -> Connection? {
        guard guests.enter() else {
            channel.close(promise: nil)
            return nil
        }
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(SizeLimit())
        try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: false)
        try pipeline.addHandler(HeadTimer())
        try pipeline.addHandler(ResponseBytes())
        return try Connection(wrappingChannelSynchronously: channel)
    }

    private func answer(_ connection: Connection, _ site: Site) async throws {
        try await connection.executeThenClose { inbound, outbound in
            for try await part in inbound {
                guard case .head(let head) = part else { continue }
                let reply = Reply(channel: connection.channel, outbound: outbound, version: head.version)
                switch site.answer(head) {
                case .page: try await reply.send(.page(screen))
                case .state: try await reply.send(.state(screen))
                case .events:
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask { try await connection.channel.closeFuture.get() }
                        group.addTask { try await reply.stream(screen) }
                        defer { group.cancelAll() }
                        try await group.next()
                    }
                case .refusal(let refusal): try await reply.send(.refusal(refusal))
                }
                return
            }
        }
    }
}
