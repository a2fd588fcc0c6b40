import StationCore
import TOMLKit

/// The keys of the schedule. Each setter returns what is wrong with the value and what is allowed, and nil when it was
/// taken.
extension ConfigurationDraft {
    private static let longestPreparation: Duration = .seconds(24 * 3_600)
    private static let longestKey = 32
    private static let longestName = 100

    mutating func setSchedule(
        _ key: String,
        _ value: any TOMLValueConvertible,
        _ file: ConfigurationFile
    ) -> String? {
        switch key {
        case "enforce": return setBool(value) { $0.schedule.isEnforced = $1 }
        case "trust_clock": return setBool(value) { $0.schedule.trustsClock = $1 }
        case "prepare": return setDuration(value, .zero...Self.longestPreparation) { $0.schedule.preparation = $1 }
        case "zone":
            guard let zone = value.string.flatMap({ ZoneTable(named: $0) }) else {
                return wrong(value, ZoneTable.allowedNames)
            }
            configuration.schedule.zone = zone
            schedule.hasZone = true
        case "categories":
            guard let table = value.table else { return wrong(value, "a table [schedule.categories.KEY] for each") }
            takeCategories(table, file)
        case "exceptions":
            let tables = value.array.map { array in array.map(\.table) }
            guard let tables, !tables.contains(where: { $0 == nil }) else {
                return wrong(value, "a table [[schedule.exceptions]] for each day")
            }
            takeExceptions(tables.compactMap { $0 }, file)
        default: return schedule.opening.set(key, value).map { wrong(value, $0) }
        }
        return nil
    }

    private mutating func takeCategories(_ table: TOMLTable, _ file: ConfigurationFile) {
        let path = ["schedule", "categories"]
        // TOMLKit sorts the keys; the order that people chose is the text's.
        let found = table.keys.map { (key: $0, place: place(file, path + [$0])) }
            .sorted { ($0.place.line ?? .max, $0.key) < ($1.place.line ?? .max, $1.key) }
        for (key, place) in found {
            guard Self.isKey(key) else {
                let allowed = "small letters, digits and -, a letter first, \(Self.longestKey) at the most"
                add(place, "\"\(key.cut(to: 100))\" is not allowed; allowed are \(allowed)")
                continue
            }
            guard let category = table[key]?.table else {
                add(place, "must be a table: [schedule.categories.\(key)] on a line of its own")
                continue
            }
            if schedule.categories[key] == nil { schedule.order.append(key) }
            var draft = schedule.categories[key] ?? CategoryDraft(place: place)
            take(category, CategoryDraft.keys, at: path + [key], file) { configuration, name, value in
                configuration.set(name, value, of: &draft)
            }
            schedule.categories[key] = draft
        }
    }

    private func set(_ key: String, _ value: any TOMLValueConvertible, of category: inout CategoryDraft) -> String? {
        switch key {
        case "name": return setName(value, &category.name.english)
        case "name_id": return setName(value, &category.name.indonesian)
        case "days":
            let names = strings(value)
            let days = Weekday.allCases.filter { names?.contains("\($0)") ?? false }
            guard let names, !names.isEmpty, days.count == names.count else {
                let allowed = quoted(Weekday.allCases.map { "\($0)" })
                return wrong(value, "a list of one or more of \(allowed), each once")
            }
            category.days = Set(days)
        case "length":
            guard let length = value.string.flatMap(DurationText.parse), Self.visitLengths.contains(length) else {
                return wrong(value, allowed(Self.visitLengths))
            }
            category.length = length
        default: return category.opening.set(key, value).map { wrong(value, $0) }
        }
        return nil
    }

    private mutating func takeExceptions(_ tables: [TOMLTable], _ file: ConfigurationFile) {
        let path = ["schedule", "exceptions"]
        var days: Set<CalendarDay> = []
        for (index, table) in tables.enumerated() {
            var day: CalendarDay?
            var draft = ExceptionDraft(place: place(file, path, index: index))
            let before = problems.count
            take(table, ExceptionDraft.keys, at: path, index: index, file) { configuration, key, value in
                configuration.set(key, value, of: &draft, &day)
            }
            if let day, !days.insert(day).inserted {
                add(place(file, path, "date", index: index), "\"\(day)\" is there already in this file")
            } else if table["date"] == nil {
                add(draft.place, "date is missing: the day, as \"YYYY-MM-DD\"")
            } else if let day, problems.count == before {
                schedule.exceptions[day] = draft
            }
        }
    }

    private func set(
        _ key: String,
        _ value: any TOMLValueConvertible,
        of exception: inout ExceptionDraft,
        _ day: inout CalendarDay?
    ) -> String? {
        switch key {
        case "date":
            day = value.string.flatMap { CalendarDay($0) }
            return day == nil ? wrong(value, "a day as \"YYYY-MM-DD\", in quotes") : nil
        case "closed":
            guard let isClosed = value.bool else { return wrong(value, "true or false") }
            exception.isClosed = isClosed
        case "categories":
            guard let keys = strings(value), !keys.isEmpty, Set(keys).count == keys.count else {
                return wrong(value, "a list of keys of [schedule.categories], each once; closed = true is for none")
            }
            exception.categories = keys
        case "reason": return setName(value, &exception.reason.english)
        case "reason_id": return setName(value, &exception.reason.indonesian)
        default: return exception.opening.set(key, value).map { wrong(value, $0) }
        }
        return nil
    }

    private func setName(_ value: any TOMLValueConvertible, _ name: inout String?) -> String? {
        guard let text = value.string, (1...Self.longestName).contains(text.length), text.isPlain else {
            return wrong(value, "a text of 1 to \(Self.longestName) characters on one line")
        }
        name = text
        return nil
    }

    private static func isKey(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= longestKey else { return false }
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return letters.contains(first)
            && text.utf8.allSatisfy { letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "-") }
    }
}
