import CLinux
import FoundationEssentials
import Glibc
import SeatMessages
import StationConfig
import StationCore
import Systemd
import UnitMessages

/// The seat as main process of vcd-visit.service. Its order is a file of vcd's that names the visit; the commands
/// come from the configuration, which is root's.
struct UnitSeat {
    private let station: StationPlaces
    private let manager: NotifySocket?

    init() {
        // Else what runs in the visit could take the seat's place, and with it the way to the service manager (ptrace(2)).
        _ = vcd_keep_to_itself()
        station = StationPlaces()
        manager = station.manager
    }

    /// - Returns: the exit status: one of ``SeatExit`` before the client runs, then the client's own.
    func run() -> Int32 {
        let termination = Termination()
        let restart = vcd_block_signal(SeatSignal.restart)
        guard let data = try? Data(contentsOf: URL(filePath: Places.order)),
            let order = try? JSONDecoder().decode(UnitOrder.self, from: data)
        else { return fail(.order, "There is no order from vcd in \(Places.order).") }
        let configuration: Configuration
        do {
            configuration = try station.configuration()
        } catch {
            return fail(.order, "\(error)")
        }
        station.giveUp()
        setenv("VCD_VISIT", "\(order.visit)", 1)
        PrivateFolders.make()
        if let fault = FirewallProbe(firewall: configuration.firewall).fault() { return fail(.isolation, fault) }
        let plan = self.plan(configuration)
        do throws(SeatFailure) {
            try SystemCallFilter(setsSound: plan.needsPipeWire).load()
        } catch {
            return fail(SeatExit(error.cause), error.message)
        }
        let occasion: Session.Occasion
        switch order.purpose {
        case .call(let address): occasion = .call(address: address)
        case .trial:
            // What is drawn on a screen of another unit is seen there.
            let isSeenHere = ScreenSocket(for: configuration.client.display) == nil
            occasion = isSeenHere ? .trial(within: configuration.checks.limit(of: .start)) : .call(address: nil)
        case .drill(let seed): return drill(seed, until: termination)
        }
        do {
            var session = try Session.start(plan, for: occasion)
            manager?.ready(status: "The call program runs.")
            let report = session.run(by: .signals(close: termination.descriptor, restart: restart)) { view in
                manager?.status(view.text)
            }
            // Ending as the client did ends this process without another line.
            session.stop()
            return leave(with: report)
        } catch {
            return fail(SeatExit(error.cause), error.message)
        }
    }

    /// What of a session is the visit's own: where the screen is another unit's, so are the notices on it.
    private func plan(_ configuration: Configuration) -> SessionPlan {
        var plan = SessionPlan(configuration)
        if ScreenSocket(for: plan.display) != nil { plan.notices = nil }
        return plan
    }

    /// Plants, and holds what it planted until it is asked to end.
    private func drill(_ seed: DrillSeed, until termination: Termination) -> Int32 {
        let decoy = DrillDecoy(seed: seed)
        manager?.ready(status: decoy.plant().text)
        termination.wait()
        withExtendedLifetime(decoy) {}
        return EXIT_SUCCESS
    }

    private func fail(_ exit: SeatExit, _ message: String) -> Int32 {
        manager?.status(message)
        return exit.rawValue
    }

    /// Ends as the client did, so that systemd's record of the unit tells it.
    private func leave(with report: SeatReport) -> Int32 {
        switch report {
        case .exited(let status): return status
        case .signalled(let number):
            signal(number, SIG_DFL)
            vcd_unblock_signal(number)
            kill(getpid(), number)
            return 128 + number
        case .started, .planted, .failed, .sees: return EXIT_FAILURE
        }
    }
}
