import CLinux
import Glibc
import Probes
import StationConfig
import StationCore
import UnitMessages

/// Looks at one part of the station: a process of its own, which may hang and crash. The result goes to standard
/// output, one line.
struct ProbeCommand {
    private let name: CheckName
    private let order: CheckOrder

    /// - Parameter configuration: a configuration to go by, for an administrator who tries one probe; nil where the
    ///   order comes from standard input.
    init(_ name: String, configuration: String?) throws(HelperError) {
        guard let name = CheckName(rawValue: name), name.place == .probe else {
            let allowed = CheckName.allCases.filter { $0.place == .probe }.map(\.rawValue).joined(separator: ", ")
            throw HelperError("'\(name)' is no probe.", remedy: "Allowed are \(allowed).")
        }
        self.name = name
        if let configuration {
            let settings = CheckSettings(try HelperConfiguration.load(configuration), state: Places.state)
            order = CheckOrder(CheckTask([name], .full), settings, version: Version.current)
        } else if let order = CheckOrder.fromStandardInput {
            self.order = order
        } else {
            throw HelperError("standard input holds no order.", remedy: "Let vcd run it: 'vcctl check'.")
        }
    }

    func run() async throws(HelperError) {
        _ = vcd_die_with_parent()
        guard let probe = Probes.probe(name, order) else { return }
        let clock = ContinuousClock()
        let begin = clock.now
        let finding = await probe.look(order.task.depth)
        let line = try CheckLine.encoded(CheckResult(name, finding, duration: clock.now - begin))
        _ = write(STDOUT_FILENO, line, line.count)
    }
}
