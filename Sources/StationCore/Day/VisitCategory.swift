/// The key of a category of inmates in the configuration, such as `narcotics`.
public struct CategoryID: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let key: String

    public init(_ key: String) { self.key = key }

    public var description: String { key }

    public static func < (a: CategoryID, b: CategoryID) -> Bool { a.key < b.key }
}

/// A category of inmates, and when its visits are.
public struct VisitCategory: Hashable, Sendable {
    public let id: CategoryID
    public let name: LocalText
    public let rules: [WeeklyWindow]
    /// How long its visits are; nil for as long as all others.
    public let length: Duration?

    public init(id: CategoryID, name: LocalText, rules: [WeeklyWindow], length: Duration? = nil) {
        self.id = id
        self.name = name
        self.rules = rules
        self.length = length
    }
}

/// Who an inmate speaks with; it decides how long.
public enum VisitClass: String, Hashable, Sendable, CaseIterable {
    case family, lawyer

    /// - Parameter typed: as officers write it, and as vcctl itself prints it, in English or Indonesian.
    public init?(typed: String) {
        switch typed.folded {
        case "family", "keluarga": self = .family
        case "lawyer", "pengacara", "penasihat hukum", "penasehat hukum", "kuasa hukum", "advokat": self = .lawyer
        default: return nil
        }
    }
}
