/// The places that the drill's decoy plants a token in, as a visit could (issue "The wipe and its proof").
public enum DrillPlace: String, Codable, Hashable, Sendable, CaseIterable {
    case home, homeName, homeUTF16, unlinkedFile, config, cache, data, temporary, runtime
    case tmp, varTmp, sharedMemory, systemVMemory, messageQueue
    case heap, environment, coreDump, journal, keyring, printSpool
    case folderName, linkTarget, deepFile, oddName, closedFile, socketName, semaphoreName, memoryFile
    case commandLine, abstractName, nameServer, kernelLog, terminal, soundControl

    /// The token of the place is the seed's secret and this number.
    var number: UInt8 { UInt8(clamping: Self.allCases.firstIndex(of: self) ?? 0) }
}

/// The secret that the tokens of one drill are made of. It is kept and sent masked, digit by digit, so that whoever
/// only carries it holds no token: a token found anywhere is one that the decoy planted.
public struct DrillSeed: Codable, Hashable, Sendable {
    /// Hexadecimal digits, masked.
    public let masked: String

    public static let digits = 32

    /// - Returns: nil when it is no seed.
    public init?(masked: String) {
        guard masked.utf8.count == Self.digits, masked.utf8.allSatisfy({ Self.value(of: $0) != nil }) else {
            return nil
        }
        self.masked = masked
    }

    /// From random bytes, of which there must be half as many as ``digits``.
    public init?(bytes: [UInt8]) { self.init(masked: bytes.map(Self.hexadecimal).joined()) }

    /// What all tokens begin with.
    public var secret: [UInt8] { masked.utf8.map { Self.digit(15 - (Self.value(of: $0) ?? 0)) } }

    /// The token to plant in a place, as bytes.
    public func token(for place: DrillPlace) -> [UInt8] { token(numbered: place.number) }

    /// The token that the search plants itself, to prove that it sees.
    public var controlToken: [UInt8] { token(numbered: Self.controlNumber) }

    private static let controlNumber: UInt8 = 0xFF

    private func token(numbered number: UInt8) -> [UInt8] { secret + Self.hexadecimal(number).utf8 }

    /// What the two digits behind the secret say.
    public enum Owner: Hashable, Sendable {
        case place(DrillPlace)
        case control
        case nobody
    }

    public static func owner(of digits: some Collection<UInt8>) -> Owner {
        let values = digits.compactMap(value(of:))
        guard values.count == 2 else { return .nobody }
        let number = values[0] << 4 | values[1]
        if number == controlNumber { return .control }
        return DrillPlace.allCases.first { $0.number == number }.map(Owner.place) ?? .nobody
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        String(decoding: [digit(byte >> 4), digit(byte & 15)], as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

/// What the decoy could plant, said in one line: the unit's status text, or a line to the embedded host.
public struct Planted: Hashable, Sendable {
    public var places: Set<DrillPlace>

    private static let heading = "planted:"

    public init(_ places: Set<DrillPlace>) { self.places = places }

    /// - Returns: nil when the text says something else.
    public init?(_ text: String) {
        guard text.hasPrefix(Self.heading) else { return nil }
        places = Set(
            text.dropFirst(Self.heading.count).split(separator: " ").compactMap { DrillPlace(rawValue: "\($0)") }
        )
    }

    public var text: String {
        ([Self.heading] + DrillPlace.allCases.filter(places.contains).map(\.rawValue)).joined(separator: " ")
    }
}
