import CSystemd
import Synchronization

/// A match rule that is installed, and where its signals go. Touched on the bus thread alone but for the lock.
final class Subscription: Sendable {
    // Each pointer is an sd_bus_slot, used on the bus thread alone: the compiler can't know that.
    private struct Slot: @unchecked Sendable {
        var pointer: OpaquePointer?
        var lost: OpaquePointer?
    }

    private let feed: AsyncThrowingStream<Bus.Signal, any Error>.Continuation
    private let slot = Mutex(Slot())

    init(_ feed: AsyncThrowingStream<Bus.Signal, any Error>.Continuation) { self.feed = feed }

    func install(_ rule: String, on bus: OpaquePointer) throws(BusError) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        var match: OpaquePointer?
        try BusMessage.check(
            sd_bus_add_match(
                bus,
                &match,
                rule,
                { message, context, _ in
                    guard let message, let context else { return 0 }
                    Unmanaged<Subscription>.fromOpaque(context).takeUnretainedValue().hear(message)
                    return 0
                },
                context
            )
        )
        // sd-bus says of its own end by a signal that only it can send.
        var lost: OpaquePointer?
        sd_bus_match_signal(
            bus,
            &lost,
            "org.freedesktop.DBus.Local",
            "/org/freedesktop/DBus/Local",
            "org.freedesktop.DBus.Local",
            "Disconnected",
            { _, context, _ in
                guard let context else { return 0 }
                Unmanaged<Subscription>.fromOpaque(context).takeUnretainedValue().lose()
                return 0
            },
            context
        )
        let slots = Slot(pointer: match, lost: lost)
        slot.withLock { $0 = slots }
    }

    /// Takes the rule away.
    func cancel() {
        let slots = slot.withLock { slot in
            defer { slot = Slot() }
            return slot
        }
        sd_bus_slot_unref(slots.pointer)
        sd_bus_slot_unref(slots.lost)
    }

    private func lose() { feed.finish(throwing: BusError.disconnected) }

    private func hear(_ message: OpaquePointer) {
        func text(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
        let path = text(sd_bus_message_get_path(message))
        let interface = text(sd_bus_message_get_interface(message))
        let member = text(sd_bus_message_get_member(message))
        do throws(BusError) {
            let values = try BusMessage.read(message)
            feed.yield(Bus.Signal(path: path, interface: interface, member: member, values: values))
        } catch {
            feed.finish(throwing: error)
        }
    }
}
