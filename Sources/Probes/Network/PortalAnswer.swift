import Glibc

/// What a page that should answer with the status 204 answers; a login page in between answers in its place.
enum PortalAnswer: Hashable, Sendable {
    /// The page itself.
    case free
    case loginPage(status: Int)
    case otherStatus(Int)
    case noAnswer
    /// The configured address is not one of plain HTTP.
    case badAddress

    static func get(_ address: String, limits: NetworkLimits) -> PortalAnswer {
        guard let page = PortalAddress(address) else { return .badAddress }
        let total = Deadline(in: limits.total)
        guard
            let addresses = try? Lookup.addresses(
                of: page.host,
                port: page.port,
                type: SOCK_STREAM,
                until: total.atMost(limits.name)
            ),
            let socket = try? Connection.open(to: addresses, until: total.atMost(limits.connection))
        else { return .noAnswer }
        let deadline = total.atMost(limits.answer)
        guard socket.send(page.request, until: deadline) else { return .noAnswer }
        var head: [UInt8] = []
        while head.count < 64, !head.contains(0x0a), socket.wait(for: POLLIN, until: deadline) {
            switch socket.receive(atMost: 1024) {
            case .bytes(let bytes): head += bytes
            case .nothing: continue
            case .closed, .failed: return PortalAnswer(head)
            }
        }
        return PortalAnswer(head)
    }

    /// - Parameter head: the begin of an answer, with its status line (RFC 9112, section 4).
    init(_ head: some Sequence<UInt8>) {
        let fields = String(decoding: head.prefix { $0 != 0x0a }, as: UTF8.self)
            .split(separator: " ", omittingEmptySubsequences: false)
        guard fields.count > 1, fields[0].hasPrefix("HTTP/1."), let status = Int(fields[1].prefix(3)) else {
            self = .noAnswer
            return
        }
        switch status {
        case 204: self = .free
        // 511: RFC 6585, section 6.
        case 200, 300..<400, 511: self = .loginPage(status: status)
        default: self = .otherStatus(status)
        }
    }
}
