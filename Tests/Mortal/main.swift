import Glibc
import StationDaemon

// vcd as it ships, but for what a test names in VCD_FAULT: there it ends itself.
let file = getenv("VCD_FAULT").map { String(cString: $0) }
await VcdCommand.execute(hook: file.map { FaultInjection(file: $0).hook })
