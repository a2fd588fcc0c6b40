import StationCore
import Systemd

/// Puts notices on the visitor's screen, by the Desktop Notifications Specification 1.2.
///
/// It speaks on threads of its own: whoever sends waits for nothing, whatever the daemon does, and hears of no failure.
final class NoticeSender: Sendable {
    private enum Request: Sendable {
        case show(Content, in: VisitorNotice.Slot)
        case withdraw(VisitorNotice.Slot)
    }

    private struct Content: Sendable {
        let summary: String
        let body: String
        let percent: Int?
        /// In milliseconds; 0 for ever.
        let shownFor: Int32

        init(_ notice: VisitorNotice, _ texts: [String]) {
            summary = texts.first ?? ""
            body = texts.dropFirst().joined(separator: "\n")
            percent = notice.percent
            shownFor = notice.shownFor.map { Int32(clamping: $0.wholeMilliseconds) } ?? 0
        }
    }

    /// Where a daemon hangs, the older of more than these are of no use any more.
    private static let backlog = 4
    private static let answerLimit: Duration = .seconds(2)
    /// How long a daemon has to come up.
    private static let startLimit: Duration = .seconds(6)
    private static let pause: Duration = .milliseconds(100)
    /// What dunst takes to close its window when nothing is in it any more.
    private static let closingPause: Duration = .milliseconds(300)

    /// dunst 1.9 draws on Wayland at the screen's pace, and crashes when it is to resize and to close its window in between.
    private static let drawingPause: Duration = .milliseconds(250)

    /// What stands on the screen.
    private struct Shown {
        var ids: [VisitorNotice.Slot: UInt32] = [:]
        /// What stays in the clock's slot.
        var standing: Content?
    }

    private let feed: AsyncStream<Request>.Continuation

    /// - Parameters:
    ///   - address: the session bus (DBUS_SESSION_BUS_ADDRESS).
    ///   - isCovered: whether a window of the client that comes later is above the daemon's window. Then each message
    ///     has that window closed first, so that it comes anew, above all.
    init(address: String, isCovered: Bool) throws(BusError) {
        let bus = try Bus(.at(address))
        let (requests, feed) = AsyncStream.makeStream(of: Request.self, bufferingPolicy: .bufferingNewest(Self.backlog))
        self.feed = feed
        Task {
            var shown = Shown()
            for await request in requests {
                switch request {
                case .withdraw(let slot): await Self.withdraw(slot, on: bus, &shown)
                case .show(let content, let slot):
                    let standing = isCovered && slot == .message ? shown.standing : nil
                    if isCovered, slot == .message {
                        for slot in VisitorNotice.Slot.allCases { await Self.withdraw(slot, on: bus, &shown) }
                        try? await Task.sleep(for: Self.closingPause)
                    }
                    await Self.show(content, in: slot, on: bus, &shown)
                    if let standing { await Self.show(standing, in: .clock, on: bus, &shown) }
                }
                try? await Task.sleep(for: Self.drawingPause)
            }
        }
    }

    deinit { feed.finish() }

    /// - Parameter texts: the notice in each language, the first one most prominent.
    func show(_ notice: VisitorNotice, _ texts: [String]) { feed.yield(.show(Content(notice, texts), in: notice.slot)) }

    func withdraw(_ slot: VisitorNotice.Slot) { feed.yield(.withdraw(slot)) }

    private static func withdraw(_ slot: VisitorNotice.Slot, on bus: Bus, _ shown: inout Shown) async {
        if slot == .clock { shown.standing = nil }
        guard let id = shown.ids.removeValue(forKey: slot) else { return }
        _ = try? await bus.call(method("CloseNotification"), [.uint32(id)], limit: answerLimit)
    }

    private static func show(
        _ content: Content,
        in slot: VisitorNotice.Slot,
        on bus: Bus,
        _ shown: inout Shown
    ) async {
        if slot == .clock { shown.standing = content }
        let end = ContinuousClock.now + startLimit
        repeat {
            do throws(BusError) {
                // A call alone would have the bus start a daemon with settings of its own, where that is set up.
                let owned = try await bus.call(hasOwner, [.string(service)], limit: answerLimit)
                guard owned == [.bool(true)] else { continue }
                let answer = try await bus.call(
                    method("Notify"),
                    arguments(content, replacing: shown.ids[slot] ?? 0),
                    limit: answerLimit
                )
                if case .uint32(let id)? = answer.first { shown.ids[slot] = id }
                return
            } catch {
                guard error.isOfNobodyThere else { return }
            }
        } while (try? await Task.sleep(for: pause)) != nil && ContinuousClock.now < end
    }

    private static let service = "org.freedesktop.Notifications"

    private static let hasOwner = Bus.Method(
        service: "org.freedesktop.DBus",
        path: "/org/freedesktop/DBus",
        interface: "org.freedesktop.DBus",
        member: "NameHasOwner"
    )

    private static func method(_ member: String) -> Bus.Method {
        Bus.Method(
            service: service,
            path: "/org/freedesktop/Notifications",
            interface: service,
            member: member
        )
    }

    private static func arguments(_ content: Content, replacing id: UInt32) -> [BusValue] {
        var hints: [BusValue] = [
            .entry(.string("urgency"), .variant(.byte(1))), .entry(.string("transient"), .variant(.bool(true))),
        ]
        if let percent = content.percent {
            hints.append(.entry(.string("value"), .variant(.int32(Int32(clamping: percent)))))
        }
        return [
            .string("vcd"), .uint32(id), .string(""), .string(content.summary), .string(content.body),
            .array(of: "s", []), .array(of: "{sv}", hints), .int32(content.shownFor),
        ]
    }
}

extension BusError {
    /// Whether the service, or the bus, may yet come.
    fileprivate var isOfNobodyThere: Bool {
        switch self {
        case .remote(let name, _):
            [
                "org.freedesktop.DBus.Error.ServiceUnknown", "org.freedesktop.DBus.Error.NameHasNoOwner",
            ].contains(name)
        case .disconnected: true
        case .timeout, .malformed, .system: false
        }
    }
}
