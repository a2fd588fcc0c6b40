import ArgumentParser
import StationAPI

struct SlotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slot",
        abstract: "Show the fair share of the time that is left, accept it, or go back (pembagian waktu)."
    )

    @Flag(help: "Give the following visits the fair share.")
    var accept = false

    @Flag(help: "Give the following visits their normal length again.")
    var normal = false

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if accept, normal { throw ValidationError("--accept and --normal exclude each other.") }
    }

    func run() async throws {
        try await common.run { station, words in
            guard accept || normal else {
                guard let reply = try await station.call(API.GetStatus.self, .init()) else { return }
                for line in words.slot(reply.status.today.slot) { printLine(line) }
                return
            }
            guard let reply = try await station.call(API.AcceptSlot.self, .init(accept: accept)) else { return }
            printLine(accept ? words.slotAccepted(reply.slot) : words.slotNormal)
        }
    }
}
