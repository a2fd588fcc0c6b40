import Logging
import NIOCore
import NIOPosix

/// Serves interfaces on a Unix socket.
public struct VarlinkServer: Sendable {
    /// What GetInfo says of the service.
    public struct Identity: Sendable {
        public var vendor: String
        public var product: String
        public var version: String
        public var url: String

        public init(vendor: String, product: String, version: String, url: String) {
            self.vendor = vendor
            self.product = product
            self.version = version
            self.url = url
        }
    }

    /// What one caller, or all together, can take of the server.
    public struct Limits: Sendable {
        /// The longest message, in bytes without its NUL.
        public var maxFrameBytes = 1 << 20
        /// How long a message may be without being a long one.
        public var shortFrameBytes = 1 << 14
        /// How many connections of one account can bring a long message, or wait for the answer to it, at a time.
        public var maxLongMessagesPerUID = 8
        public var maxConnections = 256
        public var maxConnectionsPerUID = 128
        /// How many connections an account other than root can open in a second.
        public var maxArrivalsPerSecond = 256
        /// The same for one that has half of its connections open.
        public var maxArrivalsOfCrowdPerSecond = 16
        /// How many calls of a connection are read ahead of the one that is being answered.
        public var maxUnansweredCalls = 16
        /// How long a connection may take until its first complete call. After that it may idle.
        public var firstCallTimeout: Duration = .seconds(10)

        public init() {}
    }

    /// Where the server listens.
    public enum Listener: Sendable {
        /// A path to bind, with the socket's mode. A socket file that nobody answers on is taken over.
        case path(String, mode: UInt32)
        /// A descriptor that listens already (socket activation).
        case descriptor(Int32)
    }

    private let interfaces: [String: VarlinkInterface]
    private let limits: Limits
    private let doorman: Doorman
    private let logger: Logger

    /// How long a call may take to its reply after the server was told to end.
    private static let closingLimit: Duration = .seconds(5)

    /// - Parameters:
    ///   - interfaces: what is served beside `org.varlink.service`.
    ///   - admit: whether a peer gets a connection, decided before a byte is read.
    public init(
        identity: Identity,
        interfaces: [VarlinkInterface],
        limits: Limits = Limits(),
        admit: @escaping @Sendable (PeerCredentials) -> Bool = { _ in true },
        logger: Logger
    ) throws {
        let service = try ServiceInterface.make(identity: identity, serving: interfaces.map(\.description))
        var byName: [String: VarlinkInterface] = [:]
        for interface in [service] + interfaces { byName[interface.description.name] = interface }
        self.interfaces = byName
        self.limits = limits
        doorman = Doorman(limits: limits, admit: admit)
        self.logger = logger
    }

    /// A few calls.
    private static let readBytes = 1_024

    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// Serves until ``close()`` or until the task is cancelled; then all connections are closed and a socket that was
    /// bound is removed.
    ///
    /// - Parameter onReady: called once calls are taken.
    /// - Throws: ``ListenError`` when the socket can't be had.
    public func run(on listener: Listener, onReady: @Sendable () async throws -> Void = {}) async throws {
        let loop = VarlinkLoop.group.next()
        let socket = try ListeningSocket(listener)
        defer { socket.remove() }
        let server = try await ServerBootstrap(group: loop)
            // Little at a time: the loop comes back to all others only when what was read at once is answered.
            .serverChannelOption(.maxMessagesPerRead, value: 4)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Self.readBytes))
            // A caller that sends no more may still wait for its reply; one that is gone hangs up altogether.
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .bind(socket.descriptor) { channel in
                channel.eventLoop.makeCompletedFuture { try self.accept(channel) }
            }
        doorman.open(server.channel)
        try await withTaskExecutorPreference(EventLoopExecutor(loop: loop)) {
            try await server.executeThenClose { connections in
                try await onReady()
                try await withThrowingDiscardingTaskGroup { group in
                    for try await accepted in connections {
                        guard let (connection, peer) = accepted else { continue }
                        group.addTask {
                            // Not before its call has ended: it counts as long as it costs anything.
                            defer { doorman.leave(connection.channel) }
                            await serve(connection, peer)
                        }
                    }
                }
            }
        }
    }

    /// Ends ``run(on:onReady:)``: calls that are being answered get their reply, everybody else is sent away.
    public func close() { doorman.close(within: Self.closingLimit) }

    /// Decides about a new connection on its event loop. One that is refused is closed and gives nil.
    private func accept(_ channel: any Channel) throws -> (Connection, PeerCredentials)? {
        guard let peer = PeerCredentials(of: channel), doorman.enter(channel, peer) else {
            logger.debug("connection refused")
            channel.close(promise: nil)
            return nil
        }
        do {
            return (try connection(on: channel), peer)
        } catch {
            doorman.leave(channel)
            throw error
        }
    }

    private func connection(on channel: any Channel) throws -> Connection {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(ByteToMessageHandler(decoder(for: channel)))
        try pipeline.addHandler(FirstCallTimer(limit: limits.firstCallTimeout))
        return try Connection(
            wrappingChannelSynchronously: channel,
            configuration: .init(
                backPressureStrategy: .init(lowWatermark: 1, highWatermark: max(1, limits.maxUnansweredCalls)),
                isOutboundHalfClosureEnabled: true
            )
        )
    }

    private func decoder(for channel: any Channel) -> FrameDecoder {
        FrameDecoder(maximumBytes: limits.maxFrameBytes, shortBytes: limits.shortFrameBytes) { [doorman] in
            doorman.allowsLongMessage(channel)
        }
    }

    private func serve(_ connection: Connection, _ peer: PeerCredentials) async {
        do {
            try await connection.executeThenClose { inbound, outbound in
                // The peer's going away ends the call that is being answered.
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await connection.channel.closeFuture.get() }
                    group.addTask {
                        do {
                            for try await frame in inbound {
                                // A call may have waited in the queue until its caller gave up (SIGKILL, a time limit).
                                // Nobody would hear of it, and nobody wants it any more.
                                guard connection.channel.isActive else { return }
                                _ = doorman.note(connection.channel, isBusy: true)
                                try await answer(frame, of: peer, on: outbound)
                                guard doorman.note(connection.channel, isBusy: false) else { break }
                            }
                            outbound.finish()
                        } catch {
                            connection.channel.close(promise: nil)
                            throw error
                        }
                    }
                    try await group.next()
                    group.cancelAll()
                }
            }
        } catch is CancellationError {
        } catch {
            logger.debug("connection ended", metadata: ["error": "\(error)", "uid": "\(peer.uid)"])
        }
    }

    /// Answers one frame. Calls of a connection are answered in their order, since replies carry no number.
    private func answer(
        _ frame: ByteBuffer,
        of peer: PeerCredentials,
        on outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws {
        let isLong = frame.readableBytes > limits.shortFrameBytes
        let message = try await VarlinkLoop.aside(if: isLong) { try WireFormat.decode(CallMessage.self, from: frame) }
        let call = VarlinkCall(
            method: message.method,
            peer: peer,
            wantsMore: message.more ?? false,
            isOneway: message.oneway ?? false,
            isLong: isLong,
            parameters: message.parameters.flatMap { $0 == .null ? nil : $0 } ?? .object([:]),
            send: { try await outbound.write($0) }
        )
        let reply: ByteBuffer
        do {
            if message.upgrade ?? false { throw VarlinkError.invalidParameter("upgrade") }
            reply = try await dispatch(call)
        } catch let error as VarlinkError {
            reply = try WireFormat.encode(
                OutgoingReply(parameters: error.parameters, continues: nil, error: error.name)
            )
        }
        if !call.isOneway { try await outbound.write(reply) }
    }

    private func dispatch(_ call: VarlinkCall) async throws -> ByteBuffer {
        guard let dot = call.method.lastIndex(of: ".") else { throw VarlinkError.methodNotFound(call.method) }
        let name = String(call.method[..<dot])
        guard let interface = interfaces[name] else { throw VarlinkError.interfaceNotFound(name) }
        let shortName = String(call.method[call.method.index(after: dot)...])
        return try await interface.answer(call, shortName: shortName)
    }
}
