import StationAPI
import StationCore
import StationHost
import Varlink

/// What the wire says of receipts.
extension StationInterface {
    private static let defaultReceipts = 20
    private static let mostReceipts = 1_000
    private static let digestDigits = 64

    func getReceipts(_ parameters: API.GetReceipts.Parameters) async throws -> API.GetReceipts.Reply {
        let limit = parameters.limit ?? (parameters.date == nil ? Self.defaultReceipts : Self.mostReceipts)
        guard (1...Self.mostReceipts).contains(limit) else {
            throw VarlinkError(
                refusing: "\(limit)",
                for: "limit",
                allowed: "whole numbers from 1 to \(Self.mostReceipts)"
            )
        }
        let zone = await station.machine.rules.schedule.zone
        let span = try day(parameters.date, field: "date").flatMap(zone.span(of:))
        do throws(LedgerError) {
            let list = try await ledger.get().receipts(limit: limit, finished: span)
            return API.GetReceipts.Reply(
                receipts: list.receipts.map(API.Receipt.init),
                unreadable: list.unreadable.map(\.number)
            )
        } catch {
            throw VarlinkError(error)
        }
    }

    func verifyReceipts(_ parameters: API.VerifyReceipts.Parameters) async throws -> API.VerifyReceipts.Reply {
        if let head = parameters.head,
            head.utf8.count != Self.digestDigits || !head.allSatisfy({ $0.isASCII && $0.isHexDigit })
        {
            throw VarlinkError(
                refusing: head,
                for: "head",
                allowed: "a receipt's whole digest, \(Self.digestDigits) hexadecimal digits"
            )
        }
        // Asked before the ledger is read, which then holds at least that one.
        let written = await station.lastReceipt.map(WrittenReceipt.init)
        do throws(LedgerError) {
            let verdict = try await ledger.get().verifyReceipts(head: parameters.head?.lowercased(), written: written)
            return API.VerifyReceipts.Reply(verdict: API.ChainVerdict(verdict))
        } catch {
            throw VarlinkError(error)
        }
    }
}

extension API.ChainVerdict {
    init(_ verdict: ChainVerdict) {
        self.init(
            holds: verdict.holds,
            count: verdict.count,
            last: verdict.last?.number,
            head: verdict.head,
            witnessed: verdict.witnessed?.number,
            problems: verdict.problems.map(API.ChainProblem.init),
            unlisted: verdict.unlisted,
            remedy: verdict.remedy
        )
    }
}

extension API.ChainProblem {
    init(_ problem: ChainProblem) {
        let code: API.ChainFault
        var through: Int?
        switch problem {
        case .edited: code = .edited
        case .unreadable: code = .unreadable
        case .misfiled: code = .misfiled
        case .unchained: code = .unchained
        case .missing(let first, through: let last):
            code = .missing
            if last != first { through = last.number }
        case .unknownHead: code = .unknownHead
        case .lost: code = .lost
        }
        self.init(code: code, receipt: problem.receipt?.number, through: through, message: problem.message)
    }
}
