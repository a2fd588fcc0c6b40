import StationCore
import Testing

@testable import Probes

/// The screen: a folder stands for /sys/class/drm.
struct DisplayProbeTests {
    private func look(
        _ display: Configuration.Display,
        _ texts: [String: String] = [:],
        programs: [String] = [],
        inherited: String? = nil
    ) async throws -> CheckFinding {
        try await FakePC.with(texts) { pc in
            for program in programs { try pc.program(program) }
            var configuration = Configuration(client: .init(command: ["call"]))
            configuration.client.display = display
            let settings = CheckSettings(configuration, state: "/")
            return await DisplayProbe(settings, files: pc.files, inherited: inherited).look(.full)
        }
    }

    private let cage = ["usr/bin/cage", "usr/bin/Xwayland"]

    private func screen(_ status: String, _ modes: String) -> [String: String] {
        [
            "sys/class/drm/card0/name": "", "sys/class/drm/card0-HDMI-A-1/status": status + "\n",
            "sys/class/drm/card0-HDMI-A-1/modes": modes, "sys/class/drm/card0-DP-1/status": "disconnected\n",
        ]
    }

    @Test func aConnectedScreenPasses() async throws {
        let finding = try await look(.cage, screen("connected", "1920x1080\n1280x720\n"), programs: cage)
        #expect(finding == .pass(.same("HDMI-A-1 1920x1080")))
        #expect(try await look(.cage, screen("connected", ""), programs: cage) == .pass(.same("HDMI-A-1")))
    }

    @Test func aSmallScreenWarns() async throws {
        let finding = try await look(.cage, screen("connected", "800x600\n"), programs: cage)
        #expect(finding.verdict == .warn)
        #expect(finding.detail.english == "HDMI-A-1 800x600, smaller than 1024x600")
    }

    @Test func noScreenFails() async throws {
        let unplugged = try await look(.cage, screen("disconnected", ""), programs: cage)
        #expect(unplugged.verdict == .fail)
        #expect(unplugged.detail.english == "the screen is off or unplugged")
        let none = try await look(.cage, ["sys/class/drm/version": "drm\n"], programs: cage)
        #expect(none.detail.english == "the PC has no graphics card that works")
    }

    @Test func missingProgramsAreTold() async throws {
        let screen = screen("connected", "1920x1080\n")
        #expect(try await look(.cage, screen).detail.english == "/usr/bin/cage is missing")
        let half = try await look(.cage, screen, programs: ["usr/bin/cage"])
        #expect(half.remedy?.english == "The administrator installs the package xwayland.")
        #expect(try await look(.xvfb).verdict == .fail)
        #expect(try await look(.xvfb, programs: ["usr/bin/Xvfb"]).verdict == .pass)
    }

    @Test func theDesktopsScreenIsTaken() async throws {
        #expect(try await look(.inherit).verdict == .fail)
        #expect(try await look(.inherit, inherited: ":0").detail.english == "the one that vcd was started on (:0)")
        #expect(try await look(.none).verdict == .skipped)
    }
}
