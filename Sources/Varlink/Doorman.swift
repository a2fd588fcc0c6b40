import NIOCore
import Synchronization

/// Counts who is in, lets in only as many as the limits say, and sees everybody out when the server ends.
///
/// A full house makes way: an account that keeps its connections open must not keep others out, nor itself.
final class Doorman: Sendable {
    private struct Guest {
        let channel: any Channel
        let uid: UInt32
        /// Whether a call of the connection is being answered.
        var isBusy = false
        /// Whether the connection brings a long message, or waits for the answer to one.
        var isLong = false
        /// When it was heard of last, by the doorman's count.
        var seen: Int
    }

    private struct State {
        var guests: [ObjectIdentifier: Guest] = [:]
        var listener: (any Channel)?
        var isClosing = false
        var count = 0
        /// How many came of each account in the second that began then.
        var arrivals: [UInt32: Int] = [:]
        var second = NIODeadline.now()

        /// Counts somebody who comes. Letting in and seeing out takes time that others wait for: an account that does
        /// little else, or has a crowd inside already, is turned away at the door, where it costs least.
        mutating func arrives(_ uid: UInt32, at now: NIODeadline, _ limits: VarlinkServer.Limits) -> Bool {
            if now - second >= .seconds(1) {
                arrivals = [:]
                second = now
            }
            arrivals[uid, default: 0] += 1
            let isCrowd = guests.values.count { $0.uid == uid } >= limits.maxConnectionsPerUID / 2
            let most = isCrowd ? limits.maxArrivalsOfCrowdPerSecond : limits.maxArrivalsPerSecond
            return uid == 0 || arrivals[uid] ?? 0 <= most
        }

        mutating func tick() -> Int {
            count += 1
            return count
        }

        /// Whom to send away for a newcomer: of the account with the most connections the one that has waited for
        /// nothing for the longest. Where all of them wait for something, only one of an account that has more than the
        /// newcomer's has to go.
        ///
        /// - Returns: nil when nobody has to go or nobody can.
        func leaver(for uid: UInt32, _ limits: VarlinkServer.Limits) -> (isNeeded: Bool, id: ObjectIdentifier?) {
            let counts = Dictionary(guests.values.map { ($0.uid, 1) }, uniquingKeysWith: +)
            let own = counts[uid] ?? 0
            var account = uid
            if own < limits.maxConnectionsPerUID {
                guard guests.count >= limits.maxConnections else { return (false, nil) }
                account = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? uid
            }
            let isGreedy = counts[account] ?? 0 > own + 1
            return (
                true,
                guests.filter { $0.value.uid == account && (isGreedy || !$0.value.isBusy) }
                    .min { ($0.value.isBusy ? 1 : 0, $0.value.seen) < ($1.value.isBusy ? 1 : 0, $1.value.seen) }?.key
            )
        }
    }

    private let limits: VarlinkServer.Limits
    private let admit: @Sendable (PeerCredentials) -> Bool
    private let state = Mutex(State())

    init(limits: VarlinkServer.Limits, admit: @escaping @Sendable (PeerCredentials) -> Bool) {
        self.limits = limits
        self.admit = admit
    }

    func open(_ listener: any Channel) {
        let isClosing = state.withLock { state in
            state.listener = listener
            return state.isClosing
        }
        if isClosing { listener.close(promise: nil) }
    }

    /// Lets a connection in, or not.
    func enter(_ channel: any Channel, _ peer: PeerCredentials) -> Bool {
        guard admit(peer) else { return false }
        let (isIn, sentAway) = state.withLock { state -> (Bool, (any Channel)?) in
            guard !state.isClosing, state.arrives(peer.uid, at: .now(), limits) else {
                return (false, nil)
            }
            let (isNeeded, leaver) = state.leaver(for: peer.uid, limits)
            let gone = leaver.flatMap { state.guests.removeValue(forKey: $0) }
            guard !isNeeded || gone != nil else { return (false, nil) }
            state.guests[ObjectIdentifier(channel)] = Guest(channel: channel, uid: peer.uid, seen: state.tick())
            return (true, gone?.channel)
        }
        sentAway?.close(promise: nil)
        return isIn
    }

    func leave(_ channel: any Channel) {
        _ = state.withLock { $0.guests.removeValue(forKey: ObjectIdentifier(channel)) }
    }

    /// A call of the connection begins or ends.
    ///
    /// - Returns: whether the connection may go on.
    func note(_ channel: any Channel, isBusy: Bool) -> Bool {
        state.withLock { state in
            let seen = state.tick()
            guard var guest = state.guests[ObjectIdentifier(channel)] else { return false }
            guest.isBusy = isBusy
            guest.seen = seen
            if !isBusy { guest.isLong = false }
            state.guests[ObjectIdentifier(channel)] = guest
            return isBusy || !state.isClosing
        }
    }

    /// Whether a connection may bring a long message: it takes memory until it is answered, so that an account can
    /// bring only a few at a time.
    func allowsLongMessage(_ channel: any Channel) -> Bool {
        state.withLock { state in
            guard let guest = state.guests[ObjectIdentifier(channel)] else { return false }
            guard !guest.isLong else { return true }
            let own = state.guests.values.count { $0.uid == guest.uid && $0.isLong }
            guard own < limits.maxLongMessagesPerUID else { return false }
            state.guests[ObjectIdentifier(channel)]?.isLong = true
            return true
        }
    }

    /// Takes no new connection, closes those that wait for nothing, and the others once they have their reply or
    /// `limit` is over.
    func close(within limit: Duration) {
        let (listener, guests) = state.withLock { state in
            state.isClosing = true
            return (state.listener, Array(state.guests.values))
        }
        listener?.close(promise: nil)
        for guest in guests {
            guard guest.isBusy else {
                guest.channel.close(promise: nil)
                continue
            }
            let channel = guest.channel
            let timer = channel.eventLoop.scheduleTask(in: TimeAmount(limit)) { channel.close(promise: nil) }
            channel.closeFuture.whenComplete { _ in timer.cancel() }
        }
    }
}
