import Glibc
import Logging
import Systemd

/// Writes log lines to stderr with the level prefixes that journald understands (sd-daemon(3)).
struct StderrLog: LogHandler {
    var logLevel: Logger.Level = .info
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }
        let tail = fields.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        // A line break would begin a new entry without a level.
        let text = "\(event.message)\(tail)".split(whereSeparator: \.isNewline).joined(separator: " ")
        let line = Array("<\(event.level.priority)>\(text)\n".utf8)
        _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
