import Glibc
import SeatMessages
import StationCore

/// A trial of a browser: the page that was asked for has to be drawn.
struct PageTrial {
    let watch: PageWatch
    let program: ClientProgram
    let limit: Duration

    private static let pause: Duration = .milliseconds(250)
    /// How long a page stays before it counts: on a busy PC an error of the browser's own comes a moment after the window
    /// has the page's name.
    private static let stay: Duration = .seconds(3)

    /// - Returns: the client, which may be another one by now.
    /// - Throws: ``SeatFailure`` when the program ends before, or when the page does not come.
    func wait(for first: ChildProcess) throws(SeatFailure) -> ChildProcess {
        var client = first
        let begin = ContinuousClock.now
        var shownSince: ContinuousClock.Instant?
        while ContinuousClock.now - begin < limit {
            if client.ends(within: Self.pause) { throw SeatFailure.endedUndrawn }
            if watch.look() == .restart {
                program.end(client)
                client = try program.begin()
                watch.begin()
            }
            switch watch.view.page {
            case .shown:
                let since = shownSince ?? .now
                if ContinuousClock.now - since >= Self.stay { return client }
                shownSince = since
            case .failed: throw SeatFailure.otherPage
            case .unseen, .opening, .blank: shownSince = nil
            }
        }
        throw SeatFailure.undrawn(within: limit)
    }
}
