/// The PC's video nodes, and what may be asked of one: a method for each call of Video for Linux (the kernel's
/// userspace-api/media/v4l), so that a test can be a camera.
protocol VideoSystem: Sendable {
    /// The paths of the nodes, in the order of their numbers.
    func nodes() -> [String]
    func open(_ node: String) throws(VideoError) -> any VideoNode
}

/// The error number of a call that failed (errno(3)).
struct VideoError: Error, Hashable {
    let code: Int32
}

/// A video node that is open; it closes with its last reference.
protocol VideoNode: AnyObject {
    func capability() throws(VideoError) -> VideoCapability
    func formats() -> [FourCC]
    func sizes(of format: FourCC) -> [VideoSizes]
    /// - Returns: what the camera made of it.
    func setFormat(_ format: VideoFormat) throws(VideoError) -> VideoFormat
    /// - Returns: the rate that the camera chose; nil where it can't be set.
    func setFrameRate(_ rate: Double) -> Double?
    func control(after id: UInt32) -> VideoControl?
    func value(of control: UInt32) throws(VideoError) -> Int
    func setValue(of control: UInt32, to value: Int) throws(VideoError)
    /// Takes the camera for this program, or gives it back with 0.
    func requestBuffers(_ count: Int) throws(VideoError)
    func start() throws(VideoError)
    func stop()
    /// - Returns: nil when none came in time.
    func nextFrame(limit: Duration) throws(VideoError) -> VideoFrame?
}

struct VideoCapability: Hashable, Sendable {
    let card: String
    /// Whether it takes pictures and streams them, rather than metadata or another node's business.
    let captures: Bool
}

/// How pixels are laid out: four letters.
struct FourCC: Hashable, Sendable {
    let code: UInt32

    static let yuyv = FourCC("YUYV")
    static let nv12 = FourCC("NV12")
    static let yu12 = FourCC("YU12")
    static let rgb3 = FourCC("RGB3")
    static let mjpg = FourCC("MJPG")
    static let jpeg = FourCC("JPEG")
    static let uyvy = FourCC("UYVY")
    static let yv12 = FourCC("YV12")
    static let bgr3 = FourCC("BGR3")

    init(code: UInt32) { self.code = code }

    /// Its letters; what a driver has there that is no letter is a question mark.
    var text: String {
        let letters = (0..<4).map { UInt8(truncatingIfNeeded: code >> ($0 * 8)) }
        let text = letters.map { (0x20..<0x7f).contains($0) ? Character(Unicode.Scalar($0)) : "?" }
        return String(text.reversed().drop { $0 == " " }.reversed())
    }

    init(_ letters: StaticString) {
        code = letters.withUTF8Buffer { $0.reversed().reduce(0) { $0 << 8 | UInt32($1) } }
    }
}

/// One size, or all between two.
struct VideoSizes: Hashable, Sendable {
    let smallest: VideoSize
    let largest: VideoSize
}

struct VideoSize: Hashable, Sendable {
    let width: Int
    let height: Int

    var area: Int { width * height }

    func covers(_ other: VideoSize) -> Bool { width >= other.width && height >= other.height }
}

struct VideoFormat: Hashable, Sendable {
    var pixels: FourCC
    var size: VideoSize
    /// The bytes from a line to the next; 0 before the camera has said it.
    var lineLength = 0
}

struct VideoControl: Hashable, Sendable {
    let id: UInt32
    /// As the driver has it, such as `White Balance, Automatic`.
    let label: String
    let minimum: Int
    let maximum: Int
    let defaultValue: Int
    /// It holds a number that may be read and set: no button, no heading, not read-only.
    let isSettable: Bool
    /// Another control makes it count for nothing just now.
    let isInactive: Bool
    /// Other controls may change with it.
    let updatesOthers: Bool

    var allowed: ClosedRange<Int> { minimum...max(minimum, maximum) }

    /// The name that v4l2-ctl(1) gives it: small letters and digits, anything else an underscore.
    var name: String {
        label.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.joined(separator: "_")
    }
}

struct VideoFrame: Hashable, Sendable {
    let bytes: [UInt8]
    /// When it came, in seconds of a clock that never jumps.
    let time: Double
    /// The driver lost a part of it.
    let isDamaged: Bool
}
