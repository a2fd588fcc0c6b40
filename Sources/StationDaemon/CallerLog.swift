import Glibc
import Logging
import ProcFS
import StationCore
import StationHost
import Varlink

/// Keeps who asked for what, in the journal and in the ledger: by peer credentials alone, so that nobody can give
/// another name.
struct CallerLog: Sendable {
    private enum Outcome {
        /// The caller may; what comes of it is not known yet.
        case allowed
        case refused

        var messageID: String {
            switch self {
            case .allowed: "47bfab4959694aa790662e2fd55a807d"
            case .refused: "4612a322acd940acb0a3e1799358ddd4"
            }
        }

        var words: String {
            switch self {
            case .allowed: "."
            case .refused: ": refused, the account may not."
            }
        }
    }

    let ledger: LedgerDoor
    let now: @Sendable () -> Moment
    let logger: Logger
    private let limit = RefusalLimit()

    init(ledger: LedgerDoor, now: @escaping @Sendable () -> Moment, logger: Logger) {
        self.ledger = ledger
        self.now = now
        self.logger = logger
    }

    func allowed(_ verb: String, of peer: PeerCredentials) async { await note(.allowed, verb, peer) }

    func refused(_ verb: String, of peer: PeerCredentials) async {
        switch limit.decide(uid: peer.uid, at: now().boot) {
        case .keep: await note(.refused, verb, peer)
        case .keepAsLast:
            await note(.refused, verb, peer)
            logger.warning("uid \(peer.uid) asks again and again: its refusals are not kept for a minute.")
        case .drop: break
        }
    }

    /// Says in the journal that what an account may ask for was turned down, and by which error.
    func turnedDown(_ verb: String, _ error: any Error, of peer: PeerCredentials) {
        let name = (error as? VarlinkError).map { String($0.name.split(separator: ".").last ?? "") }
        let login = Self.login(of: peer)
        logger.notice(
            "\(login) (uid \(peer.uid)) asked for \(verb): turned down, \(name ?? "it failed").",
            metadata: [
                "message_id": "9a1c2d0f7e4b4c6b8d53a1f0c2e7b6d4", "verb": "\(verb)", "officer_uid": "\(peer.uid)",
                "officer_pid": "\(peer.pid)", "officer_login": "\(login)", "error": "\(name ?? "-")",
            ]
        )
    }

    /// Keeps a supervisor's reason, in the ledger alone: it may name somebody.
    func keep(reason: String, for verb: String, of peer: PeerCredentials) async {
        let request = LedgerRequest(
            at: now().wall,
            verb: verb,
            uid: peer.uid,
            pid: peer.pid,
            login: Self.login(of: peer),
            isAllowed: true,
            reason: reason
        )
        await keep(request)
    }

    private func note(_ outcome: Outcome, _ verb: String, _ peer: PeerCredentials) async {
        let login = Self.login(of: peer)
        logger.log(
            level: outcome == .allowed ? .notice : .warning,
            "\(login) (uid \(peer.uid)) asked for \(verb)\(outcome.words)",
            metadata: [
                "message_id": "\(outcome.messageID)", "verb": "\(verb)", "officer_uid": "\(peer.uid)",
                "officer_pid": "\(peer.pid)", "officer_login": "\(login)",
            ]
        )
        let request = LedgerRequest(
            at: now().wall,
            verb: verb,
            uid: peer.uid,
            pid: peer.pid,
            login: login,
            isAllowed: outcome == .allowed
        )
        await keep(request)
    }

    private func keep(_ request: LedgerRequest) async {
        do throws(LedgerError) {
            try await ledger.get().record(request)
        } catch {
            // The verb itself says what a ledger that can't be written means for the station.
            logger.error("\(error)")
        }
    }

    /// The name under which the caller logged in (proc_pid_loginuid(5)): it stays the same through sudo and su. Where
    /// there was no login, the name of the uid.
    private static func login(of peer: PeerCredentials) -> String {
        let text = ProcessTable.read("/proc/\(peer.pid)/loginuid")
        let login = UInt32(text.prefix { $0.isNumber })
        let uid = login.flatMap { $0 == .max ? nil : $0 } ?? peer.uid
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 1 << 16)
        guard getpwuid_r(uid, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name
        else { return "uid \(uid)" }
        return String(cString: name)
    }
}
