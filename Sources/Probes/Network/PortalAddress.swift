/// An address of plain HTTP (RFC 9110, section 4.2.1).
struct PortalAddress: Hashable {
    let host: String
    let port: UInt16
    let path: String

    init?(_ text: String) {
        let scheme = "http://"
        guard text.hasPrefix(scheme), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else { return nil }
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let tail = rest.dropFirst(authority.count).prefix { $0 != "#" }
        path = tail.hasPrefix("/") ? String(tail) : "/\(tail)"
        let isBracketed = authority.hasPrefix("[")
        let name = authority.prefix { isBracketed ? $0 != "]" : $0 != ":" }
        let after = authority.dropFirst(name.count + (isBracketed ? 1 : 0))
        guard let port = after.isEmpty ? 80 : UInt16(after.dropFirst()), after.isEmpty || after.hasPrefix(":") else {
            return nil
        }
        host = String(isBracketed ? name.dropFirst() : name)
        self.port = port
        guard !host.isEmpty, !host.contains("@"), isBracketed == authority.contains("]") else { return nil }
    }

    /// A request for the page, the last one over its connection (RFC 9112, section 9.6).
    var request: [UInt8] {
        let name = host.contains(":") ? "[\(host)]" : host
        let authority = port == 80 ? name : "\(name):\(port)"
        return Array("GET \(path) HTTP/1.1\r\nHost: \(authority)\r\nUser-Agent: vcd\r\nConnection: close\r\n\r\n".utf8)
    }
}
