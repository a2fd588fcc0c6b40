import ArgumentParser
import Glibc
import StationAPI

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the parts that a visit needs (periksa peralatan)."
    )

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.run { station, words in
            guard let reply = try await station.call(API.Check.self, .init()) else { return }
            for check in reply.checks { printLine(words.check(check)) }
            if reply.checks.contains(where: { $0.verdict == .fail }) { throw ExitCode(EX_SOFTWARE) }
        }
    }
}
