/// The number of a visit, given by the ledger, counted up over the station's whole life.
public struct VisitID: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let number: Int

    public init(_ number: Int) { self.number = number }

    public var description: String { String(number) }

    public static func < (a: VisitID, b: VisitID) -> Bool { a.number < b.number }
}

/// The number of a receipt, given by the ledger.
public struct ReceiptID: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let number: Int

    public init(_ number: Int) { self.number = number }

    public var description: String { String(number) }

    public static func < (a: ReceiptID, b: ReceiptID) -> Bool { a.number < b.number }
}
