import StationConfig
import StationCore
import Testing

/// The keys of the checks and of the parts that are checked.
@Suite struct ChecksConfigurationTests {
    private static let client = "[client]\ncommand = [\"a\"]\n"

    @Test func readsEveryKey() throws {
        let configuration = try ConfigurationText.load(
            """
            [client]
            command = ["a"]
            version = ["a", "--version"]
            [checks]
            required = ["camera", "network"]
            off = ["temperature"]
            start = true
            limits = { camera = "3s", start = "40s" }
            [camera]
            device = "/dev/video2"
            width = 1280
            height = 720
            frame_rate = 25
            controls = { brightness = 100, contrast = -3 }
            [sound]
            microphone = "plughw:1,0"
            loudspeaker = "default"
            capture_level = 70
            playback_level = 90
            hdmi = true
            [network]
            servers = ["call.example", "192.0.2.7:8443", "[2001:db8::7]:443"]
            stun = ["call.example"]
            portal = "http://call.example/free"
            authorities = "/etc/vcd/authorities.pem"
            slow = "250ms"
            """
        )
        #expect(configuration.client.version == ["a", "--version"])
        let checks = configuration.checks
        #expect(checks.required == [.camera, .network] && checks.off == [.temperature] && checks.startsAtStart)
        #expect(checks.limit(of: .camera) == .seconds(3) && checks.limit(of: .start) == .seconds(40))
        #expect(checks.limit(of: .disk) == CheckName.disk.limit)
        #expect(configuration.camera.device == "/dev/video2")
        #expect(
            [configuration.camera.width, configuration.camera.height, configuration.camera.frameRate] == [
                1280, 720, 25,
            ]
        )
        #expect(configuration.camera.controls == ["brightness": 100, "contrast": -3])
        #expect(configuration.sound.microphone == "plughw:1,0" && configuration.sound.loudspeaker == "default")
        #expect(configuration.sound.captureLevel == 70 && configuration.sound.playbackLevel == 90)
        #expect(configuration.sound.allowsHDMI)
        #expect(
            configuration.network.servers == [
                .init(host: "call.example", port: 443), .init(host: "192.0.2.7", port: 8_443),
                .init(host: "2001:db8::7", port: 443),
            ]
        )
        #expect(configuration.network.stun == [.init(host: "call.example", port: 3_478)])
        #expect(configuration.network.portal == "http://call.example/free")
        #expect(configuration.network.authorities == "/etc/vcd/authorities.pem")
        #expect(configuration.network.slow == .milliseconds(250))
    }

    @Test func anotherProgramTellsItsVersionItself() throws {
        let main = "[client]\ncommand = [\"a\"]\nversion = [\"a\", \"--version\"]\n"
        func version(_ dropIn: String) throws -> [String] {
            try ConfigurationText.load(main, dropIns: ["50-test.toml": "[client]\n\(dropIn)\n"]).client.version
        }
        #expect(try version("command = [\"b\"]").isEmpty)
        #expect(try version("command = [\"b\"]\nversion = [\"b\", \"-v\"]") == ["b", "-v"])
        #expect(try version("close_grace = \"1s\"") == ["a", "--version"])
    }

    @Test(arguments: [
        ("[checks]\nrequired = [\"sound\"]", "4: [checks] required: [ 'sound' ] is not allowed", "loudspeaker"),
        ("[checks]\nlimits = { cam = \"3s\" }", "4: [checks] limits: \"cam\" is no check", "camera"),
        ("[checks]\nlimits = { camera = \"3\" }", "4: [checks] limits: the limit of camera must be", "from 0s to 120s"),
        (
            "[checks]\nrequired = [\"disk\"]\noff = [\"disk\"]", "5: [checks] off: \"disk\" is in [checks] required",
            "too"
        ),
        ("[camera]\ndevice = \"video0\"", "4: [camera] device: ", "/dev/video0"),
        ("[camera]\nframe_rate = 500", "4: [camera] frame_rate: 500 is not allowed", "0 to 120"),
        ("[camera]\ncontrols = { brightness = \"x\" }", "4: [camera] controls: the control \"brightness\"", "whole"),
        ("[sound]\nplayback_level = 101", "4: [sound] playback_level: 101 is not allowed", "0 to 100"),
        ("[network]\nservers = [\"call.example:0\"]", "4: [network] servers: ", "host:port"),
        ("[network]\nstun = [\"[2001:db8::7\"]", "4: [network] stun: ", "[address]:port"),
        ("[network]\nportal = \"https://call.example/\"", "4: [network] portal: ", "http://"),
        ("[network]\nslow = \"0s\"", "4: [network] slow: ", "from 0s to 60s"),
        ("[network]\ndns = \"x\"", "4: [network] dns: unknown key", "servers, stun"),
    ])
    func saysWhatIsWrongAndWhatIsAllowed(_ text: String, _ begin: String, _ allowed: String) {
        let problems = ConfigurationText.problems(Self.client + text)
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix(begin) == true, "\(problems)")
        #expect(problems.first?.contains(allowed) == true, "\(problems)")
    }
}
