import Synchronization
import Testing

@testable import StationDaemon

/// Who looks at the parts first, and whose look is ended for another one.
@Suite struct LookQueueTests {
    /// The station's part in it: an actor that looks when it has the turn.
    private actor Looks {
        private var queue = LookQueue()
        private(set) var order: [String] = []
        /// Those that have their turn now; each goes on until it is let go or stopped.
        private var letGo: [String: AsyncStream<Void>.Continuation] = [:]

        func look(_ name: String, _ rank: LookQueue.Rank) async {
            let (stopped, stop) = AsyncStream.makeStream(of: Void.self)
            if !queue.begin(rank, stop: stop) {
                await withCheckedContinuation { queue.wait(rank, stop: stop, $0) }
            }
            order.append(name)
            letGo[name] = stop
            for await _ in stopped {}
            order.append("\(name) ended")
            queue.end()
        }

        func end(_ name: String) { letGo[name]?.finish() }
    }

    private func wait(for entry: String, in looks: Looks) async throws {
        for _ in 0..<2_000 {
            if await looks.order.contains(entry) { return }
            try await Task.sleep(for: .milliseconds(1))
        }
        Issue.record("waited in vain for '\(entry)'")
    }

    @Test func whatMattersMoreEndsWhatMattersLess() async throws {
        let looks = Looks()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await looks.look("own", .nobody) }
            try await wait(for: "own", in: looks)
            group.addTask { await looks.look("officer", .officer) }
            try await wait(for: "officer", in: looks)
            #expect(await looks.order == ["own", "own ended", "officer"])
            group.addTask { await looks.look("visit", .visit) }
            try await wait(for: "visit", in: looks)
            await looks.end("visit")
            try await group.waitForAll()
            #expect(await looks.order.suffix(3) == ["officer ended", "visit", "visit ended"])
        }
    }

    @Test func equalsWaitInTheirOrderAndTheUrgentGoesFirst() async throws {
        let looks = Looks()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await looks.look("first visit", .visit) }
            try await wait(for: "first visit", in: looks)
            for (name, rank) in [("own", LookQueue.Rank.nobody), ("officer", .officer), ("visit", .visit)] {
                group.addTask { await looks.look(name, rank) }
                // Each has to stand in line before the next one comes.
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(await looks.order == ["first visit"], "none of them ends an equal or better one")
            await looks.end("first visit")
            for name in ["visit", "officer", "own"] {
                try await wait(for: name, in: looks)
                await looks.end(name)
            }
            try await group.waitForAll()
            let begun = await looks.order.filter { !$0.hasSuffix("ended") }
            #expect(begun == ["first visit", "visit", "officer", "own"])
        }
    }
}
