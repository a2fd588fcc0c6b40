import Foundation
import FuzzProperties
import Testing

/// What libFuzzer found worth keeping of each reader (`Tests/Fuzz/corpus`): it is read as it must be at each commit.
struct CorpusTests {
    private static let corpus = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fuzz/corpus")

    @Test(arguments: FuzzTarget.allCases)
    func whatIsKeptIsReadAsItMustBe(by target: FuzzTarget) throws {
        let inputs = try FileManager.default.contentsOfDirectory(
            at: Self.corpus.appending(path: target.rawValue),
            includingPropertiesForKeys: nil
        )
        // An empty folder would prove nothing.
        #expect(inputs.count >= 32)
        for input in inputs {
            let bytes = [UInt8](try Data(contentsOf: input))
            do {
                try target.take(bytes)
            } catch {
                Issue.record("\(target.rawValue)/\(input.lastPathComponent): \(error)")
            }
        }
    }
}
