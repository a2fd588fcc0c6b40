import Glibc
import NIOCore
import NIOPosix

/// Calls a varlink service.
public enum VarlinkClient {
    private static let maxFrameBytes = 16 << 20

    /// Opens a connection, and closes it when `body` is done.
    ///
    /// - Parameters:
    ///   - address: `unix:/path`, or `unix:@name` for an abstract socket; what follows a `;` is passed over.
    ///   - patience: how long a service may be silent; nil: for ever.
    ///   - body: makes calls on the connection, one after another.
    /// - Throws: ``ConnectError`` when nobody answers there, ``ConnectionLost`` when the service hangs up,
    ///   ``ServiceSilent`` when it answers nobody; otherwise what `body` throws.
    public static func withConnection<Result: Sendable>(
        to address: String,
        patience: Patience? = nil,
        _ body: (VarlinkConnection) async throws -> Result
    ) async throws -> Result {
        let path = try path(of: address)
        let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
        do {
            channel = try await connect(to: path)
        } catch let error as IOError {
            throw ConnectError(address: address, reason: .system(error.errnoCode))
        } catch {
            throw ConnectError(address: address, reason: .badAddress)
        }
        guard let patience else { return try await converse(on: channel, body) }
        let watch = SilenceWatch(address, patience, channel.channel)
        async let _ = watch.run()
        do {
            return try await converse(on: channel, body)
        } catch is ConnectionLost where watch.isSilent {
            throw ServiceSilent()
        }
    }

    private static func converse<Result: Sendable>(
        on channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>,
        _ body: (VarlinkConnection) async throws -> Result
    ) async throws -> Result {
        do {
            return try await withTaskExecutorPreference(EventLoopExecutor(loop: channel.channel.eventLoop)) {
                try await channel.executeThenClose { inbound, outbound in
                    try await body(VarlinkConnection(inbound: inbound, outbound: outbound))
                }
            }
        } catch is IOError {
            // A service that hangs up at once is met in the middle of whatever is under way.
            throw ConnectionLost()
        } catch is ChannelError {
            throw ConnectionLost()
        }
    }

    /// Waits a while for a place in the queue of a service that has very many callers (connect(2), EAGAIN).
    private static func connect(to path: String) async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        var attempt = 0
        while true {
            do {
                return try await ClientBootstrap(group: VarlinkLoop.group)
                    .connect(unixDomainSocketPath: path) { channel in
                        channel.eventLoop.makeCompletedFuture {
                            let decoder = FrameDecoder(maximumBytes: maxFrameBytes)
                            try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(decoder))
                            return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
                        }
                    }
            } catch let error as IOError where error.errnoCode == EAGAIN && attempt < mostAttempts {
                attempt += 1
                try await Task.sleep(for: pause)
            }
        }
    }

    private static let mostAttempts = 100
    private static let pause: Duration = .milliseconds(50)

    private static func path(of address: String) throws(ConnectError) -> String {
        guard address.hasPrefix("unix:") else { throw ConnectError(address: address, reason: .badAddress) }
        let path = String(address.dropFirst("unix:".count).prefix { $0 != ";" })
        guard !path.isEmpty, path.utf8.count < 108 else { throw ConnectError(address: address, reason: .badAddress) }
        return path.hasPrefix("@") ? "\0" + path.dropFirst() : path
    }
}

/// One connection to a service. Calls are made one after another.
public final class VarlinkConnection {
    private var replies: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>

    init(inbound: NIOAsyncChannelInboundStream<ByteBuffer>, outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>) {
        replies = inbound.makeAsyncIterator()
        self.outbound = outbound
    }

    /// Calls a method and waits for its reply.
    ///
    /// - Throws: ``VarlinkError`` when the service replies with an error, ``ConnectionLost`` when it goes away.
    public func call<Parameters: Encodable, Reply: Decodable>(
        _ method: String,
        _ parameters: Parameters,
        as type: Reply.Type = Reply.self
    ) async throws -> Reply {
        try await send(OutgoingCall(method: method, parameters: parameters, oneway: nil, more: nil))
        return try await nextReply(as: type).outcome.get()
    }

    /// Calls a method that may reply more than once.
    ///
    /// - Parameter onReply: gets each reply but the last.
    /// - Returns: the last reply.
    public func callMore<Parameters: Encodable, Reply: Decodable>(
        _ method: String,
        _ parameters: Parameters,
        as type: Reply.Type = Reply.self,
        onReply: (Reply) async throws -> Void
    ) async throws -> Reply {
        try await send(OutgoingCall(method: method, parameters: parameters, oneway: nil, more: true))
        while true {
            let reply = try await nextReply(as: type)
            guard reply.continues else { return try reply.outcome.get() }
            try await onReply(reply.outcome.get())
        }
    }

    /// Calls a method without waiting; the service doesn't reply.
    public func oneway<Parameters: Encodable>(_ method: String, _ parameters: Parameters) async throws {
        try await send(OutgoingCall(method: method, parameters: parameters, oneway: true, more: nil))
    }

    private func send<Call: Encodable>(_ call: Call) async throws {
        try await outbound.write(WireFormat.encode(call))
    }

    private func nextReply<Reply: Decodable>(as type: Reply.Type) async throws -> IncomingReply<Reply> {
        guard let frame = try await replies.next() else { throw ConnectionLost() }
        return try WireFormat.decode(IncomingReply<Reply>.self, from: frame)
    }
}

/// Nobody answers at an address.
public struct ConnectError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        case badAddress
        /// The errno of connect(2).
        case system(Int32)
    }

    public let address: String
    public let reason: Reason

    public var description: String {
        switch reason {
        case .badAddress: "'\(address)' is no address; unix:/PATH or unix:@NAME is."
        case .system(let number): "Nobody answers at \(address) (errno \(number))."
        }
    }
}

/// The service closed the connection before it replied.
public struct ConnectionLost: Error, Hashable, Sendable, CustomStringConvertible {
    public var description: String { "The connection was closed before the reply came." }
}
