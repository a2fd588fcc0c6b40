import Glibc
import SeatMessages
import StationCore

/// A trial of a browser: the page that was asked for has to be drawn.
struct PageTrial {
    let watch: PageWatch
    let program: ClientProgram
    let limit: Duration

    private static let pause: Duration = .milliseconds(250)

    /// - Returns: the client, which may be another one by now.
    /// - Throws: ``SeatFailure`` when the program ends before, or when the page does not come.
    func wait(for first: ChildProcess) throws(SeatFailure) -> ChildProcess {
        var client = first
        let begin = ContinuousClock.now
        while ContinuousClock.now - begin < limit {
            if client.ends(within: Self.pause) { throw FirstPicture.ended }
            if watch.look() == .restart {
                program.end(client)
                client = try program.begin()
                watch.begin()
            }
            switch watch.view.page {
            case .shown: return client
            case .failed: throw Self.failed
            case .unseen, .opening, .blank: break
            }
        }
        throw FirstPicture.drewNothing(within: limit)
    }

    private static var failed: SeatFailure {
        SeatFailure(
            cause: .page,
            message:
                "It runs, but shows an error of the browser's own, or that the address is not allowed, in place of "
                + "the call's page."
        )
    }
}
