import StationCore

/// A running visit as the next vcd finds it. Times are in milliseconds; those without another word count on
/// CLOCK_BOOTTIME.
struct NotedVisit: Codable {
    private struct NotedTicket: Codable {
        let entry: Int
        let number: Int
        let category: String
        let visitClass: String
    }

    private enum Clock: Codable {
        case waiting(until: Int64)
        case running(deadline: Int64)
        case held(since: Int64, left: Int64, until: Int64)
    }

    private let id: Int
    private let ticket: NotedTicket?
    private let length: Int64
    private let override: String?
    private let markedAtWall: Int64
    private let startedAtWall: Int64
    private let startedAt: Int64
    private let clock: Clock
    private let extended: Int64
    private let extensionReasons: [String]
    private let held: Int64

    init(_ visit: RunningVisit) {
        id = visit.id.number
        ticket = visit.plan.ticket.map {
            NotedTicket(
                entry: $0.entry.number,
                number: $0.number,
                category: $0.category.key,
                visitClass: $0.visitClass.rawValue
            )
        }
        length = visit.plan.length.wholeMilliseconds
        override = visit.plan.override
        markedAtWall = visit.markedAt.milliseconds
        startedAtWall = visit.startedAt.wall.milliseconds
        startedAt = visit.startedAt.boot.sinceBoot.wholeMilliseconds
        clock =
            switch visit.clock {
            case .waiting(let until): .waiting(until: until.sinceBoot.wholeMilliseconds)
            case .running(let deadline): .running(deadline: deadline.sinceBoot.wholeMilliseconds)
            case .held(let since, let left, let until):
                .held(
                    since: since.sinceBoot.wholeMilliseconds,
                    left: left.wholeMilliseconds,
                    until: until.sinceBoot.wholeMilliseconds
                )
            }
        extended = visit.extended.wholeMilliseconds
        extensionReasons = visit.extensionReasons
        held = visit.held.wholeMilliseconds
    }

    var visit: RunningVisit {
        let ticket = ticket.map {
            Ticket(
                entry: EntryID($0.entry),
                number: $0.number,
                category: CategoryID($0.category),
                visitClass: VisitClass(rawValue: $0.visitClass) ?? .family
            )
        }
        func boot(_ milliseconds: Int64) -> BootTime { BootTime(sinceBoot: .milliseconds(milliseconds)) }
        let clock: VisitClock =
            switch clock {
            case .waiting(let until): .waiting(until: boot(until))
            case .running(let deadline): .running(deadline: boot(deadline))
            case .held(let since, let left, let until):
                .held(since: boot(since), left: .milliseconds(left), until: boot(until))
            }
        return RunningVisit(
            id: VisitID(id),
            plan: VisitPlan(ticket: ticket, length: .milliseconds(length), override: override),
            markedAt: WallTime(milliseconds: markedAtWall),
            startedAt: Moment(wall: WallTime(milliseconds: startedAtWall), boot: boot(startedAt)),
            clock: clock,
            extended: .milliseconds(extended),
            extensionReasons: extensionReasons,
            held: .milliseconds(held)
        )
    }
}
