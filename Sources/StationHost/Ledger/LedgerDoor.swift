import Synchronization

/// The way to the ledger: while it stands open, and back to it when it could not be opened or was lost.
public final class LedgerDoor: Sendable {
    /// Opens the ledger; with true what stood there before is lost.
    public typealias Opener = @Sendable (Bool) throws(LedgerError) -> any LedgerStore

    private let opener: Opener
    private let state: Mutex<Result<any LedgerStore, LedgerError>>

    /// Opens it, or keeps why that failed for everybody who asks.
    public init(_ opener: @escaping Opener) {
        self.opener = opener
        state = Mutex(Self.result { () throws(LedgerError) in try opener(false) })
    }

    /// - Throws: why the ledger can't be used.
    public func get() throws(LedgerError) -> any LedgerStore {
        let ledger = try state.withLock { $0 }.get()
        if let loss = ledger.loss { throw loss }
        return ledger
    }

    /// Whether it could not be opened.
    public var isShut: Bool {
        switch state.withLock({ $0 }) {
        case .success: false
        case .failure: true
        }
    }

    /// Whether what was opened is not there any more.
    public var isLost: Bool {
        switch state.withLock({ $0 }) {
        case .success(let ledger): ledger.loss != nil
        case .failure: false
        }
    }

    /// Opens the ledger anew where it can't be used as it is. What it says is then to be read as at a start.
    public func reopen() throws(LedgerError) {
        let result = state.withLock { state in
            switch state {
            case .failure: state = Self.result { () throws(LedgerError) in try opener(false) }
            case .success(let ledger) where ledger.loss != nil:
                // First: as it closes, SQLite takes away the log that bears its name.
                ledger.close()
                state = Self.result { () throws(LedgerError) in try opener(true) }
            case .success: break
            }
            return state
        }
        _ = try result.get()
    }

    /// Closes it for good. SQLite then folds its log into the file, so that a copy of that one file is whole.
    public func close() {
        if case .success(let ledger) = state.withLock({ $0 }) { ledger.close() }
    }

    private static func result(
        _ open: () throws(LedgerError) -> any LedgerStore
    ) -> Result<any LedgerStore, LedgerError> {
        do throws(LedgerError) {
            return .success(try open())
        } catch {
            return .failure(error)
        }
    }
}
