import NIOHTTP1

/// What is served, and to whom: decided by a request's head alone.
struct Site: Sendable {
    enum Answer: Hashable, Sendable {
        case page
        case state
        case events
        case refusal(Refusal)
    }

    enum Refusal: Hashable, Sendable, CaseIterable {
        case badRequest, notFound, wrongMethod, wrongHost

        var status: HTTPResponseStatus {
            switch self {
            case .badRequest: .badRequest
            case .notFound: .notFound
            case .wrongMethod: .methodNotAllowed
            case .wrongHost: .misdirectedRequest
            }
        }
    }

    private let hosts: Set<String>
    /// Nil where the host may be the PC's address only if it is one of `hosts`.
    private let anyAddress: Int?

    private static let loopback = ["localhost", "127.0.0.1", "[::1]"]
    private static let wildcards: Set = ["0.0.0.0", "::"]

    /// - Parameters:
    ///   - port: where it listens.
    ///   - address: where else than on loopback.
    init(port: Int, address: String? = nil) {
        let names = Self.loopback + [address.map { $0.contains(":") ? "[\($0)]" : $0 }].compactMap { $0 }
        hosts = Set(names.flatMap { port == 80 ? [$0, "\($0):80"] : ["\($0):\(port)"] })
        // A listener on all addresses is met by any of them. An address is no name that somebody else could point here.
        anyAddress = address.map(Self.wildcards.contains) ?? false ? port : nil
    }

    /// A page of somebody else's whose name is made to lead here (DNS rebinding) has that name as its host.
    func answer(_ head: HTTPRequestHead) -> Answer {
        let named = head.headers["host"]
        guard named.count == 1, let host = named.first?.lowercased() else { return .refusal(.badRequest) }
        guard hosts.contains(host) || isAddress(host) else { return .refusal(.wrongHost) }
        guard head.method == .GET else { return .refusal(.wrongMethod) }
        return switch head.uri {
        case "/": .page
        case "/state": .state
        case "/events": .events
        default: .refusal(.notFound)
        }
    }

    private func isAddress(_ host: String) -> Bool {
        guard let anyAddress, host.hasSuffix(":\(anyAddress)") else { return false }
        let name = host.dropLast(":\(anyAddress)".count)
        let isIPv4 = name.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return isIPv4.count == 4 && !isIPv4.contains(nil)
            || name.hasPrefix("[") && name.hasSuffix("]") && name.contains(":")
    }
}
