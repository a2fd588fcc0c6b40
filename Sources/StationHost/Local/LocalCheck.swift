import FoundationEssentials
import Glibc
import StationCore
import Subprocess
import SystemPackage

/// One run of vcd-helper that looks at the parts: processes of its own, since what they open may hang.
struct LocalCheck {
    let program: String
    let order: CheckOrder

    private static let errorLimit = 1 << 14

    /// Runs it to its end. Cancelled, it kills it; its probes die with it.
    ///
    /// - Parameter hear: each result as it comes.
    /// - Returns: why there are no more results, where it did not end well.
    func run(_ hear: @escaping @Sendable (CheckResult) -> Void) async -> String? {
        do {
            let json = String(decoding: try JSONEncoder().encode(order), as: UTF8.self)
            let result = try await Subprocess.run(
                .path(FilePath(program)),
                arguments: ["check-here"],
                workingDirectory: "/",
                input: .string(json),
                output: .sequence,
                error: .string(limit: Self.errorLimit)
            ) { execution in
                for try await line in execution.standardOutput.strings() {
                    if let result = try? JSONDecoder().decode(CheckResult.self, from: Data(line.utf8)) { hear(result) }
                }
            }
            if result.terminationStatus.isSuccess { return nil }
            return result.standardError.split(whereSeparator: \.isNewline).last.map(String.init)
                ?? "\(result.terminationStatus)"
        } catch {
            return "\(error)"
        }
    }
}
