import NIOCore
import NIOEmbedded

@testable import Varlink

/// The first byte is the limit, the second how the stream is cut, the rest the stream.
func fuzzFrames(_ bytes: [UInt8]) throws {
    guard bytes.count >= 2 else { return }
    let limit = Int(bytes[0] % 48)
    let stream = Array(bytes[2...])
    let (expected, ending) = frames(of: stream, limit: limit)
    let chunks = chunks(of: stream, cut: bytes[1])
    let read = read(chunks, limit: limit)
    try require(read.frames == expected, "the frames are those of the stream, however it is cut")
    // Refused as soon as it is known, so that no more is held than the limit and what has just come.
    try require(
        try read.refusedAt == ending.map { try refused(after: $0, in: chunks) },
        "refused at once, and only when too long"
    )
}

/// Whole, byte by byte, or in pieces of pseudo-random lengths.
private func chunks(of stream: [UInt8], cut: UInt8) -> [ArraySlice<UInt8>] {
    switch cut % 8 {
    case 0: return [stream[...]]
    case 1: return stream.indices.map { stream[$0...$0] }
    default:
        var cuts = Cuts(seed: cut)
        return cuts.chunks(of: stream)
    }
}

/// What a stream holds by the letter of the protocol.
///
/// - Returns: the frames up to one that is too long, and the place of the byte that makes it so.
private func frames(of stream: [UInt8], limit: Int) -> (frames: [[UInt8]], refusedAt: Int?) {
    var frames: [[UInt8]] = []
    var frame: [UInt8] = []
    for (place, byte) in stream.enumerated() {
        if byte == 0 {
            frames.append(frame)
            frame = []
        } else {
            frame.append(byte)
            if frame.count > limit { return (frames, place) }
        }
    }
    return (frames, nil)
}

/// Which chunk brings a byte.
private func refused(after place: Int, in chunks: [ArraySlice<UInt8>]) throws -> Int {
    try required(chunks.firstIndex { $0.indices.contains(place) }, "each byte is in a chunk")
}

private func read(_ chunks: [ArraySlice<UInt8>], limit: Int) -> (frames: [[UInt8]], refusedAt: Int?) {
    let channel = EmbeddedChannel(handler: ByteToMessageHandler(FrameDecoder(maximumBytes: limit)))
    var refusedAt: Int?
    for (number, chunk) in chunks.enumerated() {
        do {
            _ = try channel.writeInbound(ByteBuffer(bytes: chunk))
        } catch {
            refusedAt = number
            break
        }
    }
    // What is left without an end is no frame.
    _ = try? channel.finish(acceptAlreadyClosed: true)
    var frames: [[UInt8]] = []
    while let frame = try? channel.readInbound(as: ByteBuffer.self) { frames.append(Array(frame.readableBytesView)) }
    return (frames, refusedAt)
}

/// Cuts of pseudo-random lengths.
private struct Cuts {
    private var state: UInt32

    init(seed: UInt8) { state = UInt32(seed) &* 2_654_435_761 &+ 1 }

    mutating func chunks(of stream: [UInt8]) -> [ArraySlice<UInt8>] {
        var chunks: [ArraySlice<UInt8>] = []
        var rest = stream[...]
        while !rest.isEmpty {
            state = state &* 1_664_525 &+ 1_013_904_223
            let chunk = rest.prefix(Int(state >> 24) % 9 + 1)
            chunks.append(chunk)
            rest = rest[chunk.endIndex...]
        }
        return chunks
    }
}
