import ArgumentParser
import Glibc
import StationAPI

/// What is known of the parts while they are looked at. No I/O.
struct CheckSheet {
    /// Only some of the parts were asked for.
    let isPartial: Bool
    /// The parts in the order in which they are looked at.
    private(set) var names: [String] = []
    private(set) var running: Set<String> = []
    /// All that was asked for has been looked at.
    private(set) var isComplete = false
    private var found: [String: API.CheckResult] = [:]

    init(isPartial: Bool = false) { self.isPartial = isPartial }

    /// Takes in a reply with what has come since the one before.
    mutating func take(_ reply: API.Check.Reply) {
        running = Set(reply.running)
        for result in reply.checks { found[result.name] = result }
        let told = reply.checks.map(\.name) + reply.running
        for name in told where !names.contains(name) { names.append(name) }
    }

    /// Takes in the last reply, which holds all that was looked at.
    mutating func finish(_ reply: API.Check.Reply) {
        running = []
        isComplete = true
        names = reply.checks.map(\.name)
        found = Dictionary(reply.checks.map { ($0.name, $0) }) { _, last in last }
    }

    func result(of name: String) -> API.CheckResult? { found[name] }

    /// The worst first; those that are alike in their own order.
    var results: [API.CheckResult] {
        let ordered = names.compactMap { found[$0] }.enumerated()
        return ordered.sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(\.element)
    }

    /// How many keep visits from starting.
    var holding: Int { found.values.count(where: \.holds) }

    /// That of the shell: what keeps visits from starting is an error.
    var exitCode: ExitCode { holding > 0 ? ExitCode(EX_IOERR) : .success }

    /// How many are not as they should be, whatever follows from that.
    var concerns: Int { found.values.count(where: \.isConcern) }

    /// What is another verdict than it was, or means something else now.
    func changes(since before: CheckSheet) -> [API.CheckResult] {
        results.filter { result in
            guard let old = before.result(of: result.name) else { return true }
            return old.verdict != result.verdict || old.severity != result.severity || old.accepted != result.accepted
        }
    }
}

extension API.CheckResult {
    /// Whether the part is not as it should be.
    var isConcern: Bool {
        switch verdict {
        case .fail, .warn: true
        case .pass, .skipped: false
        }
    }

    /// Where it stands among the others: what keeps visits from starting, other failures, warnings, the rest.
    fileprivate var rank: Int {
        switch verdict {
        case .fail where holds: 0
        case .fail where severity == .required: 1
        case .fail: 2
        case .warn: 3
        case .pass: 4
        case .skipped: 5
        }
    }
}
