import NIOCore
import NIOHTTP1

/// A response whose body is bytes in memory, which tasks may hand over; the other kind of body, a file's, they may not.
typealias ResponsePart = HTTPPart<HTTPResponseHead, ByteBuffer>

/// Hands it on as the encoder takes it.
final class ResponseBytes: ChannelOutboundHandler {
    typealias OutboundIn = ResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let part: HTTPServerResponsePart =
            switch unwrapOutboundIn(data) {
            case .head(let head): .head(head)
            case .body(let bytes): .body(.byteBuffer(bytes))
            case .end(let trailers): .end(trailers)
            }
        context.write(wrapOutboundOut(part), promise: promise)
    }
}
