import Glibc
import StationCore
import Testing

@testable import Probes

/// What a camera is asked for.
struct CameraFormatTests {
    private func choose(_ camera: CameraDouble, _ width: Int, _ height: Int) throws -> CameraFormat? {
        var settings = Configuration.Camera()
        (settings.width, settings.height) = (width, height)
        let layouts = PixelLayout.all.filter { camera.formats.contains($0.pixels) }
        return try CameraFormat.choose(camera.open("/dev/video0"), layouts, settings)
    }

    private let small = VideoSize(width: 320, height: 240)
    private let middle = VideoSize(width: 640, height: 480)
    private let large = VideoSize(width: 1280, height: 720)

    @Test func theSmallestThatIsLargeEnough() throws {
        var camera = CameraDouble()
        camera.sizes = [.yuyv: [large, small, middle]]
        #expect(try choose(camera, 400, 300)?.format.size == VideoSize(width: 640, height: 480))
        #expect(try choose(camera, 0, 0)?.format.size == small)
        #expect(try choose(camera, 4000, 3000)?.format.size == large)
    }

    @Test func compressedWhereThePlainOneIsTooSmallOrTooSlow() throws {
        var camera = CameraDouble()
        camera.formats = [.mjpg, .yuyv]
        camera.sizes = [.yuyv: [middle], .mjpg: [middle, large]]
        camera.rates = [.yuyv: 30, .mjpg: 30]
        #expect(try choose(camera, 640, 480)?.format.pixels == .yuyv)
        #expect(try choose(camera, 1280, 720)?.format.pixels == .mjpg)
        camera.rates[.yuyv] = 5
        #expect(try choose(camera, 640, 480)?.format.pixels == .mjpg)
        camera.rates[.mjpg] = 6
        #expect(try choose(camera, 640, 480)?.rate == 6)
    }

    @Test func theNextWhereOneIsListedAndRefused() throws {
        var camera = CameraDouble()
        camera.formats = [.yuyv, .nv12]
        camera.refusedLayouts = [.yuyv: EINVAL]
        #expect(try choose(camera, 64, 48)?.format.pixels == .nv12)
        camera.refusedLayouts = [.yuyv: EINVAL, .nv12: EINVAL]
        #expect(throws: VideoError(code: EINVAL)) { try choose(camera, 64, 48) }
        camera.refusedLayouts = [.yuyv: EBUSY]
        #expect(throws: VideoError(code: EBUSY)) { try choose(camera, 64, 48) }
    }
}
