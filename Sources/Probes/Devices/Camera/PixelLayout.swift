import StationCore

/// A layout of pixels that call programs take from a camera: the one table of them, for which node is a camera, for what
/// it is asked for and for what its pictures show.
struct PixelLayout: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// Uncompressed; the first plane is what is looked at. In each of its lines a pixel takes `step` bytes, and its
        /// brightness (of RGB: its green) is the one at `offset`.
        case plain(step: Int, offset: Int)
        /// A JPEG picture a frame.
        case jpeg
    }

    let pixels: FourCC
    let kind: Kind
    /// Chromium's table (media/capture/video/linux/v4l2_capture_delegate.cc), as read out of version 156, also has Y16,
    /// Z16 and INVZ: infrared and depth, no picture of a call. It had UYVY once. Firefox takes all of these (WebRTC's
    /// modules/video_capture/linux).
    let isForChromium: Bool

    private init(_ pixels: FourCC, _ kind: Kind, chromium: Bool = true) {
        self.pixels = pixels
        self.kind = kind
        isForChromium = chromium
    }

    /// In the order in which a camera is asked for them.
    static let all = [
        PixelLayout(.yuyv, .plain(step: 2, offset: 0)),
        PixelLayout(.nv12, .plain(step: 1, offset: 0)),
        PixelLayout(.yu12, .plain(step: 1, offset: 0)),
        PixelLayout(.rgb3, .plain(step: 3, offset: 1)),
        PixelLayout(.mjpg, .jpeg),
        PixelLayout(.jpeg, .jpeg),
        PixelLayout(.uyvy, .plain(step: 2, offset: 1), chromium: false),
        PixelLayout(.yv12, .plain(step: 1, offset: 0), chromium: false),
        PixelLayout(.bgr3, .plain(step: 3, offset: 1), chromium: false),
    ]

    init?(_ pixels: FourCC) {
        guard let layout = Self.all.first(where: { $0.pixels == pixels }) else { return nil }
        self = layout
    }

    /// Whether the call program takes it; of one that is no browser that is known nothing is known.
    func suits(_ browser: Configuration.Browser?) -> Bool { browser != .chromium || isForChromium }
}
