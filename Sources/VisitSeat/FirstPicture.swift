import Glibc
import SeatMessages
import StationCore

/// Looks at the visit's own screen until a call program that is no browser has drawn something.
struct FirstPicture {
    private let display: Configuration.Display
    private let limit: Duration

    private static let pause: Duration = .milliseconds(100)
    /// How long a program that can't be seen has to run.
    private static let unseen: Duration = .seconds(1)

    init(on display: Configuration.Display, within limit: Duration) {
        self.display = display
        self.limit = limit
    }

    /// - Throws: ``SeatFailure`` when the program ends before it has drawn, or draws nothing.
    func wait(for client: ChildProcess) throws(SeatFailure) {
        let begin = ContinuousClock.now
        var first: ScreenPicture?
        while ContinuousClock.now - begin < limit {
            if client.ends(within: Self.pause) { throw Self.ended }
            switch display {
            case .none, .inherit: if ContinuousClock.now - begin >= Self.unseen { return }
            case .xvfb, .cage, .sway:
                guard let picture = try ScreenPicture.take(of: display) else { continue }
                if !picture.isGrey || first.map({ $0 != picture }) ?? false { return }
                first = picture
            }
        }
        throw Self.drewNothing(within: limit)
    }

    static var ended: SeatFailure {
        SeatFailure(cause: .client, message: "It ended before it had drawn anything.")
    }

    static func drewNothing(within limit: Duration) -> SeatFailure {
        SeatFailure(
            cause: .client,
            message: "It runs, but has drawn nothing within \(DurationText.seconds(limit)) s."
        )
    }
}

extension ScreenPicture {
    /// Whether the picture is one single grey, as screens are before anything is drawn.
    fileprivate var isGrey: Bool {
        guard let first = bytes.first else { return true }
        return bytes.allSatisfy { $0 == first }
    }
}
