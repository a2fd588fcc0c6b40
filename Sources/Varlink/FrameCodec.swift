import NIOCore

/// Cuts the byte stream at NUL bytes.
struct FrameDecoder: ByteToMessageDecoder {
    typealias InboundOut = ByteBuffer

    let maximumBytes: Int
    /// How much of the buffer is known to hold no NUL.
    private var searched = 0

    init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

    mutating func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
        let bytes = buffer.readableBytesView
        guard let end = bytes[bytes.startIndex.advanced(by: searched)...].firstIndex(of: 0) else {
            searched = bytes.count
            guard searched <= maximumBytes else { throw MalformedMessage(reason: "frame over \(maximumBytes) bytes") }
            return .needMoreData
        }
        searched = 0
        let count = end - bytes.startIndex
        guard count <= maximumBytes else { throw MalformedMessage(reason: "frame over \(maximumBytes) bytes") }
        guard let frame = buffer.readSlice(length: count) else { return .needMoreData }
        buffer.moveReaderIndex(forwardBy: 1)
        context.fireChannelRead(wrapInboundOut(frame))
        return .continue
    }

    /// What is left without a NUL when the peer has gone was never a message.
    mutating func decodeLast(
        context: ChannelHandlerContext,
        buffer: inout ByteBuffer,
        seenEOF: Bool
    ) throws -> DecodingState {
        while try decode(context: context, buffer: &buffer) == .continue {}
        buffer.clear()
        return .needMoreData
    }
}
