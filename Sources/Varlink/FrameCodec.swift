import NIOCore

/// Cuts the byte stream at NUL bytes.
struct FrameDecoder: ByteToMessageDecoder {
    typealias InboundOut = ByteBuffer

    let maximumBytes: Int
    /// How long a message may be without asking.
    let shortBytes: Int
    /// Whether a longer one may come; asked again as it grows.
    let allowsLong: @Sendable () -> Bool
    /// How much of the buffer is known to hold no NUL.
    private var searched = 0

    init(maximumBytes: Int) { self.init(maximumBytes: maximumBytes, shortBytes: maximumBytes) { true } }

    init(maximumBytes: Int, shortBytes: Int, allowsLong: @escaping @Sendable () -> Bool) {
        self.maximumBytes = maximumBytes
        self.shortBytes = shortBytes
        self.allowsLong = allowsLong
    }

    mutating func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
        let bytes = buffer.readableBytesView
        guard let end = bytes[bytes.startIndex.advanced(by: searched)...].firstIndex(of: 0) else {
            searched = bytes.count
            try check(searched)
            return .needMoreData
        }
        searched = 0
        let count = end - bytes.startIndex
        try check(count)
        guard let frame = buffer.readSlice(length: count) else { return .needMoreData }
        buffer.moveReaderIndex(forwardBy: 1)
        context.fireChannelRead(wrapInboundOut(frame))
        return .continue
    }

    private func check(_ count: Int) throws {
        guard count <= maximumBytes else { throw MalformedMessage(reason: "frame over \(maximumBytes) bytes") }
        guard count <= shortBytes || allowsLong() else {
            throw MalformedMessage(reason: "too many frames over \(shortBytes) bytes at once")
        }
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
