import Glibc
import Synchronization

@testable import Probes

/// A camera in place of the kernel's: what it answers is told beforehand.
struct CameraDouble: VideoSystem {
    enum Scene: Hashable {
        /// A picture with grain, another each time.
        case lively
        case still, black, dark, plain
        /// JPEG pictures of so many bytes.
        case jpeg(bytes: Int)
        case noJPEG
        case damaged
        /// It never gives a picture.
        case nothing
    }

    var paths = ["/dev/video0"]
    /// Those of the paths that take no pictures.
    var others: Set<String> = []
    var openError: Int32?
    var buffersError: Int32?
    var startError: Int32?
    var formats: [FourCC] = [.yuyv]
    /// Those of a node that has others.
    var formatsOf: [String: [FourCC]] = [:]
    /// Layouts that it offers and then refuses.
    var refusedLayouts: [FourCC: Int32] = [:]
    var sizes: [FourCC: [VideoSize]] = [:]
    var rates: [FourCC: Double] = [:]
    /// What really comes in a second.
    var trueRate = 30.0
    var scene = Scene.lively
    var controls: [VideoControl] = []
    /// A control that counts for nothing while another is not 0.
    var masters: [UInt32: UInt32] = [:]
    var refused: Set<UInt32> = []
    let state = State()

    final class State: Sendable {
        let values = Mutex<[UInt32: Int]>([:])
        let isStarted = Mutex(false)
        let opened = Mutex<[String]>([])
    }

    func nodes() -> [String] { paths }

    func open(_ node: String) throws(VideoError) -> any VideoNode {
        if let openError { throw VideoError(code: openError) }
        guard paths.contains(node) else { throw VideoError(code: ENOENT) }
        state.opened.withLock { $0.append(node) }
        return Node(model: self, path: node)
    }

    final class Node: VideoNode {
        private let model: CameraDouble
        private let path: String
        private var format = VideoFormat(pixels: .yuyv, size: VideoSize(width: 64, height: 48))
        private var count = 0

        init(model: CameraDouble, path: String) {
            self.model = model
            self.path = path
        }

        func capability() -> VideoCapability {
            VideoCapability(card: "Double", captures: !model.others.contains(path))
        }
        func formats() -> [FourCC] { model.formatsOf[path] ?? model.formats }
        func sizes(of format: FourCC) -> [VideoSizes] {
            (model.sizes[format] ?? [VideoSize(width: 64, height: 48)]).map { VideoSizes(smallest: $0, largest: $0) }
        }

        private var step: Int {
            if case .plain(let step, _) = PixelLayout(format.pixels)?.kind { step } else { 0 }
        }

        func setFormat(_ format: VideoFormat) throws(VideoError) -> VideoFormat {
            if let code = model.refusedLayouts[format.pixels] { throw VideoError(code: code) }
            self.format = format
            self.format.lineLength = format.size.width * step
            return self.format
        }

        func setFrameRate(_ rate: Double) -> Double? { model.rates[format.pixels] }

        func control(after id: UInt32) -> VideoControl? {
            guard let found = model.controls.filter({ $0.id > id }).min(by: { $0.id < $1.id }) else { return nil }
            let master = model.masters[found.id]
            return VideoControl(
                id: found.id,
                label: found.label,
                minimum: found.minimum,
                maximum: found.maximum,
                defaultValue: found.defaultValue,
                isSettable: found.isSettable,
                isInactive: master.map { stored($0) != 0 } ?? false,
                updatesOthers: found.updatesOthers
            )
        }

        private func stored(_ control: UInt32) -> Int { model.state.values.withLock { $0[control] ?? 0 } }

        func value(of control: UInt32) -> Int { stored(control) }

        func setValue(of control: UInt32, to value: Int) throws(VideoError) {
            if model.refused.contains(control) { throw VideoError(code: EIO) }
            // As the kernel does with one that counts for nothing: it keeps the value, and nobody sees it.
            model.state.values.withLock { $0[control] = value }
        }

        func requestBuffers(_ count: Int) throws(VideoError) {
            if let error = model.buffersError { throw VideoError(code: error) }
        }

        func start() throws(VideoError) {
            if let error = model.startError { throw VideoError(code: error) }
            model.state.isStarted.withLock { $0 = true }
        }

        func stop() {}

        func nextFrame(limit: Duration) -> VideoFrame? {
            if model.scene == .nothing { return nil }
            count += 1
            let time = Double(count) / model.trueRate
            return VideoFrame(bytes: bytes, time: time, isDamaged: model.scene == .damaged)
        }

        private var bytes: [UInt8] {
            // Of several planes the first is the brightness, and the others are half as much.
            let length = format.size.area * step + (step == 1 ? format.size.area / 2 : 0)
            switch model.scene {
            case .lively: return noise(length, 40...200)
            case .dark: return noise(length, 20...50)
            case .black: return noise(length, 15...18)
            case .plain: return (0..<length).map { $0 == 1 ? UInt8(count) : 120 }
            case .still: return (0..<length).map { UInt8($0 % 200) }
            case .jpeg(let bytes): return [0xff, 0xd8] + noise(bytes - 2, 0...255)
            case .noJPEG: return noise(length, 1...2)
            case .damaged, .nothing: return []
            }
        }

        private func noise(_ length: Int, _ range: ClosedRange<UInt8>) -> [UInt8] {
            var generator = SystemRandomNumberGenerator()
            return (0..<length).map { _ in UInt8.random(in: range, using: &generator) }
        }
    }
}

extension VideoControl {
    init(_ id: UInt32, _ label: String, _ range: ClosedRange<Int>, default value: Int, settable: Bool = true) {
        self.init(
            id: id,
            label: label,
            minimum: range.lowerBound,
            maximum: range.upperBound,
            defaultValue: value,
            isSettable: settable,
            isInactive: false,
            updatesOthers: false
        )
    }
}
