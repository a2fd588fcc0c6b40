import StationCore
import StationHost

/// How an effect is performed that takes its time.
extension Station {
    /// - Returns: the outcome; nil for an effect that has none.
    func perform(_ effect: Effect) async -> Event? {
        switch effect {
        case .runChecks(let task): return await checked(task)
        case .depart(let departure):
            await leave(departure)
            return nil
        case .openVisit, .startClient, .closeClient, .recordEnd, .destroyHome, .scan, .storeReceipt, .searchTraces,
            .makeHome, .powerOff, .storeLock, .clearLock, .remember, .noteShutdown, .schedule, .cancelAlarms, .hasten,
            .restartClient, .answer, .settle, .found, .announce:
            let machine = machine
            return await runner.outcome(of: effect) { machine.stamp(at: $0) }
        }
    }

    private func leave(_ departure: Departure) async {
        switch departure {
        case .powerOff, .systemShutdown: await closeDay()
        case .leave: break
        }
        switch (departure, runner.host.survival) {
        case (.leave, _), (.powerOff, .endsWithDaemon), (.systemShutdown, .endsWithDaemon):
            self.departure.continuation.yield(departure)
        // The service manager ends this daemon when the PC has come to that.
        case (.powerOff, .survivesDaemon), (.systemShutdown, .survivesDaemon): runner.host.letShutdownProceed()
        }
    }
}

extension Station {
    /// What can't wait for the effects that are queued.
    enum Urgent: Sendable {
        case hasten
        case restart(VisitID)
    }

    func perform(_ what: Urgent) async {
        switch what {
        case .hasten: await hasten()
        case .restart(let visit):
            do throws(HostError) {
                try await runner.host.restartClient(of: visit)
            } catch {
                logger.error("\(error)")
            }
        }
    }
}

extension Effect {
    /// Whether it waits until those before it are performed.
    var isQueued: Bool {
        if case .depart = self { true } else { hasOutcome }
    }
}
