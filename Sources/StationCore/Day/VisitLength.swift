extension Configuration {
    /// The longest that a visit can be before it is lengthened.
    public var longestLength: Duration {
        ([visit.length, visit.lawyerLength] + schedule.categories.map(\.length)).compactMap { $0 }.max() ?? visit.length
    }
}

extension Configuration.Visit {
    /// How long a visit is: by its class, then its category, and otherwise as long as all others.
    public func length(in category: VisitCategory?, visitClass: VisitClass) -> Duration {
        let own =
            switch visitClass {
            case .lawyer: lawyerLength
            case .family: Duration?.none
            }
        return own ?? category?.length ?? length
    }
}
