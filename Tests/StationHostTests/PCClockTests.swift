import StationCore
import Testing

@testable import StationHost

@Suite struct PCClockTests {
    private let clock = PCClock(longestNap: .milliseconds(10))

    @Test func sleepsUntilItIsTime() async throws {
        let due = clock.now().boot + .milliseconds(35)
        try await clock.sleep(until: due)
        #expect(clock.now().boot >= due)
        try await clock.sleep(until: due)
    }

    @Test func endsWhenItIsCancelled() async {
        await withThrowingTaskGroup { group in
            group.addTask { try await clock.sleep(until: clock.now().boot + .seconds(86_400)) }
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.next() }
        }
    }
}
