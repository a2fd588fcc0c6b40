import Glibc
import VisitSeat

exit(SeatProgram.run(CommandLine.arguments))
