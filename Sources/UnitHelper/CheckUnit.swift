import FoundationEssentials
import Glibc
import ProcFS
import StationCore
import Systemd
import UnitMessages

/// `check`: looks at what vcd asks for, by root's configuration, in a unit without privilege. The report has the unit's
/// invocation on its first line and a result on each further one.
struct CheckUnit {
    private static let mostBytes = 4_096

    func run() throws(HelperError) {
        guard let invocation = getenv("INVOCATION_ID") else {
            throw HelperError("INVOCATION_ID is not set.", remedy: "Let systemd run it: 'vcctl check'.")
        }
        guard let note = ShortFile.read(Places.checkOrder, atMost: Self.mostBytes),
            let request = try? JSONDecoder().decode(CheckRequest.self, from: Data(note))
        else { throw HelperError("\(Places.checkOrder) holds no order.", remedy: "Check again: 'vcctl check'.") }
        let settings = CheckSettings(try HelperConfiguration.load(), state: Places.state)
        // The folder is this account's own, and vcd reads what is below its name only.
        unlink(Places.checkReport)
        let report = open(Places.checkReport, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard report >= 0, fchmod(report, 0o640) == 0 else { throw .system("\(Places.checkReport) cannot be written") }
        defer { close(report) }
        try append(Array("\(String(cString: invocation))\n".utf8), to: report)
        var count = 0
        try CheckRun(order: CheckOrder(request.task, settings, version: request.version), hasReader: false) {
            (result: CheckResult) throws(HelperError) in
            try append(try CheckLine.encoded(result), to: report)
            count += 1
            // Has systemd tell vcd that there is something new to read.
            Notify.status("\(count) of \(request.task.names.count)")
        }.run()
    }

    private func append(_ bytes: [UInt8], to file: Int32) throws(HelperError) {
        guard write(file, bytes, bytes.count) == bytes.count else {
            throw .system("\(Places.checkReport) cannot be written")
        }
    }
}

/// `check-here`: the same for the embedded host. The order comes from standard input, the results go to standard output.
struct CheckHere {
    func run() throws(HelperError) {
        guard let order = CheckOrder.fromStandardInput else {
            throw HelperError("standard input holds no order.", remedy: "Let vcd run it: 'vcctl check'.")
        }
        try CheckRun(order: order, hasReader: true) { (result: CheckResult) throws(HelperError) in
            let line = try CheckLine.encoded(result)
            guard write(STDOUT_FILENO, line, line.count) == line.count else {
                throw .system("the results cannot be written")
            }
        }.run()
    }
}

extension CheckOrder {
    /// The order as JSON; nil where standard input holds none.
    static var fromStandardInput: CheckOrder? {
        var input: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 4_096)
        while input.count < 1 << 16 {
            let count = read(STDIN_FILENO, &bytes, bytes.count)
            if count <= 0 { break }
            input += bytes.prefix(count)
        }
        return try? JSONDecoder().decode(CheckOrder.self, from: Data(input))
    }
}

/// A result as one line of JSON.
enum CheckLine {
    static func encoded(_ result: CheckResult) throws(HelperError) -> [UInt8] {
        guard let line = try? JSONEncoder().encode(result) else {
            throw HelperError("a result cannot be written.", remedy: "The administrator installs vcd again.")
        }
        return Array(line) + [UInt8(ascii: "\n")]
    }
}
