import StationCore

/// How the parts of the schedule are put together once all files are read.
extension ConfigurationDraft {
    mutating func finishSchedule(_ mainFile: String) {
        if !schedule.hasZone {
            let fault: String?
            switch ZoneTable.ofPC {
            case .known(let zone):
                configuration.schedule.zone = zone
                fault = nil
            case .unnamed: fault = "the PC's own time zone has no name"
            case .missing(let name):
                fault = "the PC's own, \(name.cut(to: 64)), is not there (package tzdata or tzdata-legacy)"
            }
            if let fault {
                let message = "is missing, and \(fault); allowed is \(ZoneTable.allowedNames)"
                relate("schedule.zone", "[schedule] zone", mainFile, message)
            }
        }
        configuration.schedule.categories = schedule.order.compactMap { category($0) }
        for (day, draft) in schedule.exceptions.sorted(by: { $0.key < $1.key }) {
            configuration.schedule.exceptions[day] = exception(draft, on: day)
        }
        if configuration.schedule.isEnforced && schedule.categories.isEmpty {
            let message = "true needs a category at least: a table [schedule.categories.KEY]; allowed is false"
            relate("schedule.enforce", "[schedule] enforce", mainFile, message)
        }
    }

    /// - Returns: nil for one that is complained of.
    private mutating func category(_ key: String) -> VisitCategory? {
        guard let draft = schedule.categories[key] else { return nil }
        if draft.days.isEmpty {
            // A list that is there and wrong has been complained of already.
            if places["schedule.categories.\(key).days"] == nil {
                add(draft.place, "days is missing: the days of the week, as a list such as [\"monday\"]")
            }
            return nil
        }
        guard let times = times(draft.opening.over(schedule.opening), ["schedule.categories.\(key)"], draft.place)
        else { return nil }
        return VisitCategory(
            id: CategoryID(key),
            name: draft.name.finished(or: LocalText(english: key, indonesian: key)),
            rules: [WeeklyWindow(days: draft.days, times: times)],
            length: draft.length
        )
    }

    private mutating func exception(_ draft: ExceptionDraft, on day: CalendarDay) -> ScheduleException? {
        let isClosed = draft.isClosed ?? false
        guard isClosed != (draft.categories != nil) else {
            add(draft.place, "\(day) needs either closed = true or categories = [...], and not both")
            return nil
        }
        var openings: [ScheduleException.Opening] = []
        for key in draft.categories ?? [] {
            guard let category = schedule.categories[key] else {
                add(
                    draft.place,
                    "categories: \"\(key.cut(to: 100))\" is unknown; allowed are \(quoted(schedule.order))"
                )
                continue
            }
            let opening = draft.opening.over(category.opening).over(schedule.opening)
            if let times = times(opening, [], draft.place) {
                openings.append(.init(category: CategoryID(key), times: times))
            }
        }
        let otherwise =
            isClosed
            ? LocalText(english: "closed", indonesian: "tutup")
            : LocalText(english: "other hours than usual", indonesian: "jadwal khusus")
        return ScheduleException(reason: draft.reason.finished(or: otherwise), openings: openings)
    }

    /// - Parameters:
    ///   - tables: the dotted paths of the tables that the key to blame can be in, before [schedule].
    ///   - place: the place to name otherwise.
    private mutating func times(
        _ draft: OpeningDraft,
        _ tables: [String],
        _ place: ConfigurationError.Problem
    ) -> OpeningTimes? {
        do throws(OpeningDraft.Fault) {
            return try draft.finished()
        } catch {
            let keys = error.key == "register_from" ? ["register_from", "register_until"] : [error.key]
            for path in tables.flatMap({ table in keys.map { "\(table).\($0)" } }) {
                // Where it was given and refused, nothing is missing.
                if let found = places[path] {
                    if keys.count > 1 { add(found, error.message) }
                    return nil
                }
            }
            if keys.count == 1 && places["schedule.\(error.key)"] != nil { return nil }
            add(place, keys.count > 1 ? error.message : "\(error.key) \(error.message)")
            return nil
        }
    }
}
