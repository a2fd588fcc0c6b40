/// A text in both languages.
public struct LocalText: Hashable, Sendable, Codable {
    public let english: String
    public let indonesian: String

    public init(english: String, indonesian: String) {
        self.english = english
        self.indonesian = indonesian
    }

    /// The same, where the labels would be in the way.
    public init(_ english: String, _ indonesian: String) { self.init(english: english, indonesian: indonesian) }
}
