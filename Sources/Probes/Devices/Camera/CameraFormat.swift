import Glibc
import StationCore

/// What a camera is asked for: its smallest picture that is large enough, uncompressed where that is quick enough.
struct CameraFormat: Hashable {
    let format: VideoFormat
    let layout: PixelLayout
    /// The rate that the camera promises; nil where it doesn't say.
    let rate: Double?

    /// - Parameter layouts: those of its own that the call program takes.
    /// - Returns: nil where it gives none of them.
    static func choose(
        _ node: any VideoNode,
        _ layouts: [PixelLayout],
        _ settings: Configuration.Camera
    ) throws(VideoError) -> CameraFormat? {
        let needed = VideoSize(width: settings.width, height: settings.height)
        var best: CameraFormat?
        var refusal: VideoError?
        for layout in layouts {
            let size = size(covering: needed, among: node.sizes(of: layout.pixels))
            let got: VideoFormat
            do throws(VideoError) {
                got = try node.setFormat(VideoFormat(pixels: layout.pixels, size: size))
            } catch {
                // What a driver lists it may refuse all the same; a busy or broken one refuses everything.
                guard error.code == EINVAL else { throw error }
                refusal = error
                continue
            }
            // A driver may give another layout than the one that it was asked for.
            guard got.pixels == layout.pixels else { continue }
            // A call asks for as much, so the camera's slowest rate tells nothing.
            let rate = node.setFrameRate(Double(max(settings.frameRate, 30)))
            let choice = CameraFormat(format: got, layout: layout, rate: rate)
            if choice.isEnough(needed, settings.frameRate) { return choice }
            if best.map({ choice.isBetter(than: $0) }) ?? true { best = choice }
        }
        if best == nil, let refusal { throw refusal }
        // The layout that was asked last may not be the one that is best.
        if let best {
            _ = try node.setFormat(best.format)
            _ = node.setFrameRate(Double(max(settings.frameRate, 30)))
        }
        return best
    }

    private func isEnough(_ needed: VideoSize, _ frameRate: Int) -> Bool {
        format.size.covers(needed) && rate.map { $0 >= Double(frameRate) } ?? true
    }

    private func isBetter(than other: CameraFormat) -> Bool {
        (format.size.area, rate ?? 0) > (other.format.size.area, other.rate ?? 0)
    }

    private static func size(covering needed: VideoSize, among sizes: [VideoSizes]) -> VideoSize {
        let covering = sizes.compactMap { sizes -> VideoSize? in
            guard sizes.largest.covers(needed) else { return nil }
            return VideoSize(
                width: max(sizes.smallest.width, needed.width),
                height: max(sizes.smallest.height, needed.height)
            )
        }
        let largest = sizes.map(\.largest).max { $0.area < $1.area }
        return covering.min { $0.area < $1.area } ?? largest ?? needed
    }
}
