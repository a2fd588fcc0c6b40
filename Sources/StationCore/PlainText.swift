/// Texts that people type, as they are measured and shown. A character is a code point, which is four bytes at most: what is
/// drawn as one sign can be any number of them, and so of any size.
extension StringProtocol {
    public var length: Int { unicodeScalars.count }

    /// Whether every sign can be shown in a line: no control characters, and no sign that stands for lost bytes.
    public var isPlain: Bool {
        unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse, .surrogate: false
            default: scalar != "\u{FFFD}"
            }
        }
    }

    /// As much of a bad value as is said again.
    public var shown: String { cut(to: 64) }

    public func cut(to length: Int) -> String { String(String.UnicodeScalarView(unicodeScalars.prefix(length))) }
}
