import Glibc
import StationCore

/// The camera: there, free, set back to its levels, and giving pictures that are worth a call.
struct CameraProbe: Probe {
    private let settings: Configuration.Camera
    private let browser: Configuration.Browser?
    private let system: any VideoSystem
    private let holders: DeviceHolders

    /// - Parameter browser: the call program's, which decides whose pictures it takes.
    init(_ settings: Configuration.Camera, for browser: Configuration.Browser?) {
        self.init(settings, for: browser, V4L2(), .real)
    }

    init(
        _ settings: Configuration.Camera,
        for browser: Configuration.Browser?,
        _ system: any VideoSystem,
        _ holders: DeviceHolders
    ) {
        self.settings = settings
        self.browser = browser
        self.system = system
        self.holders = holders
    }

    func look(_ depth: CheckTask.Depth) async -> CheckFinding {
        do throws(CameraFault) {
            let camera = try find()
            let controls = CameraControls(wanted: settings.controls).restore(camera.node)
            switch depth {
            case .quick:
                try during("buffers", camera) { node throws(VideoError) in
                    try node.requestBuffers(1)
                    try node.requestBuffers(0)
                }
                return report(camera, controls).quick
            case .full:
                return try watch(camera, controls)
            }
        } catch {
            return error.finding
        }
    }

    private struct Camera {
        let path: String
        let card: String
        let node: any VideoNode
        /// Those of its layouts that the call program takes; where there are none, those that another one takes.
        let layouts: [PixelLayout]
        let suitsBrowser: Bool
    }

    private func find() throws(CameraFault) -> Camera {
        if let path = settings.device { return try camera(path) }
        var second: Camera?
        var faults: [CameraFault] = []
        for path in system.nodes() {
            do throws(CameraFault) {
                let camera = try camera(path)
                if camera.suitsBrowser { return camera }
                second = second ?? camera
            } catch {
                // A node that takes no pictures is another thing's; one that can't be looked at may be the camera.
                if case .notCamera = error { continue }
                faults.append(error)
            }
        }
        if let second { return second }
        // A camera's further nodes give infrared or raw pictures: it is said of them where nothing else is to be said.
        throw faults.first { if case .noFormat = $0 { false } else { true } } ?? faults.first ?? .none
    }

    private func camera(_ path: String) throws(CameraFault) -> Camera {
        let node: any VideoNode
        let capability: VideoCapability
        do throws(VideoError) {
            node = try system.open(path)
            capability = try node.capability()
        } catch {
            throw fault(error, path, at: "open")
        }
        guard capability.captures else { throw .notCamera(path) }
        let offered = node.formats()
        let taken = PixelLayout.all.filter { offered.contains($0.pixels) }
        guard !taken.isEmpty else { throw .noFormat(capability.card, offered: offered) }
        let suitable = taken.filter { $0.suits(browser) }
        return Camera(
            path: path,
            card: capability.card,
            node: node,
            layouts: suitable.isEmpty ? taken : suitable,
            suitsBrowser: !suitable.isEmpty
        )
    }

    private func watch(_ camera: Camera, _ controls: CameraControls.Outcome) throws(CameraFault) -> CheckFinding {
        var format: CameraFormat?
        var capture = CameraCapture()
        try during("format", camera) { node throws(VideoError) in
            format = try CameraFormat.choose(node, camera.layouts, settings)
        }
        guard let format else { throw .noFormat(camera.card, offered: camera.layouts.map(\.pixels)) }
        try during("streaming", camera) { node throws(VideoError) in
            try node.requestBuffers(4)
            try node.start()
            capture = try CameraCapture.take(node, format)
            node.stop()
            try node.requestBuffers(0)
        }
        return report(camera, controls).full(format, capture)
    }

    private func report(_ camera: Camera, _ controls: CameraControls.Outcome) -> CameraReport {
        CameraReport(camera.card, settings, controls, strange: camera.suitsBrowser ? [] : camera.layouts.map(\.pixels))
    }

    private func during(
        _ step: String,
        _ camera: Camera,
        _ body: (any VideoNode) throws(VideoError) -> Void
    ) throws(CameraFault) {
        do throws(VideoError) {
            try body(camera.node)
        } catch {
            throw fault(error, camera.path, at: step)
        }
    }

    private func fault(_ error: VideoError, _ path: String, at step: String) -> CameraFault {
        switch error.code {
        case ENOENT, ENXIO, ENODEV: .missing(path)
        case EACCES, EPERM: .forbidden(path)
        case EBUSY: .busy(holders.programs { $0 == path }.filter { $0.pid != getpid() })
        case ENOTTY: .notCamera(path)
        default: .broken(path, step: step, code: error.code)
        }
    }
}
