import Varlink

/// Everything that vcd and vcctl share: `org.vcctl.Station` as its `.varlink` text, and the Codable types for it. A
/// test holds the two against each other, field for field.
public enum API {
    public static let name = "org.vcctl.Station"

    /// The interface description, the single source of what is on the wire.
    public static let description = String(decoding: PackageResources.org_vcctl_Station_varlink, as: UTF8.self)

    /// A parameter or reply list without fields.
    public struct Nothing: Codable, Sendable, Hashable {
        public init() {}
    }
}

/// One method of the interface.
public protocol StationMethod {
    associatedtype Parameters: Codable & Sendable
    associatedtype Reply: Codable & Sendable
}

extension StationMethod {
    /// The method's name without the interface.
    public static var shortName: String { String(describing: self) }
    /// The method's name as it stands in a call.
    public static var fullName: String { "\(API.name).\(shortName)" }
}

/// The parameters of one of the interface's errors.
public protocol StationErrorParameters: Codable, Sendable, Hashable {}

extension StationErrorParameters {
    public static var fullName: String { "\(API.name).\(String(describing: self))" }
}
