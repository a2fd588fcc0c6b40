import StationCore
import StationHost

/// The way back to a ledger that could not be opened, or was lost.
extension Station {
    /// How long after the last attempt the next one is made.
    private static let pause: Duration = .seconds(5)

    /// Tries by itself where the ledger could not be opened at the start, as on a full disk. Returns once it is open.
    func awaitLedger() async {
        while runner.ledger.isShut {
            guard (try? await runner.clock.sleep(until: runner.now().boot + Self.pause)) != nil else { return }
            await reopenLedger()
        }
    }

    /// Opens the ledger anew if it can't be used as it is, and takes in what it says, as a station that starts. One that
    /// was lost while vcd ran is passed over only when an officer asks for a wipe.
    func reopenLedger() async {
        guard runner.ledger.isShut || runner.ledger.isLost, machine.canTakeLedger else { return }
        do throws(LedgerError) {
            try runner.ledger.reopen()
        } catch {
            return
        }
        handle(.ledgerReopened)
        handle(await runner.start())
        await readQueue()
    }
}
