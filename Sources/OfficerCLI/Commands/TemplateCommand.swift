import ArgumentParser
import FoundationEssentials
import Glibc
import StationAPI
import Varlink

struct TemplateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template",
        abstract: "Show, verify or accept what visits' homes begin with (templat)."
    )

    enum Action: String, ExpressibleByArgument, CaseIterable {
        case show, verify, set
    }

    @Argument(help: "What to do; 'verify' fails when it is not the accepted one, 'set' accepts it.")
    var action = Action.show

    @Flag(help: "Accept without asking.")
    var yes = false

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.run { station, words in
            let seen = try await station.template(printing: action != .set)
            switch action {
            case .show: show(seen, words)
            case .verify:
                show(seen, words)
                if let template = seen.template, !template.isAccepted { throw ExitCode(EX_IOERR) }
            case .set: try await accept(seen, station, words)
            }
        }
    }

    private func show(_ seen: API.GetTemplate.Reply, _ words: Words) {
        guard !common.json else { return }
        if seen.template == nil, seen.staged == nil { printLine(words.noTemplateConfigured) }
        if let template = seen.template { printLine(words.template(template)) }
        if let staged = seen.staged { printLine(words.staged(staged)) }
    }

    private func accept(_ seen: API.GetTemplate.Reply, _ station: Station, _ words: Words) async throws {
        guard let template = seen.staged ?? seen.template else {
            if !common.json { printLine(words.noTemplateConfigured) }
            throw ExitCode(EX_DATAERR)
        }
        show(seen, words)
        if !common.json, !yes, Terminal.canAsk, !Terminal.ask(words.askToAccept(template), yes: Words.yes) {
            return printLine(words.leftAlone)
        }
        guard let reply = try await station.call(API.AcceptTemplate.self, .init(digest: template.digest)) else {
            return
        }
        printLine(words.templateAccepted(template, reply.status))
    }
}

extension Station {
    /// What the officer sees, also with `--json`; that prints it as it came.
    fileprivate func template(printing: Bool) async throws -> API.GetTemplate.Reply {
        let raw: JSONValue = try await connection.call(API.GetTemplate.fullName, API.Nothing())
        if isJSON, printing { printLine(raw.line) }
        return try JSONDecoder().decode(API.GetTemplate.Reply.self, from: Data(raw.line.utf8))
    }
}
