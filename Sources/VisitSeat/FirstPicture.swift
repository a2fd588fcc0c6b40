import Glibc
import SeatMessages
import StationCore

/// Looks at the visit's own screen until a call program that is no browser has drawn something.
struct FirstPicture {
    private let display: Configuration.Display
    private var first: ScreenPicture?

    private static let pause: Duration = .milliseconds(100)
    /// How long a program that can't be seen has to run.
    private static let unseen: Duration = .seconds(1)

    init(on display: Configuration.Display) { self.display = display }

    /// - Throws: ``SeatFailure`` when the program ends before it has drawn, or draws nothing within the limit.
    mutating func wait(for client: ChildProcess, within limit: Duration) throws(SeatFailure) {
        let begin = ContinuousClock.now
        while ContinuousClock.now - begin < limit {
            if client.ends(within: Self.pause) { throw SeatFailure.endedUndrawn }
            switch display {
            case .none, .inherit: if ContinuousClock.now - begin >= Self.unseen { return }
            case .xvfb, .cage, .sway: if try isDrawn() { return }
            }
        }
        throw SeatFailure.undrawn(within: limit)
    }

    /// Looks once.
    mutating func isDrawn() throws(SeatFailure) -> Bool {
        guard let picture = try ScreenPicture.take(of: display) else { return false }
        if !picture.isGrey || first.map({ $0 != picture }) ?? false { return true }
        first = picture
        return false
    }
}

extension ScreenPicture {
    /// Whether the picture is one single grey, as screens are before anything is drawn.
    fileprivate var isGrey: Bool {
        guard let first = bytes.first else { return true }
        return bytes.allSatisfy { $0 == first }
    }
}
