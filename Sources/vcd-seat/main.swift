import Glibc
import UnitMessages

// The main process of a visit: `vcd-seat unit` in vcd-visit.service, `vcd-seat` in the embedded host's sandbox; and
// that of the waiting screen: `vcd-seat waiting [CONFIGURATION]` in vcd-waiting.service.
signal(SIGPIPE, SIG_IGN)
let words = CommandLine.arguments.dropFirst()
switch words.first {
case "unit": exit(UnitSeat().run())
case "waiting": exit(WaitingScreen(configuration: words.dropFirst().first ?? Places.configuration).run())
default: exit(Seat().run())
}
