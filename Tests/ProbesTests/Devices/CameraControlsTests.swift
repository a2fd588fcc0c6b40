import StationCore
import Testing

@testable import Probes

/// A camera's controls go back to where they belong.
struct CameraControlsTests {
    private func camera(_ controls: [VideoControl], _ values: [UInt32: Int]) -> CameraDouble {
        var camera = CameraDouble()
        camera.controls = controls
        camera.state.values.withLock { $0 = values }
        return camera
    }

    private func restore(_ camera: CameraDouble, _ wanted: [String: Int] = [:]) throws -> CameraControls.Outcome {
        try CameraControls(wanted: wanted).restore(camera.open("/dev/video0"))
    }

    private let brightness = VideoControl(10, "Brightness", 0...255, default: 128)
    private let exposure = VideoControl(11, "Exposure Time, Absolute", 1...5000, default: 157)
    private let automatic = VideoControl(12, "Auto Exposure", 0...3, default: 3)

    @Test func toTheirDefaultsAndTheConfiguredValues() throws {
        let camera = camera([brightness, exposure], [10: 0, 11: 157])
        #expect(try restore(camera) == .init(restored: ["Brightness"]))
        #expect(camera.state.values.withLock { $0 } == [10: 128, 11: 157])
        #expect(try restore(camera, ["exposure_time_absolute": 300]).restored == ["Exposure Time, Absolute"])
        #expect(camera.state.values.withLock { $0 } == [10: 128, 11: 300])
        #expect(try restore(camera, ["exposure_time_absolute": 300]) == .init())
    }

    @Test func manualOnesFollowTheirAutomaticOne() throws {
        var camera = camera([brightness, exposure, automatic], [10: 128, 11: 5000, 12: 3])
        camera.masters = [11: 12]
        // Asleep, whatever it holds: the camera looks for itself.
        #expect(try restore(camera) == .init())
        let restored = try restore(camera, ["auto_exposure": 0, "exposure_time_absolute": 200])
        #expect(restored.restored == ["Auto Exposure", "Exposure Time, Absolute"])
        #expect(camera.state.values.withLock { $0 } == [10: 128, 11: 200, 12: 0])
    }

    @Test func anUnheardOfMasterIsWaitedFor() throws {
        // Nothing in its name says so, and it comes last.
        let master = VideoControl(20, "Mode", 0...1, default: 0)
        var camera = camera([brightness, master], [10: 7, 20: 1])
        camera.masters = [10: 20]
        #expect(try restore(camera).restored == ["Mode", "Brightness"])
    }

    @Test func buttonsAndReadOnlyOnesAreLeft() throws {
        let button = VideoControl(13, "Reset", 0...0, default: 9, settable: false)
        let camera = camera([button], [13: 1])
        #expect(try restore(camera) == .init())
        #expect(try restore(camera, ["reset": 1]).complaints == [.unknown("reset")])
    }

    @Test func whatIsConfiguredWrongIsSaid() throws {
        var camera = camera([brightness], [10: 128])
        #expect(try restore(camera, ["brightnes": 1]).complaints == [.unknown("brightnes")])
        let outside = try restore(camera, ["brightness": 300])
        #expect(outside.complaints == [.outOfRange("brightness", value: 300, allowed: 0...255)])
        camera.refused = [10]
        let refused = try restore(camera, ["brightness": 5])
        #expect(refused == .init(complaints: [.refused("brightness", value: 5)]))
    }

    @Test(arguments: [
        (CameraControls.Complaint.unknown("tint"), "Double has no control tint"),
        (.outOfRange("gain", value: 9, allowed: 0...3), "[camera] controls: gain = 9, allowed 0 to 3"),
        (.refused("gain", value: 2), "Double: the control gain can't be set to 2"),
    ])
    func aComplaintIsAWarning(complaint: CameraControls.Complaint, detail: String) {
        let found = CameraReport("Double", .init(), .init(complaints: [complaint])).quick
        #expect(found.verdict == .warn)
        #expect(found.detail.english == detail)
    }

    @Test func theDetailTellsHowMany() {
        let one = CameraReport("Double", .init(), .init(restored: ["Gain"])).quick
        #expect(one == .pass(LocalText("Double: ready, 1 setting set back", "Double: siap, 1 setelan dikembalikan")))
        let two = CameraReport("Double", .init(), .init(restored: ["Gain", "Hue"])).quick
        #expect(two.detail.english == "Double: ready, 2 settings set back")
    }

    @Test func namesAreThoseOfV4L2Control() {
        #expect(VideoControl(1, "White Balance, Automatic", 0...1, default: 1).name == "white_balance_automatic")
        #expect(VideoControl(1, "Exposure (Absolute)", 0...1, default: 1).name == "exposure_absolute")
    }
}
