import FoundationEssentials
import NIOHTTP1

/// What is sent, whole.
struct Content: Sendable {
    var status: HTTPResponseStatus = .ok
    var type: String
    var body: String
    var more: [(String, String)] = []

    static func page(_ screen: Screen) -> Content {
        let nonce = Self.nonce()
        let page = WaitingPage(model: screen.model, lost: screen.lost, nonce: nonce)
        return Content(
            type: "text/html; charset=utf-8",
            body: page.html,
            more: [("Content-Security-Policy", policy(nonce))]
        )
    }

    static func state(_ screen: Screen) -> Content { Content(type: "application/json", body: json(screen.model)) }

    static func refusal(_ refusal: Site.Refusal) -> Content {
        Content(
            status: refusal.status,
            type: "text/plain; charset=utf-8",
            body: "\(refusal.status.code) \(refusal.status.reasonPhrase)\n",
            more: refusal == .wrongMethod ? [("Allow", "GET")] : []
        )
    }

    func headers(length: Int) -> HTTPHeaders {
        var headers = Self.headers(type)
        headers.add(name: "Content-Length", value: "\(length)")
        headers.add(contentsOf: more)
        return headers
    }

    static let eventHeaders = headers("text/event-stream")

    /// On one line, and nothing in it turns a line's direction; the page itself takes texts as texts alone.
    static func json(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
        return String(
            String.UnicodeScalarView(text.unicodeScalars.map { WaitingPage.turns($0) ? "\u{fffd}" : $0 })
        )
    }

    private static func headers(_ type: String) -> HTTPHeaders {
        [
            "Content-Type": type, "Cache-Control": "no-store", "Connection": "close",
            "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
        ]
    }

    /// The page's own style and script, its own server, and nothing else.
    private static func policy(_ nonce: String) -> String {
        "default-src 'none'; script-src 'nonce-\(nonce)'; style-src 'nonce-\(nonce)'; connect-src 'self'; img-src data:; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    }

    private static func nonce() -> String {
        var generator = SystemRandomNumberGenerator()
        return String(generator.next(), radix: 36) + String(generator.next(), radix: 36)
    }
}
