import FoundationEssentials
import StationConfig
import StationCore
import Testing

@Suite struct VisitorConfigurationTests {
    @Test func readsEveryKey() throws {
        let configuration = try ConfigurationText.load(
            """
            [client]
            command = ["call"]
            environment = { QT_QPA_PLATFORM = "wayland" }
            close_signal = "INT"
            folders = ["Documents", ".call/data"]
            services = ["bus", "pipewire"]
            browser = "firefox"
            address = "https://call.example/room"
            addresses = ["https://call.example", "https://*.static.example"]
            media_addresses = ["https://call.example"]
            join = "required"
            [notices]
            show = true
            languages = ["en"]
            last = "30s"
            [firewall]
            enforce = true
            ports = ["443/tcp", "1024-65535/udp"]
            local = ["10.1.2.3", "10.1.2.3:8443", "192.168.7.0/24", "[fd00::1]:443", "fd00::/8", "127.0.0.1:8080"]
            [waiting]
            screen = true
            port = 8099
            listen = "192.168.1.5:80"
            place = "Lapas Contoh"
            rules = ["Satu", { id = "Dua", en = "Two" }]
            complaints = ["lapor.example"]
            languages = ["id"]
            turn = "5s"
            """
        )
        #expect(configuration.client.environment == ["QT_QPA_PLATFORM": "wayland"])
        #expect(configuration.client.closeSignal == .int)
        #expect(configuration.client.folders == ["Documents", ".call/data"])
        #expect(configuration.client.services == [.bus, .pipewire])
        #expect(configuration.client.browser == .firefox)
        #expect(configuration.client.address?.text == "https://call.example/room")
        #expect(configuration.client.addresses.map(\.text) == ["https://call.example", "https://*.static.example"])
        #expect(configuration.client.mediaAddresses.count == 1)
        #expect(configuration.client.join == .required)
        #expect(configuration.notices.isShown && configuration.notices.languages == [.english])
        #expect(configuration.notices.lastBar == .seconds(30))
        #expect(configuration.firewall.isEnforced)
        #expect(configuration.firewall.ports == [.init(.tcp, 443), .init(.udp, 1_024, 65_535)])
        let local = configuration.firewall.local
        #expect(local.map(\.address) == ["10.1.2.3", "10.1.2.3", "192.168.7.0", "fd00::1", "fd00::", "127.0.0.1"])
        #expect(local.map(\.port) == [nil, 8_443, nil, 443, nil, 8_080])
        #expect(local.map(\.prefix) == [nil, nil, 24, nil, 8, nil])
        #expect(configuration.waiting.isOnScreen && configuration.waiting.port == 8_099)
        #expect(configuration.waiting.listen == .init(host: "192.168.1.5", port: 80))
        #expect(configuration.waiting.rules == [LocalText("Satu", "Satu"), LocalText("Two", "Dua")])
        #expect(configuration.waiting.turn == .seconds(5))
    }

    static let bad: [(String, String)] = [
        ("join = \"allowed\"", "[client] join: a visit's own address needs [client] addresses"),
        ("addresses = [\"call.example\"]", "[client] addresses: "),
        (
            "browser = \"chromium\"\naddress = \"https://a.example/\"\naddresses = [\"https://b.example\"]",
            "is none of [client] addresses"
        ),
        ("address = \"https://a.example/\"", "set [client] browser"),
        ("environment = { HOME = \"/\" }", "the variable \"HOME\" must be"),
        ("environment = { LD_PRELOAD = \"/x.so\" }", "the variable \"LD_PRELOAD\" must be"),
        ("folders = [\"../up\"]", "a list of folders below the program's home"),
        ("folders = [\"/opt/call\"]", "a list of folders below the program's home"),
        ("services = [\"bus\", \"bus\"]", "none twice"),
        ("[firewall]\nlocal = [\"127.0.0.1\"]", "of the PC itself 127.0.0.1 with a port only"),
        ("[firewall]\nlocal = [\"[::1]:8080\"]", "of the PC itself 127.0.0.1 with a port only"),
        ("[firewall]\nlocal = [\"127.0.0.0/8\"]", "[firewall] local"),
        ("[firewall]\nports = [\"0/tcp\"]", "[firewall] ports"),
        ("[firewall]\nports = [\"9-3/udp\"]", "[firewall] ports"),
        ("[waiting]\nlisten = \"lobby:80\"", "an address of this PC and a port"),
        ("[waiting]\nlanguages = []", "at least one of"),
        ("[waiting]\nrules = [{ id = \"x\" }]", "[waiting] rules"),
        ("[notices]\nlast = \"1h\"", "from 0s to 600s"),
        ("use = \"nonsense\"", "[client] use: "),
    ]

    @Test(arguments: bad)
    func saysWhatIsWrong(_ row: (text: String, complaint: String)) {
        #expect {
            try ConfigurationText.load("[client]\ncommand = [\"call\"]\n\(row.text)\n")
        } throws: { error in
            "\(error)".contains(row.complaint)
        }
    }

    @Test func aKnownClientIsNamedAndCorrected() throws {
        let other = "[client]\ncommand = [\"other\"]\nuser = \"games\"\nremote_traces = [\"x\"]\n"
        let clients = [
            "known.toml": "[client]\ncommand = [\"known\"]\nbrowser = \"chromium\"\n",
            "greedy.toml": "[access]\noperate = [\"all\"]\n",
        ]
        func load(_ dropIn: String) throws -> Configuration {
            try ConfigurationText.load(other, dropIns: ["50-client.toml": dropIn], clients: clients)
        }
        let known = try load("[client]\nuse = \"known\"\n")
        #expect(known.client.command == ["known"] && known.client.browser == .chromium)
        #expect(known.client.user == "games" && known.client.remoteTraces.isEmpty)
        let corrected = try load("[client]\nuse = \"known\"\ncommand = [\"known\", \"--more\"]\n")
        #expect(corrected.client.command == ["known", "--more"] && corrected.client.browser == .chromium)
        #expect { try load("[client]\nuse = \"greedy\"\n") } throws: {
            "\($0)".contains("a client's file may have [client]")
        }
        #expect { try load("[client]\nuse = \"../known\"\n") } throws: {
            "\($0)".contains("one of \"greedy\", \"known\"")
        }
    }

    @Test(arguments: ["chromium-call", "whatsapp-web", "zoom", "firefox-call", "demo", "command"])
    func theShippedClientsAreGood(_ name: String) throws {
        let text = try String(contentsOfFile: "config/clients.d/\(name).toml", encoding: .utf8)
        let addresses = name == "whatsapp-web" ? "" : "addresses = [\"https://call.example\"]\n"
        let client = try ConfigurationText.load(
            "[client]\nuse = \"\(name)\"\n\(addresses)",
            clients: ["\(name).toml": text]
        ).client
        #expect(!client.command.isEmpty)
        #expect((client.browser == nil) == (name == "command"))
        #expect(client.confirmsRemoteTraces == (name == "whatsapp-web"))
    }
}
