import Testing

@testable import Probes

/// Addresses of plain HTTP, and the first line of an answer.
struct PortalAddressTests {
    @Test(
        arguments: [
            ("http://a.example", "a.example", 80, "/"), ("http://a.example:8080/x?y#z", "a.example", 8080, "/x?y"),
            ("http://[2001:db8::1]:81/x", "2001:db8::1", 81, "/x"), ("http://[::1]/", "::1", 80, "/"),
            ("http://a.example?q", "a.example", 80, "/?q"),
        ] as [(String, String, UInt16, String)]
    )
    func aPageIsTakenApart(text: String, host: String, port: UInt16, path: String) throws {
        let page = try #require(PortalAddress(text))
        #expect(page.host == host && page.port == port && page.path == path, "\(page)")
    }

    @Test(
        arguments: [
            "", "https://a.example/", "a.example", "http://", "http:///x", "http://a:b/", "http://a:70000/",
            "http://user@a.example/", "http://a.example/ x", "http://a.example/\r\nHost: b", "http://[::1/",
            "http://a:",
        ]
    )
    func whatIsNoneIsRefused(text: String) { #expect(PortalAddress(text) == nil) }

    @Test(
        arguments: [
            ("HTTP/1.1 204 No Content\r\n", PortalAnswer.free), ("HTTP/1.0 204\r\n", .free),
            ("HTTP/1.1 302 Found\r\n", .loginPage(status: 302)), ("HTTP/1.1 200 OK\n", .loginPage(status: 200)),
            ("HTTP/1.1 511 Network Authentication Required\r\n", .loginPage(status: 511)),
            ("HTTP/1.1 404 Not Found\r\n", .otherStatus(404)), ("", .noAnswer), ("220 mail.example\r\n", .noAnswer),
            ("HTTP/1.1 \r\n", .noAnswer), ("HTTP/1.1", .noAnswer),
        ]
    )
    func theStatusLineDecides(line: String, answer: PortalAnswer) { #expect(PortalAnswer(line.utf8) == answer) }
}
