/// Why ssh could not connect, read from its own messages, which are English in every locale.
struct SSHFailure: Hashable {
    enum Kind: Hashable, CaseIterable {
        /// The other PC has another key than before.
        case keyChanged
        /// Its key is marked as one that must not be trusted any more.
        case keyRevoked
        /// This PC has never met it, and nobody said that its key is right.
        case keyUnknown
        /// The account was not let in, by key or by password.
        case accountRefused
        case nameUnknown
        case timedOut
        /// It is on, and no ssh server answers.
        case refused
        case noRoute
        /// The two have no key type or cipher in common.
        case noCommonKeyType
        case closed
        case other
    }

    let kind: Kind
    /// What ssh said last of it.
    let detail: String

    /// In the order in which they are looked for: what is said first of a failure may be followed by a general word.
    private static let signs: [(kind: Kind, texts: [String])] = [
        (
            .keyChanged,
            ["REMOTE HOST IDENTIFICATION HAS CHANGED", "has changed and you have requested strict checking"]
        ),
        (.keyRevoked, ["REVOKED HOST KEY", "is marked as revoked"]),
        (.keyUnknown, ["host key is known for", "Host key verification failed", "authenticity of host"]),
        (.accountRefused, ["Permission denied", "Too many authentication failures", "No supported authentication"]),
        (.nameUnknown, ["Could not resolve hostname"]),
        (.timedOut, ["timed out", "Connection timeout", "Timeout, server"]),
        (.refused, ["Connection refused"]),
        (.noRoute, ["No route to host", "Network is unreachable", "Host is down"]),
        (.noCommonKeyType, ["Unable to negotiate", "no matching"]),
        (.closed, ["Connection closed", "Connection reset", "closed by remote host", "Broken pipe", "kex_exchange"]),
    ]

    init(log: String) {
        let lines = log.split(whereSeparator: \.isNewline).map { line in
            String(line.filter { !$0.isWhitespace || $0 == " " })
        }
        .filter { line in line.contains { $0.isLetter } }
        let found = Self.signs.lazy.compactMap { sign -> (Kind, String)? in
            lines.last { line in sign.texts.contains { line.contains($0) } }.map { (sign.kind, $0) }
        }.first
        kind = found?.0 ?? .other
        detail = found?.1 ?? lines.last ?? ""
    }
}
