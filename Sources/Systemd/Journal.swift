import Glibc
import Logging

/// A swift-log handler that writes to the journal with all fields (systemd.journal-fields(7)).
///
/// It never waits: sd_journal_sendv(3) would hold its caller for as long as a journal that hangs takes nothing. What
/// can't be sent at once is left out, and counted for the next entry to say.
///
/// Metadata become fields of their own: the key in capitals, so `visit_id` is `VISIT_ID` and `message_id` names the
/// catalog's entry.
public struct JournalLog: LogHandler {
    public var logLevel: Logger.Level
    public var metadata: Logger.Metadata = [:]
    private let identifier: String
    private let socket: JournalSocket

    /// - Parameters:
    ///   - identifier: what `journalctl --identifier` finds.
    ///   - socket: where the entries go.
    public init(identifier: String, socket: JournalSocket = .shared, logLevel: Logger.Level = .info) {
        self.identifier = identifier
        self.socket = socket
        self.logLevel = logLevel
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        socket.send(
            Self.fields(
                [
                    ("MESSAGE", "\(event.message)"),
                    ("PRIORITY", "\(event.level.priority)"),
                    ("SYSLOG_IDENTIFIER", identifier),
                    ("CODE_FILE", event.file),
                    ("CODE_LINE", "\(event.line)"),
                    ("CODE_FUNC", event.function),
                ],
                metadata.merging(event.metadata ?? [:]) { $1 }
            )
        )
    }

    /// Whether stderr is the journal, so that entries with fields go where its lines would go (`JOURNAL_STREAM`,
    /// systemd.exec(5)).
    public static var isStandardError: Bool {
        var status = stat()
        guard let stream = getenv("JOURNAL_STREAM"), fstat(STDERR_FILENO, &status) == 0 else { return false }
        return String(cString: stream) == "\(status.st_dev):\(status.st_ino)"
    }

    /// The entry's fields as they go to the journal. A key that the journal would refuse is passed over.
    static func fields(_ own: [(String, String)], _ metadata: Logger.Metadata) -> [String] {
        let names = Set(own.map(\.0))
        let others = metadata.map { (name(for: $0.key), "\($0.value)") }
            .filter { !$0.0.isEmpty && !names.contains($0.0) }
            .sorted { $0.0 < $1.0 }
        return (own + others).map { "\($0.0)=\(LogText.line($0.1))" }
    }

    /// A field's name: capitals, digits and underscores, with a letter in front, at most 64 of them.
    private static func name(for key: String) -> String {
        let mapped = key.uppercased().unicodeScalars.map { scalar in
            ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) ? Character(scalar) : "_"
        }
        return String(mapped.drop { !$0.isLetter }.prefix(64))
    }
}

extension Logger.Level {
    /// The syslog(3) priority.
    public var priority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
