import Glibc
import UnitMessages

/// What `vcd-seat` is, by its first word: `unit` is the main process of a visit in vcd-visit.service, `waiting
/// [CONFIGURATION]` that of the waiting screen in vcd-waiting.service, and `screen visit` and `screen waiting` those of the
/// screens that both draw on; with no word it is that of a visit in the embedded host's sandbox.
public enum SeatProgram {
    /// - Parameter arguments: the program's own name first.
    /// - Returns: the code to leave with.
    public static func run(_ arguments: [String]) -> Int32 {
        signal(SIGPIPE, SIG_IGN)
        let words = arguments.dropFirst()
        switch words.first {
        case "unit": return UnitSeat().run()
        case "waiting": return WaitingScreen(configuration: words.dropFirst().first).run()
        case "screen":
            guard let client = words.dropFirst().first.flatMap(ScreenUnit.Client.init) else { return EX_USAGE }
            return ScreenUnit(for: client).run()
        case nil, .some: return Seat().run()
        }
    }
}
