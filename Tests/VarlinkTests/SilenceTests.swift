import Glibc
import Testing
@testable import Varlink

@Suite(.serialized) struct SilenceTests {
    /// A service manager that holds the socket of a daemon that is down takes connections, too.
    @Test func givesUpWhereNobodyAnswers() async throws {
        let path = temporaryPath()
        let listener = try ListeningSocket(.path(path, mode: 0o600))
        defer { listener.remove() }
        await #expect(throws: ServiceSilent()) {
            try await VarlinkClient.withConnection(
                to: "unix:\(path)",
                patience: Patience(quiet: .milliseconds(50), answer: .milliseconds(50))
            ) { connection in
                try await connection.call("org.example.test.Echo", Fixture.Text(text: "hi"), as: Fixture.Text.self)
            }
        }
    }

    @Test func waitsForWhatTakesLongWhereTheServiceIsThere() async throws {
        try await withServer { path, _ in
            let text = try await VarlinkClient.withConnection(
                to: "unix:\(path)",
                patience: Patience(quiet: .milliseconds(20), answer: .seconds(30))
            ) { connection in
                try await Task.sleep(for: .milliseconds(300))
                return try await connection.call(
                    "org.example.test.Echo",
                    Fixture.Text(text: "hi"),
                    as: Fixture.Text.self
                ).text
            }
            #expect(text == "hi")
        }
    }
}
