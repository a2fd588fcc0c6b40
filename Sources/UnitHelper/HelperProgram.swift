import Glibc
import Systemd

/// `vcd-helper`: the one-shots of vcd's units. Their input is one word, root's configuration and fixed places.
///
/// It stays on the main thread: some of these units may set no priorities, and libdispatch's workers would complain of it.
@MainActor
public enum HelperProgram {
    /// - Parameter arguments: the program's own name first.
    /// - Returns: the code to leave with.
    public static func run(_ arguments: [String]) async -> Int32 {
        umask(0o077)
        do throws(HelperError) {
            try await perform(arguments.dropFirst())
            return 0
        } catch {
            Notify.status(error.message)
            StandardError.say(.error, "\(error.message) \(error.remedy)")
            return error.exit.rawValue
        }
    }

    private static func perform(_ words: ArraySlice<String>) async throws(HelperError) {
        switch words.first {
        case "configure": try ConfigurationTakeover().run()
        case "home-up": try Home().up()
        case "home-down": try Home().down()
        case "sandbox": try SandboxTrial().run()
        case "scan": try Scan(depth: .visit).run()
        case "scan-everything": try Scan(depth: .everything).run()
        case "search": try Search(isRaw: false).run()
        case "search-raw": try Search(isRaw: true).run()
        case "template-check": try TemplateCare(path: HelperConfiguration.load().client.template).check()
        case "template-show": try TemplateCare(path: HelperConfiguration.load().client.template).show()
        case "template-set": try TemplateCare(path: HelperConfiguration.load().client.template).set()
        case "announce": try TicketCall().announce()
        case "wake": try WakeAlarm().set()
        case "network": try NetworkKeeper().run()
        case "uplink": try Uplink().run()
        case "check": try CheckUnit().run()
        case "check-here": try CheckHere().run()
        case "probe":
            let rest = words.dropFirst()
            try await ProbeCommand(rest.first ?? "", configuration: rest.dropFirst().first).run()
        case let other:
            throw HelperError(
                "'\(other ?? "")' is no subcommand.",
                remedy:
                    "Allowed are configure, home-up, home-down, sandbox, scan, scan-everything, search, search-raw, "
                    + "template-check, "
                    + "template-show, template-set, announce, wake, network, uplink, check, check-here and probe; they are for "
                    + "vcd's units."
            )
        }
    }
}
