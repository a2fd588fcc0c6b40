/// How long each step of asking a server may take.
struct NetworkLimits: Sendable {
    var name = Duration.seconds(2)
    var connection = Duration.seconds(2)
    /// A handshake, a page.
    var answer = Duration.seconds(2)
    /// All requests to a STUN server.
    var stun = Duration.milliseconds(1500)
    /// All steps together: less than a look may take, so that what is slow is named before the look is cut off.
    var total = Duration.milliseconds(4500)

    init() {}
}
