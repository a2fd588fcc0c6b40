/// The certificate authorities that the station trusts beside the system's (`[network] authorities`), as browsers take
/// them: what `vcctl check servers` finds good, the visit's browser has to find good too.
public struct Authorities: Hashable, Sendable {
    /// Each certificate as base64 of its DER form.
    let certificates: [String]

    public static let none = Authorities(certificates: [])

    private static let begin = ["-----BEGIN CERTIFICATE-----", "-----BEGIN X509 CERTIFICATE-----"]
    private static let end = "-----END "

    /// - Parameter pem: a text with certificates (PEM, RFC 7468); whatever else is in it is passed over.
    public init(pem: String) {
        var certificates: [String] = []
        var body: String?
        for line in pem.split(whereSeparator: \.isNewline) {
            let text = line.trimmingBlanks
            if Self.begin.contains(String(text)) {
                body = ""
            } else if text.hasPrefix(Self.end) {
                if let whole = body, !whole.isEmpty { certificates.append(whole) }
                body = nil
            } else if body != nil {
                body?.append(contentsOf: text)
            }
        }
        self.init(certificates: certificates)
    }

    private init(certificates: [String]) { self.certificates = certificates }

    /// One certificate as a file of its own.
    static func pem(_ certificate: String) -> String {
        var lines: [Substring] = []
        var rest = certificate[...]
        while !rest.isEmpty {
            lines.append(rest.prefix(64))
            rest = rest.dropFirst(64)
        }
        return ([begin[0][...]] + lines + ["-----END CERTIFICATE-----"]).joined(separator: "\n") + "\n"
    }
}

extension Substring {
    fileprivate var trimmingBlanks: Substring {
        var text = self
        while text.last?.isWhitespace == true { text.removeLast() }
        return text.drop(while: \.isWhitespace)
    }
}
