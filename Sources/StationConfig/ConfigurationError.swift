/// A configuration that is refused whole, with everything that is wrong in it.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    public struct Problem: Hashable, Sendable, CustomStringConvertible {
        public let file: String
        /// The line, counted from 1; nil where the problem has none, as with a missing file.
        public let line: Int?
        /// The key with its table, such as `[visit] length`; nil where the problem is about no key.
        public let key: String?
        /// What is wrong, and what is allowed.
        public let message: String

        public var description: String {
            [line.map { "\(file):\($0)" } ?? file, key, message].compactMap { $0 }.joined(separator: ": ")
        }
    }

    public let problems: [Problem]

    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
