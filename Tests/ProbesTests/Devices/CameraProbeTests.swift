import Glibc
import StationCore
import Testing

@testable import Probes

/// Every verdict on a camera, with a double for the kernel.
struct CameraProbeTests {
    private func look(
        _ camera: CameraDouble,
        _ depth: CheckTask.Depth = .full,
        users: [DeviceHolders.Program] = [],
        browser: Configuration.Browser? = .chromium,
        _ change: (inout Configuration.Camera) -> Void = { _ in }
    ) async -> CheckFinding {
        var settings = Configuration.Camera()
        (settings.width, settings.height) = (64, 48)
        change(&settings)
        return await CameraProbe(settings, for: browser, camera, DeviceHolders { _ in users }).look(depth)
    }

    @Test func aGoodOnePasses() async {
        let found = await look(CameraDouble())
        #expect(found == .pass(LocalText("Double: 64x48, 30 pictures a second", "Double: 64x48, 30 gambar per detik")))
    }

    @Test(arguments: CheckTask.Depth.allCases)
    func noneIsFound(depth: CheckTask.Depth) async {
        var camera = CameraDouble()
        camera.paths = []
        let found = await look(camera, depth)
        #expect(found.verdict == .fail)
        #expect(found.detail.english == "no camera found")
        #expect(found.remedy?.indonesian == "Pasang kamera, lalu periksa lagi.")
    }

    @Test(arguments: CheckTask.Depth.allCases)
    func theConfiguredOneIsMissingByName(depth: CheckTask.Depth) async {
        let found = await look(CameraDouble(), depth) { $0.device = "/dev/video7" }
        #expect(found.verdict == .fail)
        #expect(found.detail.english == "the camera /dev/video7 is not there")
    }

    @Test func nodesThatTakeNoPicturesArePassedOver() async {
        var camera = CameraDouble()
        camera.paths = ["/dev/video0", "/dev/video1", "/dev/video2"]
        camera.others = ["/dev/video0"]
        #expect(await look(camera).verdict == .pass)
        #expect(camera.state.opened.withLock { $0 } == ["/dev/video0", "/dev/video1"])
        camera.others = ["/dev/video0", "/dev/video1", "/dev/video2"]
        #expect(await look(camera).detail.english == "no camera found")
        let configured = await look(camera) { $0.device = "/dev/video1" }
        #expect(configured.detail.english == "/dev/video1 takes no pictures")
    }

    @Test func whereTheGroupIsMissingTheAdministratorIsNamed() async {
        var camera = CameraDouble()
        camera.openError = EACCES
        let found = await look(camera)
        #expect(found.verdict == .fail)
        #expect(found.remedy?.english.contains("group video") == true)
    }

    @Test(arguments: CheckTask.Depth.allCases)
    func aBusyOneIsBusyByWhom(depth: CheckTask.Depth) async {
        var camera = CameraDouble()
        camera.buffersError = EBUSY
        let seen = await look(camera, depth, users: [.init(name: "chromium", pid: 4711)])
        #expect(seen.verdict == .fail)
        #expect(seen.detail.english == "the camera is in use by chromium (process 4711)")
        let unseen = await look(camera, depth)
        #expect(unseen.detail.indonesian == "kamera sedang dipakai oleh program dari akun lain")
    }

    @Test func anErrorNamesItsStep() async {
        var camera = CameraDouble()
        camera.startError = EIO
        let found = await look(camera)
        #expect(found.verdict == .fail)
        #expect(found.detail.english == "the camera /dev/video0 does not work (streaming: error \(EIO))")
    }

    @Test(arguments: [
        (CameraDouble.Scene.black, CheckResult.Verdict.fail, "Double: the picture is black"),
        (.plain, .fail, "Double: the picture shows nothing"),
        (.still, .fail, "Double: the picture stands still"),
        (.nothing, .fail, "Double gives no picture"),
        (.damaged, .fail, "Double gives no picture"),
        (.dark, .warn, "Double: the picture is dark ("),
    ])
    func whatItShows(scene: CameraDouble.Scene, verdict: CheckResult.Verdict, detail: String) async {
        var camera = CameraDouble()
        camera.scene = scene
        let found = await look(camera)
        #expect(found.verdict == verdict)
        // How dark depends on the noise.
        #expect(found.detail.english.hasPrefix(detail))
        #expect(found.remedy != nil)
    }

    @Test(arguments: [
        (CameraDouble.Scene.jpeg(bytes: 600), CheckResult.Verdict.pass),
        (.jpeg(bytes: 40), .fail), (.noJPEG, .fail),
    ])
    func compressedPicturesAreJudgedByTheirSize(scene: CameraDouble.Scene, verdict: CheckResult.Verdict) async {
        var camera = CameraDouble()
        camera.formats = [.mjpg]
        camera.scene = scene
        #expect(await look(camera).verdict == verdict)
    }

    @Test(arguments: CheckTask.Depth.allCases)
    func noneThatACallProgramTakes(depth: CheckTask.Depth) async {
        var camera = CameraDouble()
        camera.formats = []
        let none = await look(camera, depth)
        #expect(none.verdict == .fail)
        #expect(none.detail.english == "Double gives no pictures that a call program takes")
        // Infrared, depth, a sensor's raw picture, and what a driver made up.
        camera.formats = ["GREY", "Y16 ", "RGGB", "\u{1b}[2J"].map { FourCC($0) }
        let others = await look(camera, depth)
        #expect(others.verdict == .fail)
        #expect(others.detail.english == "Double gives no pictures that a call program takes (GREY, Y16, RGGB, ?[2J)")
        #expect(others.remedy?.english.hasPrefix("Plug another camera in") == true)
    }

    @Test(arguments: CheckTask.Depth.allCases)
    func theNextUsableNodeIsTaken(depth: CheckTask.Depth) async {
        var camera = CameraDouble()
        camera.paths = (0..<5).map { "/dev/video\($0)" }
        camera.formatsOf = ["/dev/video0": [FourCC("GREY")], "/dev/video1": [], "/dev/video2": [FourCC("BA81")]]
        #expect(await look(camera, depth).verdict == .pass)
        #expect(camera.state.opened.withLock { $0 } == (0...3).map { "/dev/video\($0)" })
        let configured = await look(camera, depth) { $0.device = "/dev/video0" }
        #expect(configured.detail.english == "Double gives no pictures that a call program takes (GREY)")
    }

    @Test(arguments: [FourCC.yuyv, .nv12, .yu12, .rgb3, .uyvy, .yv12, .bgr3])
    func thePictureIsSeenInEachLayout(pixels: FourCC) async {
        var camera = CameraDouble()
        camera.formats = [FourCC("GREY"), pixels]
        let found = await look(camera, browser: .firefox)
        #expect(found.verdict == .pass)
        #expect(found.detail.english == "Double: 64x48, 30 pictures a second")
        camera.scene = .black
        #expect(await look(camera, browser: .firefox).detail.english == "Double: the picture is black")
    }

    @Test(arguments: [FourCC.uyvy, .yv12, .bgr3])
    func whatChromiumDoesNotTakeIsSaid(pixels: FourCC) async {
        var camera = CameraDouble()
        camera.paths = ["/dev/video0", "/dev/video1"]
        camera.formats = [pixels]
        let alone = await look(camera)
        #expect(alone.verdict == .warn)
        #expect(alone.detail.english == "Double gives \(pixels.text) alone, which Chromium does not take")
        for browser in [Configuration.Browser.firefox, nil] {
            #expect(await look(camera, browser: browser).verdict == .pass)
        }
        camera.formatsOf = ["/dev/video1": [.nv12]]
        #expect(await look(camera).verdict == .pass)
        camera.formats = [pixels, .mjpg]
        camera.scene = .jpeg(bytes: 600)
        #expect(await look(camera).verdict == .pass)
    }

    @Test func tooSmallAPictureFails() async {
        let found = await look(CameraDouble()) { ($0.width, $0.height) = (1280, 720) }
        #expect(found.verdict == .fail)
        #expect(found.detail.english == "Double: picture of 64x48, 1280x720 needed")
    }

    @Test(arguments: [(30.0, CheckResult.Verdict.pass), (9.2, .pass), (8.0, .warn), (4.0, .fail), (0.4, .fail)])
    func whatIsTooSlow(rate: Double, verdict: CheckResult.Verdict) async {
        var camera = CameraDouble()
        camera.trueRate = rate
        let found = await look(camera)
        #expect(found.verdict == verdict)
        if verdict != .pass { #expect(found.detail.english.hasSuffix("pictures a second, 10 needed")) }
    }

    @Test func whoIsSlowByNatureIsNotPutIntoTheLight() async {
        var camera = CameraDouble()
        camera.trueRate = 5
        #expect(await look(camera).remedy?.english.hasPrefix("Put the light on") == true)
        camera.rates = [.yuyv: 5]
        #expect(await look(camera).remedy?.english.hasPrefix("Plug in a better camera") == true)
    }

    @Test func aQuickLookTakesNoPicture() async {
        let camera = CameraDouble()
        #expect(await look(camera, .quick) == .pass(LocalText("Double: ready", "Double: siap")))
        #expect(!camera.state.isStarted.withLock { $0 })
    }
}
