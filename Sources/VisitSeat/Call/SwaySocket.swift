import FoundationEssentials
import Glibc
import ProcFS

/// sway's own socket (sway-ipc(7)): which windows there are, and how they are asked to close. Nobody waits for a sway that
/// doesn't answer.
struct SwaySocket {
    /// A window as sway knows it.
    struct Window: Hashable {
        let id: Int
        let title: String
        let isFocused: Bool
    }

    private let path: String

    private static let magic = Array("i3-ipc".utf8)
    private static let patience = timeval(tv_sec: 0, tv_usec: 500_000)
    private static let mostBytes = 1 << 22

    private enum Message: UInt32 { case command = 0, tree = 4 }

    /// - Returns: nil where no sway runs in this session.
    init?() {
        guard let folder = getenv("XDG_RUNTIME_DIR").map({ String(cString: $0) }),
            let name = DirectoryListing.names(in: folder).first(where: { $0.hasPrefix("sway-ipc.") })
        else { return nil }
        path = "\(folder)/\(name)"
    }

    /// - Returns: nil where sway doesn't answer.
    func windows() -> [Window]? {
        guard let answer = ask(.tree), let tree = try? JSONDecoder().decode(Node.self, from: Data(answer)) else {
            return nil
        }
        return tree.windows
    }

    /// Asks a window to close, as its frame's button would.
    func close(_ id: Int) { _ = ask(.command, "[con_id=\(id)] kill") }

    /// - Returns: how many windows were asked.
    func closeAll() -> Int {
        let windows = windows() ?? []
        for window in windows { close(window.id) }
        return windows.count
    }

    private func ask(_ message: Message, _ text: String = "") -> [UInt8]? {
        let line = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard line >= 0 else { return nil }
        defer { Glibc.close(line) }
        var patience = Self.patience
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(line, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
        guard connect(line) else { return nil }
        let payload = Array(text.utf8)
        let head = Self.magic + Self.bytes(UInt32(payload.count)) + Self.bytes(message.rawValue)
        let whole = head + payload
        guard send(line, whole, whole.count, Int32(MSG_NOSIGNAL)) == whole.count,
            let answer = Self.read(head.count, from: line), answer.starts(with: Self.magic)
        else { return nil }
        let count = answer[Self.magic.count..<Self.magic.count + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
        return count > Self.mostBytes ? nil : Self.read(count, from: line)
    }

    private func connect(_ line: Int32) -> Bool {
        var place = sockaddr_un()
        place.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let fits = withUnsafeMutableBytes(of: &place.sun_path) { target in
            guard bytes.count < target.count else { return false }
            target.copyBytes(from: bytes)
            return true
        }
        guard fits else { return false }
        return withUnsafePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(line, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }

    private static func bytes(_ number: UInt32) -> [UInt8] { withUnsafeBytes(of: number) { Array($0) } }

    private static func read(_ count: Int, from line: Int32) -> [UInt8]? {
        var all: [UInt8] = []
        var part = [UInt8](repeating: 0, count: min(max(count, 1), 1 << 16))
        while all.count < count {
            let got = recv(line, &part, min(part.count, count - all.count), 0)
            guard got > 0 else { return nil }
            all += part[..<got]
        }
        return all
    }

    private struct Node: Decodable {
        let id: Int
        let name: String?
        let pid: Int?
        let focused: Bool
        let nodes: [Node]
        let floating: [Node]

        enum CodingKeys: String, CodingKey {
            case id, name, pid, focused, nodes
            case floating = "floating_nodes"
        }

        var windows: [Window] {
            let own = pid == nil ? [] : [Window(id: id, title: name ?? "", isFocused: focused)]
            return own + (nodes + floating).flatMap(\.windows)
        }
    }
}
