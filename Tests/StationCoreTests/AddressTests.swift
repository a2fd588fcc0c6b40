@testable import StationCore
import Testing

@Suite struct AddressTests {
    @Test(arguments: [
        "https://call.example", "https://call.example/", "HTTPS://Call.Example:8443/room?id=1#part",
        "http://127.0.0.1:8080/", "https://[2001:db8::1]:8443/a", "https://a-b.c.example/%7Eroom",
    ])
    func isAnAddress(_ text: String) { #expect(CallAddress(text)?.text == text) }

    @Test(arguments: [
        "", "call.example", "ftp://call.example/", "file:///etc/passwd", "javascript:alert(1)", "https://",
        "https:///a",
        "https://user@call.example/", "https://call.example\\@other.example/", "https://call.example:0/",
        "https://call.example:99999/", "https://call..example/", "https://-call.example/", "https://call.example /",
        "https://ca\u{0131}l.example/", "https://[::1/", "https://call.example\n/", "https://call.example:/",
        "view-source:https://call.example/", "https://" + String(repeating: "a", count: 2_100),
    ])
    func isNone(_ text: String) { #expect(CallAddress(text) == nil) }

    @Test func sayNothingOfThemselves() throws {
        let address = try #require(CallAddress("https://call.example/secret-room"))
        #expect(!"\(address)".contains("secret") && !String(reflecting: address).contains("secret"))
        var dumped = ""
        dump(address, to: &dumped)
        #expect(!dumped.contains("secret"))
        let plan = VisitPlan(ticket: nil, length: .seconds(60), address: address)
        #expect(!"\(plan)".contains("secret"))
        #expect(address.origin == "https://call.example")
    }

    static let allowed: [(pattern: String, address: String, isAllowed: Bool)] = [
        ("https://call.example", "https://call.example/any/room?x=1", true),
        ("https://call.example", "https://CALL.example", true),
        ("https://call.example", "http://call.example/", false),
        ("https://call.example", "https://call.example:8443/", false),
        ("https://call.example", "https://sub.call.example/", false),
        ("https://call.example", "https://call.example.evil.example/", false),
        ("https://call.example", "https://evilcall.example/", false),
        ("https://*.call.example", "https://sub.call.example/", true),
        ("https://*.call.example", "https://a.b.call.example/", true),
        ("https://*.call.example", "https://call.example/", true),
        ("https://*.call.example", "https://evilcall.example/", false),
        ("https://call.example/rooms/", "https://call.example/rooms/7", true),
        ("https://call.example/rooms/", "https://call.example/other", false),
        ("https://call.example/rooms/", "https://call.example/rooms/../admin", false),
        ("https://call.example/rooms/", "https://call.example/rooms/%2e%2E/admin", false),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/x", true),
        ("http://127.0.0.1:8080", "http://127.0.0.1/", false),
        ("https://[fd00::1]", "https://[fd00::1]/room", true),
    ]

    @Test(arguments: allowed)
    func patterns(_ row: (pattern: String, address: String, isAllowed: Bool)) throws {
        let pattern = try #require(AddressPattern(row.pattern))
        #expect(pattern.allows(try #require(CallAddress(row.address))) == row.isAllowed)
    }

    @Test(arguments: [
        "", "*", "call.example", "https://*", "https://*.", "https://call.*", "https://a.example/?q", "https://a#b",
    ])
    func isNoPattern(_ text: String) { #expect(AddressPattern(text) == nil) }
}

@Suite struct JoinTests {
    private func rules(_ join: Configuration.Join) throws -> Rules {
        var configuration = Configuration(client: .init(command: ["call"]))
        configuration.client.join = join
        configuration.client.addresses = [try #require(AddressPattern("https://call.example"))]
        return Rules(configuration)
    }

    private func complaint(_ join: Configuration.Join, _ text: String?) throws -> AddressComplaint? {
        let rules = try rules(join)
        do {
            try rules.require(try text.map { try #require(CallAddress($0)) })
        } catch let refusal as Refusal {
            guard case .address(let complaint, allowed: rules.addresses) = refusal else {
                Issue.record("\(refusal)")
                return nil
            }
            return complaint
        }
        return nil
    }

    @Test func aVisitsOwnAddressIsTakenWhereItIsMeant() throws {
        let good = "https://call.example/room"
        let other = "https://other.example/room"
        #expect(try complaint(.never, nil) == nil)
        #expect(try complaint(.never, good) == .unwanted)
        #expect(try complaint(.allowed, nil) == nil)
        #expect(try complaint(.allowed, good) == nil)
        #expect(try complaint(.allowed, other) == .notAllowed(origin: "https://other.example"))
        #expect(try complaint(.required, nil) == .missing)
        #expect(try complaint(.required, good) == nil)
        #expect(try complaint(.required, other) == .notAllowed(origin: "https://other.example"))
    }
}
