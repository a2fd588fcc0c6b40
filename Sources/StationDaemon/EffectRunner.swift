import StationCore
import StationHost
import UnitMessages

/// Does what the machine wants done, with a host and a ledger, and says what came of it.
struct EffectRunner: Sendable {
    let host: any Host
    let ledger: LedgerDoor
    let clock: any StationClock
    /// Where the day's report is written as the PC goes off.
    let reports: String
    /// Whether the configuration wants a drill once the PC has started.
    let drillsAtStart: Bool
    /// Whether it wants the call program tried then.
    let triesAtStart: Bool

    func now() -> Moment { clock.now() }

    /// Performs an effect that has an outcome.
    ///
    /// - Parameter stamp: the day of what begins at an instant.
    /// - Returns: the outcome; nil for an effect that has none.
    func outcome(of effect: Effect, stamp: (Moment) -> DayStamp) async -> Event? {
        do {
            switch effect {
            case .openVisit(let plan, let marksRemote):
                let now = now()
                let id = try await ledger.get()
                    .openVisit(at: now, marksRemote: marksRemote, plan: plan, stamp: stamp(now))
                return .visitOpened(id)
            case .startClient(let order, on: _):
                try await host.start(order)
                return .clientStarted
            case .closeClient(let grace):
                return .clientClosed(try await host.close(grace: grace))
            case .recordEnd(let ended):
                try await ledger.get().closeVisit(ended, at: now())
                return .endRecorded
            case .destroyHome:
                return .homeDestroyed(try await host.wipe())
            case .scan(let trace, let depth): return .scanned(try await host.scan(for: trace, depth))
            case .storeReceipt(let draft):
                let facts = await host.facts(version: Version.current)
                return .receiptStored(try await ledger.get().store(draft, facts: facts))
            case .searchTraces(let order):
                let report = try await host.searchTraces(order)
                try await ledger.get().record(report, at: now().wall)
                return .searched(report)
            case .makeHome:
                try await host.makeHome()
                return .homeMade
            case .powerOff:
                try await host.powerOff()
                return .poweredOff
            case .storeLock(let time):
                try await ledger.get().lock(at: time)
                return .lockStored
            case .clearLock:
                try await ledger.get().unlock()
                return .lockCleared
            case .runChecks, .remember, .noteShutdown, .schedule, .cancelAlarms, .hasten, .restartClient, .answer,
                .settle, .found, .announce, .depart:
                return nil
            }
        } catch let error as HostError {
            return .failed(Problem(error))
        } catch let error as LedgerError where error.code == .entryGone {
            return .visitRefused(Problem(message: error.message, remedy: error.remedy))
        } catch let error as LedgerError {
            return .ledgerFailed(Problem(message: error.message, remedy: error.remedy))
        } catch {
            return .failed(Problem(message: "\(error)", remedy: "Call the administrator."))
        }
    }

    /// What the ledger says as the station starts.
    func start() async -> Event {
        do throws(LedgerError) {
            let snapshot = try await ledger.get().snapshot()
            var beginning = Beginning()
            beginning.dirty = snapshot.openVisit
            beginning.lastReceipt = snapshot.lastReceipt
            beginning.refusal = snapshot.refusal
            // What can't be told is not adopted, but wiped.
            beginning.running = snapshot.openVisit == nil ? nil : try? await host.adoptable()
            beginning.offAt = host.notedShutdown
            beginning.drillIsDue = drillsAtStart && snapshot.lastDrill != Ledger.bootID
            beginning.lastDrillWasClean = snapshot.lastDrill == Ledger.bootID ? snapshot.lastDrillWasClean : nil
            let now = now()
            let switchedOn = now.wall.milliseconds - now.boot.sinceBoot.wholeMilliseconds
            beginning.trialIsDue = triesAtStart && (snapshot.lastTrial?.milliseconds ?? 0) < switchedOn
            beginning.remoteIsUnconfirmed = snapshot.remoteIsUnconfirmed
            beginning.lockedAt = snapshot.lockedAt
            beginning.slot = snapshot.slot
            beginning.acceptedChecks = snapshot.acceptedChecks
            return .started(beginning)
        } catch {
            return .startedWithoutLedger(Problem(message: error.message, remedy: error.remedy))
        }
    }
}

extension Problem {
    init(_ error: HostError) {
        let concern: Concern =
            switch error.code {
            case .templateChanged: .template
            case .clientUnusable, .templateUnusable, .isolationUnavailable, .configurationUnfit, .closeFailed,
                .wipeFailed, .scanFailed, .searchFailed, .powerOffFailed, .announceFailed, .checkFailed:
                .other
            }
        self.init(message: error.message, remedy: error.remedy, concern: concern)
    }
}
