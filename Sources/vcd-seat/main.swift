import Glibc

// The main process of a visit: `vcd-seat unit` in vcd-visit.service, `vcd-seat` in the embedded host's sandbox.
signal(SIGPIPE, SIG_IGN)
exit(CommandLine.arguments.dropFirst() == ["unit"] ? UnitSeat().run() : Seat().run())
