import Firewall
import Glibc
import ProcFS

/// A question for the addresses of a name (RFC 1035, 4.1), whose answer nobody waits for.
struct NameQuestion {
    private let bytes: [UInt8]

    init(_ name: String) {
        let labels = name.split(separator: ".").flatMap { [UInt8(clamping: $0.utf8.count)] + Array($0.utf8) }
        // One question, recursion desired; type A, class IN.
        bytes = [0x76, 0x63, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0] + labels + [0, 0, 1, 0, 1]
    }

    /// - Returns: whether the first name server of this view could be sent it.
    func ask(_ resolvConf: String = "/etc/resolv.conf") -> Bool {
        guard let server = Resolvers(resolvConf: ProcessTable.read(resolvConf)).four.first else { return false }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(53).bigEndian
        guard inet_pton(AF_INET, server, &address.sin_addr) == 1 else { return false }
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, bytes, bytes.count, 0, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        } == bytes.count
    }
}
