/// Why something could not be done, and what to do about it, each in one sentence that an officer understands.
public struct Problem: Error, Hashable, Sendable {
    /// What it concerns, where that decides the way out.
    public enum Concern: Hashable, Sendable {
        case template, other
    }

    public let message: String
    public let remedy: String
    public let concern: Concern

    public init(message: String, remedy: String, concern: Concern = .other) {
        self.message = message
        self.remedy = remedy
        self.concern = concern
    }
}

/// Why the station is blocked.
public enum BlockReason: Hashable, Sendable {
    /// The scan after a wipe found something.
    case findings([Finding])
    /// The visit's processes could not be ended: its call may still run.
    case closeFailed(Problem)
    /// Wiping or scanning failed.
    case wipeFailed(Problem)
    /// No fresh home could be made.
    case homeFailed(Problem)
    /// The template is not what was accepted.
    case templateChanged(Problem)
    /// Checks that the configuration requires did not pass.
    /// The station is clean, and has a fresh home.
    case checksFailed([CheckResult], on: CleanHome)
    /// The ledger cannot be read or written.
    case ledgerFailed(Problem)
    /// The ledger was damaged and set aside; what is said is where it is kept.
    case ledgerSetAside(String)
    case powerOffFailed(Problem)
    /// A drill's tokens were found after the wipe, or none could be planted.
    case drillFailed(DrillReport)

    /// The reason as one stable word, for programs.
    public var code: String {
        switch self {
        case .findings: "findings"
        case .closeFailed: "closeFailed"
        case .wipeFailed: "wipeFailed"
        case .homeFailed: "homeFailed"
        case .templateChanged: "templateChanged"
        case .checksFailed: "checksFailed"
        case .ledgerFailed: "ledgerFailed"
        case .ledgerSetAside: "ledgerSetAside"
        case .powerOffFailed: "powerOffFailed"
        case .drillFailed: "drillFailed"
        }
    }

    /// What happened, one sentence.
    public var message: String {
        switch self {
        case .findings(let findings):
            "The scan after the wipe found \(findings.count) thing\(findings.count == 1 ? "" : "s") of a visit: "
                + findings.prefix(3).map { "\($0.place): \($0.detail)" }.joined(separator: "; ")
                + (findings.count > 3 ? "; …" : ".")
        case .closeFailed(let problem), .wipeFailed(let problem), .homeFailed(let problem),
            .templateChanged(let problem), .ledgerFailed(let problem), .powerOffFailed(let problem):
            problem.message
        case .checksFailed(let checks, on: _):
            "A required check failed: "
                + checks.map { "\($0.name.rawValue) (\($0.detail.english))" }.joined(separator: "; ") + "."
        case .ledgerSetAside(let text): text
        case .drillFailed(let report):
            if report.planted == 0 {
                "The drill proves nothing: its decoy could plant no token."
            } else {
                "The drill found \(report.hits.count) of its tokens after the wipe: "
                    + report.hits.prefix(3).joined(separator: "; ") + (report.hits.count > 3 ? "; …" : ".")
            }
        }
    }
}

extension BlockReason {
    /// Whether the ledger can't be used.
    var isOfLedger: Bool {
        switch self {
        case .ledgerFailed: true
        case .findings, .closeFailed, .wipeFailed, .homeFailed, .templateChanged, .checksFailed, .ledgerSetAside,
            .powerOffFailed, .drillFailed:
            false
        }
    }

    /// Whether the station is clean all the same, with a fresh home.
    public var isClean: Bool {
        switch self {
        case .checksFailed: true
        case .findings, .closeFailed, .wipeFailed, .homeFailed, .templateChanged, .ledgerFailed, .ledgerSetAside,
            .powerOffFailed, .drillFailed:
            false
        }
    }
}

/// A station that takes no visit, and how far up the ladder out of it the officer has come.
public struct Blocked: Hashable, Sendable {
    /// The ladder of DESIGN.md: wipe, then a reboot, then paper and the administrator.
    public enum Rung: Hashable, Sendable {
        case wipe, reboot
    }

    public let reason: BlockReason
    public let rung: Rung
    /// The visit that is not proven wiped, where one is known.
    public let visit: VisitTrace?

    /// What is left to say of it once the station is locked: it is checked again when it is opened.
    var ofLockedStation: Blocked? { reason.isClean ? nil : self }

    /// What to do next.
    public var remedy: String {
        let own: String? =
            switch reason {
            case .homeFailed(let problem), .templateChanged(let problem), .ledgerFailed(let problem),
                .powerOffFailed(let problem):
                problem.remedy
            case .checksFailed(let checks, on: _): checks.compactMap(\.remedy).first?.english
            case .closeFailed: "The call may still be running: look at the screen."
            case .findings, .wipeFailed, .ledgerSetAside, .drillFailed: nil
            }
        let ladder =
            switch rung {
            // Neither a wipe nor a reboot makes another template of it.
            case _ where reason.isClean:
                "The station becomes ready by itself once it passes; a supervisor may accept it for today: "
                    + "'vcctl check NAME --accept REASON'."
            case _ where reason.code == "templateChanged": "Until then use the paper procedure."
            case .wipe: "Run 'vcctl wipe'. If the station stays blocked, restart the PC."
            case .reboot:
                "Restart the PC. If the station is still blocked then, use the paper procedure and call the administrator."
            }
        return [own, ladder].compactMap { $0 }.joined(separator: " ")
    }
}
