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
        ("http://10.1.2.3:8080", "http://10.1.2.3/*"),
    ])
    func `Firefox allows what the pattern says, on any port`(pattern: String, match: String) {
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
        func texts() throws -> [String] {
            try file.files(client, trusting: Authorities(pem: Self.pem), over: .none).map(\.text)
        }
        let made = try texts()
        #expect(try texts() == made)
        let text = try #require(made.last)
        #expect(text.contains("https://"))
        _ = try JSONDecoder().decode(JSONAny.self, from: Data(text.utf8))
    }

    private static let pem = """
        What goes before it is passed over.
        -----BEGIN CERTIFICATE-----
        MIIBAAECAwQ=
        -----END CERTIFICATE-----
        -----BEGIN PRIVATE KEY-----
        c2VjcmV0
        -----END PRIVATE KEY-----
        -----BEGIN CERTIFICATE-----\r
        BQYHCA\r
        kKCwwN\r
        -----END CERTIFICATE-----\r

        """

    @Test func `What the station trusts the browsers trust`() throws {
        let authorities = Authorities(pem: Self.pem)
        #expect(authorities.certificates == ["MIIBAAECAwQ=", "BQYHCAkKCwwN"])
        let client = Self.client(["https://call.example"])
        #expect(
            ChromiumPolicy(client, trusting: authorities).values["CACertificates"] == ["MIIBAAECAwQ=", "BQYHCAkKCwwN"]
        )
        #expect(ChromiumPolicy(client).values["CACertificates"] == nil)
        let files = try PolicyFile.firefox.files(client, trusting: authorities, over: .none)
        #expect(files.map(\.name) == ["vcd-authority-1.pem", "vcd-authority-2.pem", "policies.json"])
        #expect(files[0].text == "-----BEGIN CERTIFICATE-----\nMIIBAAECAwQ=\n-----END CERTIFICATE-----\n")
        #expect(files[2].text.contains("/etc/firefox/policies/vcd-authority-2.pem"))
        #expect(!files.contains { $0.text.contains("c2VjcmV0") })
    }

    @Test func `The administrator's own policies hold where a visit's say nothing`() {
        let own = OwnPolicies(
            [
                ("b.json", #"{"ProxyMode": "system", "PrintingEnabled": true, "CACertificates": ["eA=="]}"#),
                ("a.json", #"{"ProxyMode": "direct", "URLAllowlist": ["*"], "Share": 0.5}"#),
                ("broken.json", "{"),
            ],
            of: .chromium
        )
        #expect(own.unread == ["broken.json"])
        let client = Self.client(["https://call.example"])
        let values = ChromiumPolicy(client, trusting: Authorities(pem: Self.pem), over: own).values
        #expect(values["ProxyMode"] == "system", "the later name counts, as in Chromium")
        #expect(values["Share"] == .real(0.5))
        #expect(values["PrintingEnabled"] == false)
        #expect(values["URLAllowlist"] == ["https://.call.example:443"])
        #expect(values["CACertificates"] == ["eA==", "MIIBAAECAwQ=", "BQYHCAkKCwwN"])
    }

    @Test func `And so they do in Firefox`() {
        let own = OwnPolicies(
            [
                (
                    "policies.json",
                    #"{"policies": {"Proxy": {"Mode": "system"}, "Certificates": {"ImportEnterpriseRoots": true, "Install": ["x.pem"]}, "Preferences": {"ui.key.accelKey": 17, "a.b": 1}}}"#
                )
            ],
            of: .firefox
        )
        let values = FirefoxPolicy(Self.client([]), trusting: Authorities(pem: Self.pem), over: own).values
        #expect(values["Proxy"] == ["Mode": "system"])
        #expect(
            values["Certificates"] == [
                "ImportEnterpriseRoots": true,
                "Install": [
                    "x.pem", "/etc/firefox/policies/vcd-authority-1.pem", "/etc/firefox/policies/vcd-authority-2.pem",
                ],
            ]
        )
        guard case .table(let preferences)? = values["Preferences"] else {
            Issue.record("Preferences are gone")
            return
        }
        #expect(preferences["ui.key.accelKey"] == .number(0) && preferences["a.b"] == .number(1))
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
