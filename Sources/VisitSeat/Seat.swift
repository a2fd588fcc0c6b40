import CLinux
import FoundationEssentials
import Glibc
import SeatMessages
import UnitMessages

/// The seat in the embedded host's sandbox: fills the home, starts display and client, and ends them when it is told
/// to, or when vcd is gone.
struct Seat {
    private let input = LineReader(descriptor: STDIN_FILENO)

    /// - Returns: the seat's exit status.
    func run() -> Int32 {
        guard let line = input.next(), let order = try? JSONDecoder().decode(SeatOrder.self, from: Data(line)) else {
            report(.failed(SeatFailure(cause: .client, message: "No order came from vcd.")))
            return 64
        }
        do {
            if let template = order.template { try fillHome(from: template) }
            PrivateFolders.make()
            try SystemCallFilter(setsSound: order.session.needsPipeWire).load()
            let occasion: Session.Occasion
            switch order.purpose {
            case .call(let address): occasion = .call(address: address)
            case .trial(let limit): occasion = .trial(within: .milliseconds(limit))
            case .drill(let seed): return drill(seed)
            }
            var session = try Session.start(order.session, for: occasion)
            defer { session.stop() }
            report(.started)
            report(session.run(by: .lines(input)) { report(.sees($0)) })
            return 0
        } catch {
            report(.failed(error))
            return 70
        }
    }

    /// Plants, and holds what it planted until it is asked to end.
    private func drill(_ masked: String) -> Int32 {
        guard let seed = DrillSeed(masked: masked) else {
            report(.failed(SeatFailure(cause: .client, message: "No seed for the drill came from vcd.")))
            return 64
        }
        let decoy = DrillDecoy(seed: seed)
        report(.planted(decoy.plant().text))
        report(.started)
        _ = input.next()
        withExtendedLifetime(decoy) {}
        report(.exited(status: EXIT_SUCCESS))
        return 0
    }

    private func fillHome(from template: String) throws(SeatFailure) {
        guard let home = getenv("HOME") else {
            throw SeatFailure(cause: .template, message: "HOME is not set.")
        }
        try TemplateCopy.copy(from: template, to: String(cString: home))
    }

    private func report(_ report: SeatReport) {
        guard var line = try? JSONEncoder().encode(report) else { return }
        line.append(UInt8(ascii: "\n"))
        line.withUnsafeBytes { _ = write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }
}

extension SeatFailure: Error {}

/// Reads lines from a descriptor, byte by byte: there is one, and what follows it is only waited for.
struct LineReader {
    private static let longest = 1 << 20
    let descriptor: Int32

    func next() -> [UInt8]? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while line.count < Self.longest, read(descriptor, &byte, 1) == 1 {
            if byte == UInt8(ascii: "\n") { return line }
            line.append(byte)
        }
        return nil
    }
}
