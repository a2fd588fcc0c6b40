import Glibc

/// One thing in a template, as its manifest has it. Times are not part of it: a template put back is the same template.
public struct TemplateEntry: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case file = "f"
        case folder = "d"
        case link = "l"
        case device = "n"
        case pipe = "p"
        case socket = "s"

        init(_ mode: mode_t) {
            switch mode & S_IFMT {
            case S_IFREG: self = .file
            case S_IFDIR: self = .folder
            case S_IFLNK: self = .link
            case S_IFIFO: self = .pipe
            case S_IFSOCK: self = .socket
            default: self = .device
            }
        }
    }

    public let kind: Kind
    /// Permission bits, with setuid, setgid and sticky.
    public let mode: UInt32
    /// `uid:gid`.
    public let owner: String
    public let size: Int64
    /// The SHA-256 of a file's content or of a link's target; `-` for all others.
    public let content: String
    /// Below the template, escaped; `.` is the template itself.
    public let path: String

    /// The entry as a line of the manifest.
    var line: String { "\(kind.rawValue) \(String(mode, radix: 8)) \(owner) \(size) \(content) \(path)" }

    /// - Returns: nil for what is no line of a manifest.
    init?(line: Substring) {
        let fields = line.split(separator: " ", omittingEmptySubsequences: false)
        guard fields.count == 6, let kind = Kind(rawValue: String(fields[0])), let mode = UInt32(fields[1], radix: 8),
            let size = Int64(fields[3])
        else { return nil }
        self.init(
            kind: kind,
            mode: mode,
            owner: String(fields[2]),
            size: size,
            content: String(fields[4]),
            path: String(fields[5])
        )
    }

    init(kind: Kind, mode: UInt32, owner: String, size: Int64, content: String, path: String) {
        self.kind = kind
        self.mode = mode
        self.owner = owner
        self.size = size
        self.content = content
        self.path = path
    }

    /// What is different from how it was, in a few words.
    func difference(from old: TemplateEntry) -> String {
        var words: [String] = []
        if kind != old.kind { words.append("kind") }
        if mode != old.mode { words.append("mode \(String(old.mode, radix: 8)) to \(String(mode, radix: 8))") }
        if owner != old.owner { words.append("owner \(old.owner) to \(owner)") }
        if kind == old.kind, content != old.content || size != old.size {
            words.append(kind == .link ? "link target" : "content")
        }
        return words.joined(separator: ", ")
    }
}

/// Names as the manifest writes them: printable ASCII stays, every other byte becomes `%` and two digits.
enum EscapedPath {
    static func escape(_ bytes: some Collection<UInt8>) -> String {
        if bytes.isEmpty { return "." }
        return String(
            decoding: bytes.flatMap { byte -> [UInt8] in
                let isPlain = (0x21...0x7e).contains(byte) && byte != UInt8(ascii: "%")
                return isPlain ? [byte] : [UInt8(ascii: "%"), digit(byte >> 4), digit(byte & 15)]
            },
            as: UTF8.self
        )
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
