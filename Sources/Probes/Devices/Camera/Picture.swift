/// What a frame shows, as far as a number can tell.
struct Picture: Hashable {
    enum Content: Hashable {
        /// The brightness of its pixels: their mean and standard deviation, of 255.
        case luma(mean: Double, spread: Double)
        /// A compressed picture: how many bytes a pixel takes. A plain area takes next to none.
        case compressed(bytesPerPixel: Double)
    }

    let content: Content
    /// Two pictures of a real sensor never have the same: it always has some noise.
    let fingerprint: Int

    /// - Returns: nil for a frame that holds no whole picture.
    init?(_ frame: VideoFrame, _ format: VideoFormat, _ layout: PixelLayout) {
        guard !frame.isDamaged, format.size.area > 0 else { return nil }
        guard case .plain(let step, let offset) = layout.kind else {
            guard frame.bytes.starts(with: [0xff, 0xd8]) else { return nil }
            content = .compressed(bytesPerPixel: Double(frame.bytes.count) / Double(format.size.area))
            fingerprint = frame.bytes.hashValue
            return
        }
        let used = format.size.width * step
        let line = max(format.lineLength, used)
        guard frame.bytes.count >= line * (format.size.height - 1) + used else { return nil }
        var (count, sum, squares) = (0, 0, 0)
        var hasher = Hasher()
        frame.bytes.withUnsafeBytes { bytes in
            for row in 0..<format.size.height {
                let pixels = UnsafeRawBufferPointer(rebasing: bytes[row * line..<row * line + used])
                hasher.combine(bytes: pixels)
                // Every second line, every fourth pixel.
                guard row.isMultiple(of: 2) else { continue }
                for at in stride(from: offset, to: pixels.count, by: 4 * step) {
                    let luma = Int(pixels[at])
                    count += 1
                    sum += luma
                    squares += luma * luma
                }
            }
        }
        let mean = Double(sum) / Double(count)
        let variance = max(0, Double(squares) / Double(count) - mean * mean)
        content = .luma(mean: mean, spread: variance.squareRoot())
        fingerprint = hasher.finalize()
    }
}

extension Picture.Content {
    enum Judgement: Hashable {
        case good
        /// There is something to see, but hardly.
        case dark(percent: Int)
        /// Covered, or in a room without light.
        case black
        /// One colour all over: covered, or no picture at all.
        case plain
    }

    /// 16 is black in a camera's range of brightness, and noise spreads by a few steps.
    var judgement: Judgement {
        switch self {
        case .luma(let mean, let spread):
            if mean < 32 && spread < 6 { return .black }
            if spread < 2 { return .plain }
            return mean < 40 ? .dark(percent: Int(mean / 255 * 100)) : .good
        case .compressed(let bytesPerPixel):
            return bytesPerPixel < 0.02 ? .plain : .good
        }
    }
}
