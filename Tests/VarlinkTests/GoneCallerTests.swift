import Glibc
import Logging
import Testing
@testable import Varlink

/// A service that was away for a while finds calls in its socket's queue.
@Suite(.serialized) struct GoneCallerTests {
    private let echo = #"{"method":"org.example.test.Echo","parameters":{"text":"hi"}}"#

    @Test func carriesOutNoCallWhoseCallerIsGone() async throws {
        let path = temporaryPath()
        let listener = try ListeningSocket(.path(path, mode: 0o600))
        defer { listener.remove() }
        for _ in 0..<20 {
            let raw = try RawConnection(path)
            raw.send(echo)
        }
        let waiting = try RawConnection(path)
        waiting.send(echo)
        shutdown(waiting.descriptorForTest, Int32(SHUT_WR))
        let carriedOut = Tally()
        let interface = try VarlinkInterface(
            InterfaceDescription(parsing: Fixture.text),
            methods: [
                "Echo": .init { (parameters: Fixture.Text, _) in
                    carriedOut.add()
                    return parameters
                }
            ]
        )
        let server = try VarlinkServer(
            identity: .init(vendor: "v", product: "p", version: "1", url: "u"),
            interfaces: [interface],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run(on: .descriptor(listener.descriptor)) }
            #expect(
                try await waiting.frameOfTask() == #"{"parameters":{"text":"hi"}}"#,
                "who only sends no more is answered"
            )
            server.close()
            try await group.waitForAll()
        }
        #expect(carriedOut.value == 1)
    }
}
