import StationAPI
import StationCore
import StationHost
import Varlink

/// What the wire says of the roster. It alone carries register numbers.
extension StationInterface {
    var rosterMethods: [String: VarlinkInterface.Method] {
        [
            API.AddEntry.shortName: method(API.AddEntry.self, .operate) { parameters, call in
                let override = try await override(parameters.override, for: API.AddEntry.shortName, call)
                return try await changedEntry(
                    .add(
                        number: parameters.number,
                        category: CategoryID(parameters.category),
                        visitClass: parameters.class.map(VisitClass.init) ?? .family,
                        note: parameters.note,
                        override: override
                    )
                )
            },
            API.ListEntries.shortName: method(API.ListEntries.self, .operate, takesLong: true) { parameters, _ in
                try await listEntries(parameters)
            },
            API.RemoveEntry.shortName: method(API.RemoveEntry.self, .operate) { parameters, _ in
                try await changedEntry(.remove(ticket: try ticketNumber(parameters.ticket)))
            },
            API.MoveEntry.shortName: method(API.MoveEntry.self, .operate) { parameters, _ in
                try await changedEntry(.move(ticket: try ticketNumber(parameters.ticket), to: parameters.position))
            },
            API.MarkAbsent.shortName: method(API.MarkAbsent.self, .operate) { parameters, _ in
                try await changedEntry(.absent(ticket: try ticketNumber(parameters.ticket)))
            },
            API.Import.shortName: method(API.Import.self, .operate) { parameters, call in
                let override = try await override(parameters.override, for: API.Import.shortName, call)
                let outcome = try await change(
                    .importing(text: parameters.text, dryRun: parameters.dryRun ?? false, override: override)
                )
                return API.Import.Reply(
                    added: outcome.entries.count,
                    problems: outcome.problems.map(API.ImportProblem.init),
                    doubts: outcome.doubts.map(API.ImportDoubt.init)
                )
            },
        ]
    }

    private func listEntries(_ parameters: API.ListEntries.Parameters) async throws -> API.ListEntries.Reply {
        let asked = try day(parameters.date, field: "date")
        await station.catchUpDay()
        let today = await station.machine.rosterDay(at: now().wall)
        do throws(LedgerError) {
            let entries = try await ledger.get().entries(on: asked ?? today)
            return API.ListEntries.Reply(entries: API.Entry.list(entries))
        } catch {
            throw VarlinkError(error)
        }
    }

    private func changedEntry(_ change: RosterChange) async throws -> API.EntryReply {
        let outcome = try await self.change(change)
        guard let entry = outcome.entries.first else { throw VarlinkError(nobodyWaiting: ()) }
        let position = outcome.queue.waiting.firstIndex { $0.entry == entry.id }
        return API.EntryReply(entry: API.Entry(entry, position: position.map { $0 + 1 }))
    }

    func change(_ change: RosterChange) async throws -> RosterOutcome {
        do {
            return try await station.change(change)
        } catch let error as RosterError {
            throw VarlinkError(error)
        } catch let error as LedgerError {
            throw VarlinkError(error)
        }
    }
}
