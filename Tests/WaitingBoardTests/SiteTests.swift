import NIOHTTP1
import Testing

@testable import WaitingBoard

struct SiteTests {
    private func head(
        _ uri: String,
        _ method: HTTPMethod = .GET,
        hosts: [String] = ["127.0.0.1:8087"]
    ) -> HTTPRequestHead {
        let headers = HTTPHeaders(hosts.map { ("Host", $0) })
        return HTTPRequestHead(version: .http1_1, method: method, uri: uri, headers: headers)
    }

    private let site = Site(port: 8_087, address: "192.168.1.5")

    @Test("Three addresses, and no other")
    func addresses() {
        #expect(site.answer(head("/")) == .page)
        #expect(site.answer(head("/state")) == .state)
        #expect(site.answer(head("/events")) == .events)
        for uri in ["/index.html", "/state/", "/?x", "//", "/../etc/passwd", "", "*", "http://127.0.0.1:8087/"] {
            #expect(site.answer(head(uri)) == .refusal(.notFound), "\(uri)")
        }
    }

    @Test("Nothing but GET", arguments: [HTTPMethod.POST, .HEAD, .PUT, .DELETE, .OPTIONS, .CONNECT])
    func methods(_ method: HTTPMethod) { #expect(site.answer(head("/", method)) == .refusal(.wrongMethod)) }

    @Test(
        "The names of this PC are taken",
        arguments: ["localhost:8087", "LOCALHOST:8087", "[::1]:8087", "192.168.1.5:8087"]
    )
    func ownNames(_ host: String) { #expect(site.answer(head("/", hosts: [host])) == .page) }

    @Test(
        "A name that somebody else made lead here is not",
        arguments: [
            "evil.example", "evil.example:8087", "127.0.0.1", "127.0.0.1:80", "127.0.0.1.evil.example:8087",
            "192.168.1.6:8087", "localhost.:8087", "user@localhost:8087", "",
        ]
    )
    func foreignNames(_ host: String) {
        #expect(site.answer(head("/", hosts: [host])) == .refusal(.wrongHost))
        #expect(site.answer(head("/events", .POST, hosts: [host])) == .refusal(.wrongHost))
    }

    @Test("A request has one host", arguments: [[], ["localhost:8087", "localhost:8087"]])
    func hostCount(_ hosts: [String]) { #expect(site.answer(head("/", hosts: hosts)) == .refusal(.badRequest)) }

    @Test("A listener on all addresses is met by any address, and by no name")
    func wildcard() {
        let site = Site(port: 8_088, address: "0.0.0.0")
        #expect(site.answer(head("/", hosts: ["10.1.2.3:8088"])) == .page)
        #expect(site.answer(head("/", hosts: ["[fd00::1]:8088"])) == .page)
        for host in ["10.1.2.3:8087", "10.1.2:8088", "evil.example:8088", "10.1.2.300:8088"] {
            #expect(site.answer(head("/", hosts: [host])) == .refusal(.wrongHost), "\(host)")
        }
    }
}

struct WaitingPageTests {
    @Test("A text can't act as markup, nor end the page's data")
    func escaping() {
        let hostile = "</script><img src=x onerror=alert(1)>\" & {{nonce}}"
        let model = Fixture.model(Fixture.status(.ready)) { $0.place = hostile }
        let html = WaitingPage(model: model, lost: model, nonce: "secret").html
        #expect(!html.contains("<img"))
        #expect(html.components(of: "</script>") == 2)
        #expect(html.contains("&lt;/script&gt;"))
        #expect(html.components(of: "secret") == 2)
        #expect(html.contains("{{nonce}}"), "a text's own braces stay as they are")
    }

    @Test("Every slot of the page is filled")
    func slots() {
        let model = Fixture.model(Fixture.status(.ready))
        let html = WaitingPage(model: model, lost: model, nonce: "secret").html
        #expect(!html.contains("{{"))
        #expect(html.contains("lang=\"id\"") || html.contains("lang=\"en\""))
    }
}

extension String {
    fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
