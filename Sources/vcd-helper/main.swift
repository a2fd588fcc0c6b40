import Glibc
import UnitHelper

exit(await HelperProgram.run(CommandLine.arguments))
