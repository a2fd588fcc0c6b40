import NIOCore
import Synchronization

/// Counts who is in, and lets in only as many as the limits say.
final class Doorman: Sendable {
    private let limits: VarlinkServer.Limits
    private let admit: @Sendable (PeerCredentials) -> Bool
    private let inside = Mutex<[UInt32: Int]>([:])

    init(limits: VarlinkServer.Limits, admit: @escaping @Sendable (PeerCredentials) -> Bool) {
        self.limits = limits
        self.admit = admit
    }

    func enter(_ peer: PeerCredentials) -> Bool {
        guard admit(peer) else { return false }
        return inside.withLock { inside in
            let own = inside[peer.uid] ?? 0
            guard own < limits.maxConnectionsPerUID, inside.values.reduce(0, +) < limits.maxConnections else {
                return false
            }
            inside[peer.uid] = own + 1
            return true
        }
    }

    func leave(_ peer: PeerCredentials) {
        inside.withLock { inside in
            let left = (inside[peer.uid] ?? 0) - 1
            inside[peer.uid] = left > 0 ? left : nil
        }
    }
}

/// Closes a connection that has not brought a complete call in time. After the first it costs nothing.
final class FirstCallTimer: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let limit: Duration
    private var timer: Scheduled<Void>?

    init(limit: Duration) { self.limit = limit }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        timer = context.eventLoop.scheduleTask(in: TimeAmount(limit)) { channel.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        timer?.cancel()
        timer = nil
        context.fireChannelRead(data)
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }
}
