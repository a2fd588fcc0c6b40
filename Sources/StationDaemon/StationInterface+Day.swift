import StationAPI
import StationCore
import StationHost
import Varlink

/// What the wire says of the day: its schedule, its calls, its fair share and its report.
extension StationInterface {
    private static let mostDays = 366

    var dayMethods: [String: VarlinkInterface.Method] {
        [
            API.Call.shortName: method(API.Call.self, .operate) { parameters, _ in
                _ = try await change(.call(ticket: try parameters.ticket.map(ticketNumber)))
                guard let called = await station.today.called else { throw VarlinkError(nobodyWaiting: ()) }
                return API.Call.Reply(called: API.Called(called))
            },
            API.AcceptSlot.shortName: method(API.AcceptSlot.self, .operate) { parameters, _ in
                do {
                    try await station.acceptSlot(parameters.accept)
                } catch let error as StationError {
                    throw VarlinkError(error, at: now())
                } catch let error as LedgerError {
                    throw VarlinkError(error)
                }
                return API.AcceptSlot.Reply(slot: API.Slot(await station.today, at: now()))
            },
            API.GetSchedule.shortName: method(API.GetSchedule.self, .observe, takesLong: true) { parameters, _ in
                try await getSchedule(parameters)
            },
            API.GetReport.shortName: method(API.GetReport.self, .observe, takesLong: true) { parameters, _ in
                try await getReport(parameters)
            },
        ]
    }

    private func getSchedule(_ parameters: API.GetSchedule.Parameters) async throws -> API.GetSchedule.Reply {
        let count = parameters.days ?? 1
        guard (1...Self.mostDays).contains(count) else {
            throw VarlinkError(refusing: "\(count)", for: "days", allowed: "whole numbers from 1 to \(Self.mostDays)")
        }
        let schedule = await station.machine.rules.schedule
        let first = try day(parameters.date, field: "date") ?? schedule.day(of: now().wall)
        let days = await VarlinkCall.aside {
            (0..<count).compactMap(first.adding(days:)).map { API.ScheduleDay($0, schedule) }
        }
        return API.GetSchedule.Reply(enforced: schedule.isEnforced, zone: schedule.zone.name, days: days)
    }

    private func getReport(_ parameters: API.GetReport.Parameters) async throws -> API.GetReport.Reply {
        let today = await station.machine.rosterDay(at: now().wall)
        let from = try day(parameters.from, field: "from")
        let to = try day(parameters.to, field: "to")
        let first = from ?? to ?? today
        let last = to ?? from ?? today
        guard first <= last, let limit = first.adding(days: Self.mostDays), last < limit else {
            throw VarlinkError(
                refusing: "\(last)",
                for: "to",
                allowed: "\(first) and the \(Self.mostDays - 1) days after it"
            )
        }
        do {
            return API.GetReport.Reply(report: API.Report(try await station.report(from: first, to: last)))
        } catch let error as LedgerError {
            throw VarlinkError(error)
        }
    }

    /// - Returns: nil where none is given.
    func day(_ text: String?, field: String) throws -> CalendarDay? {
        guard let text else { return nil }
        guard let day = CalendarDay(text) else {
            throw VarlinkError(refusing: text, for: field, allowed: "days of the calendar, as YYYY-MM-DD")
        }
        return day
    }

    func ticketNumber(_ text: String) throws -> Int {
        guard let number = Int(text), number > 0 else {
            throw VarlinkError(
                refusing: text,
                for: "ticket",
                allowed: "whole numbers from 1, as 'vcctl roster list' shows"
            )
        }
        return number
    }
}
