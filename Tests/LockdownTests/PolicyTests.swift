import FoundationEssentials
import StationCore
import Testing

@testable import Lockdown

@Suite struct PolicyTests {
    private static func client(_ addresses: [String], media: [String] = [], own: String? = nil) -> Configuration.Client
    {
        var client = Configuration.Client(command: ["browser"])
        client.addresses = addresses.compactMap(AddressPattern.init)
        client.mediaAddresses = media.compactMap(AddressPattern.init)
        client.address = own.flatMap { CallAddress($0) }
        return client
    }

    @Test(arguments: [
        ("https://call.example", "https://.call.example:443"),
        ("https://*.call.example", "https://call.example:443"),
        ("https://call.example/rooms/", "https://.call.example:443/rooms/"),
        ("http://10.1.2.3:8080", "http://.10.1.2.3:8080"),
        ("https://[fd00::1]:8443/a", "https://.[fd00::1]:8443/a"),
    ])
    func `Chromium allows what the pattern says and no more`(pattern: String, filter: String) {
        let values = ChromiumPolicy(Self.client([pattern])).values
        #expect(values["URLAllowlist"] == [.text(filter)])
        #expect(values["URLBlocklist"] == ["*"])
    }

    @Test(arguments: [
        ("https://call.example", "https://call.example/*"),
        ("https://*.call.example", "https://*.call.example/*"),
        ("https://call.example/rooms/", "https://call.example/rooms/*"),
        ("http://10.1.2.3:8080", "http://10.1.2.3:8080/*"),
    ])
    func `Firefox allows what the pattern says and no more`(pattern: String, match: String) {
        let values = FirefoxPolicy(Self.client([pattern])).values
        #expect(values["WebsiteFilter"] == ["Block": ["<all_urls>"], "Exceptions": [.text(match)]])
    }

    @Test func `Without a list web pages are allowed, and nothing else is`() {
        #expect(ChromiumPolicy(Self.client([])).values["URLAllowlist"] == ["http://*", "https://*"])
        #expect(ChromiumPolicy(Self.client([])).values["URLBlocklist"] == ["*"])
        #expect(
            FirefoxPolicy(Self.client([])).values["WebsiteFilter"]
                == ["Block": ["<all_urls>"], "Exceptions": ["*://*/*"]]
        )
    }

    @Test func `Camera and microphone are granted where they are named`() {
        let client = Self.client(["https://*.example"], media: ["https://call.example", "https://*.meet.example:8443"])
        let values = ChromiumPolicy(client).values
        let origins: PolicyValue = ["https://call.example:443", "https://[*.]meet.example:8443"]
        #expect(values["VideoCaptureAllowedUrls"] == origins)
        #expect(values["AudioCaptureAllowedUrls"] == origins)
        #expect(values["VideoCaptureAllowed"] == false)
        #expect(values["AudioCaptureAllowed"] == false)
    }

    @Test func `Camera and microphone are granted to all addresses where none is named, then to the page's own`() {
        #expect(MediaGrant(Self.client(["https://a.example"])).addresses.map(\.origin) == ["https://a.example"])
        let own = MediaGrant(Self.client([], own: "https://b.example:8443/room?x"))
        #expect(own.addresses.map(\.origin) == ["https://b.example:8443"])
        #expect(MediaGrant(Self.client([])) == .asked)
        #expect(ChromiumPolicy(Self.client([])).values["VideoCaptureAllowed"] == nil)
    }

    @Test func `A page without encryption gets its camera only where it is named`() {
        let values = ChromiumPolicy(Self.client(["http://10.1.2.3:8080", "https://a.example"])).values
        #expect(values["OverrideSecurityRestrictionsOnInsecureOrigin"] == ["http://10.1.2.3:8080"])
        let secure = ChromiumPolicy(Self.client(["http://127.0.0.1:8080", "https://a.example"])).values
        #expect(secure["OverrideSecurityRestrictionsOnInsecureOrigin"] == [])
    }

    @Test(arguments: PolicyFile.allCases)
    func `The file is JSON, and the same each time`(file: PolicyFile) throws {
        let client = Self.client(["https://call.example/a"])
        let text = try file.text(client)
        #expect(try file.text(client) == text)
        #expect(text.contains("https://"))
        _ = try JSONDecoder().decode(JSONAny.self, from: Data(text.utf8))
    }
}

/// Whatever is an object.
private struct JSONAny: Decodable {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        guard !container.allKeys.isEmpty else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "empty"))
        }
    }
}
