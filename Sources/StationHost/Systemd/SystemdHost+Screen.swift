import Glibc
import SeatMessages
import StationCore
import Systemd
import UnitMessages

/// The screen of a visit: a unit and an account of its own, which systemd starts with the visit and which ends after it.
extension SystemdHost {
    /// Ends it, and looks whether it has ended: what it knows of a visit, it knows in memory of its own.
    func endScreen() async throws(HostError) {
        let isDown = try await asking(.closeFailed) { () async throws(BusError) in
            if try await units.state(of: .screen).isDown { return true }
            try await units.stop(.screen)
            return try await units.wait(for: .screen, limit: Self.killLimit, until: \.isDown) != nil
        }
        guard isDown, units.isEmpty(.screen) else {
            throw HostError(
                .closeFailed,
                message: "The screen of the visit does not end, even when killed.",
                remedy: "Restart the PC."
            )
        }
    }

    /// A screen that can't be told ends with the visit all the same.
    func tellScreen(_ signal: Int32) async { try? await units.kill(.screen, .main, signal: signal) }

    /// Whether a visit could not be started for its screen.
    func isScreenFailed() async -> Bool { (try? await units.state(of: .screen))?.activity == .failed }

    func hasPage(_ purpose: VisitPurpose) -> Bool {
        switch purpose {
        case .call(let plan): (plan.address ?? configuration.client.address) != nil
        case .trial, .drill: configuration.client.address != nil
        }
    }

    /// Says what is seen of the call, where that is something else by now; and has the call program begun anew where the
    /// screen's unit asks for it, which has no way to the visit itself.
    func lookAtCall(of visit: VisitID) async {
        guard let (view, unit) = await view(), watched == visit, view != seen else { return }
        let isAsked = view.retries > (seen?.retries ?? view.retries)
        seen = view
        eventFeed.yield(.callSeen(visit, view))
        guard isAsked, unit == .screen else { return }
        do throws(HostError) {
            try await restartClient(of: visit)
        } catch {
            logger.error("\(error.message) \(error.remedy)")
        }
    }

    /// The screen's unit tells it, or the seat whose screen is the visit's own.
    private func view() async -> (CallView, UnitName)? {
        for unit in [UnitName.screen, .visit] {
            if let text = try? await units.statusText(of: unit), let view = CallView(text: text) { return (view, unit) }
        }
        return nil
    }

    /// What a trial waits for where the screen is a unit of its own: that unit sees whether anything is drawn. Where it
    /// isn't, the visit's own seat has waited for it already.
    func waitForPicture() async throws(HostError) {
        guard [.cage, .sway].contains(configuration.client.display) else { return }
        let units = self.units
        let limit = configuration.checks.limit(of: .start)
        let seen = try await asking(.clientUnusable) { () async throws(BusError) in
            try await units.watch(limit: limit) { () async throws(BusError) -> Trial? in
                let text = try await units.statusText(of: .screen)
                if text == ScreenOrder.drawn { return .drawn }
                switch CallView(text: text)?.page {
                case .shown: return .drawn
                case .failed: return .failed
                case .unseen, .opening, .blank, nil: break
                }
                if try await units.state(of: .screen).isDown { return .screenGone }
                return try await units.state(of: .visit).isDown ? .ended : nil
            }
        }
        switch seen {
        case .drawn: return
        case .failed: throw HostError(.otherPage)
        case .screenGone: throw try await startFailure()
        case .ended: throw HostError(.endedUndrawn)
        case nil: throw HostError(.undrawn(within: limit))
        }
    }

    private enum Trial { case drawn, failed, ended, screenGone }
}
