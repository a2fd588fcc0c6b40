/// What a camera showed while it was watched.
struct CameraCapture: Hashable {
    var pictures: [Picture] = []
    var times: [Double] = []

    /// The camera's automatic brightness needs some pictures.
    private static let warmUp = 4
    private static let wanted = 8
    private static let firstLimit = Duration.milliseconds(2000)
    private static let limit = Duration.milliseconds(1000)
    /// A camera that still finds the light, or is slow, is watched for that long.
    private static let longest = 2.0

    /// - Returns: what came; few pictures or none where the camera stopped giving them.
    static func take(_ node: any VideoNode, _ format: CameraFormat) throws(VideoError) -> CameraCapture {
        var capture = CameraCapture()
        var begin: Double?
        // A camera that gives nothing but damaged frames, at any rate, comes to an end here.
        for _ in 0..<1000 {
            guard let frame = try node.nextFrame(limit: begin == nil ? firstLimit : limit) else { break }
            let start = begin ?? frame.time
            begin = start
            if let picture = Picture(frame, format.format, format.layout) {
                capture.pictures.append(picture)
                capture.times.append(frame.time)
            }
            let isEnough =
                capture.pictures.count >= warmUp + wanted
                && capture.pictures.last?.content.judgement == .good
            if isEnough || frame.time - start > longest { break }
        }
        if capture.pictures.count > warmUp + 1 {
            capture.pictures.removeFirst(warmUp)
            capture.times.removeFirst(warmUp)
        }
        return capture
    }

    /// Pictures a second; nil of fewer than two.
    var rate: Double? {
        guard let first = times.first, let last = times.last, last > first else { return nil }
        return Double(times.count - 1) / (last - first)
    }

    /// The same picture again and again.
    var isFrozen: Bool { pictures.count > 1 && Set(pictures.map(\.fingerprint)).count == 1 }
}
