import Glibc
import Logging

/// The one gate of texts to a log. What somebody else chose (a device's name, a unit's error, a value that was refused) begins
/// no line of its own, commands no terminal that shows the log, and turns no line's direction.
public enum LogText {
    /// The text on one line; what is no sign to be read is written as `\u{1b}`.
    public static func line(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isNoSign) else { return text }
        let lines = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return lines.unicodeScalars.reduce(into: "") { line, scalar in
            if isNoSign(scalar) {
                line += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                line.unicodeScalars.append(scalar)
            }
        }
    }

    private static func isNoSign(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\u{61C}", "\u{200E}", "\u{200F}", "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}": true
        default: scalar.properties.generalCategory == .control
        }
    }
}

/// The standard error of a daemon or a helper.
public enum StandardError {
    /// Says one line. Where the journal reads it, its level stands before it (sd-daemon(3)); a person would read that as `<3>`.
    public static func say(_ level: Logger.Level, _ text: String) {
        write(prefix(level.priority, isJournal: JournalLog.isStandardError) + LogText.line(text) + "\n")
    }

    static func prefix(_ priority: Int, isJournal: Bool) -> String { isJournal ? "<\(priority)>" : "" }

    private static func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}

/// Writes log lines to the standard error.
public struct StandardErrorLog: LogHandler {
    public var logLevel: Logger.Level
    public var metadata: Logger.Metadata = [:]

    public init(logLevel: Logger.Level = .info) { self.logLevel = logLevel }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }
        let tail = fields.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        StandardError.say(event.level, "\(event.message)\(tail)")
    }
}
