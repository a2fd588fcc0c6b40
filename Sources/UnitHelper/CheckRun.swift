import FoundationEssentials
import Glibc
import StationCore

/// Has each probe look in a process of its own, side by side, and ends those that take too long.
struct CheckRun {
    let order: CheckOrder
    /// Whether standard output is read by who waits for the results.
    let hasReader: Bool
    /// Hears each result as it comes.
    let tell: (CheckResult) throws(HelperError) -> Void

    private static let quickLimit: Duration = .seconds(5)
    private static let poll: Duration = .milliseconds(500)

    func run() throws(HelperError) {
        guard let json = try? JSONEncoder().encode(order) else {
            throw HelperError("the order cannot be written.", remedy: "The administrator installs vcd again.")
        }
        var running: [ProbeProcess] = []
        defer { for probe in running { _ = probe.end() } }
        for name in order.task.names where name.place == .probe {
            if order.task.isVisiting, name.isUsedByVisits {
                try tell(CheckResult(name, .visiting, duration: .zero))
            } else {
                running.append(try ProbeProcess(name, limit: limit(of: name), order: Array(json)))
            }
        }
        while !running.isEmpty { try hear(&running) }
    }

    /// Between two visits somebody waits.
    private func limit(of name: CheckName) -> Duration {
        let limit = order.settings.checks.limit(of: name)
        return switch order.task.depth {
        case .full: limit
        case .quick: min(limit, Self.quickLimit)
        }
    }

    /// Waits for what comes first: a word of a probe, a limit, or that nobody listens any more.
    private func hear(_ running: inout [ProbeProcess]) throws(HelperError) {
        let now = ContinuousClock.now
        let nearest = running.map { $0.limit - (now - $0.began) }.min() ?? .zero
        var descriptors = running.map { pollfd(fd: $0.output, events: Int16(POLLIN), revents: 0) }
        descriptors.append(pollfd(fd: STDOUT_FILENO, events: 0, revents: 0))
        let wait = max(.zero, min(nearest, Self.poll)).wholeMilliseconds + 1
        guard Glibc.poll(&descriptors, nfds_t(descriptors.count), Int32(wait)) >= 0 || errno == EINTR else {
            throw .system("the probes cannot be waited for")
        }
        if hasReader, descriptors[running.count].revents & Int16(POLLERR) != 0 {
            throw HelperError("nobody waits for the results.", remedy: "Check again: 'vcctl check'.")
        }
        let heard = Set(zip(running, descriptors).filter { $1.revents != 0 }.map(\.0.pid))
        var left: [ProbeProcess] = []
        for var probe in running {
            let goesOn = heard.contains(probe.pid) ? probe.listen() : true
            let duration = ContinuousClock.now - probe.began
            if goesOn, duration < probe.limit {
                left.append(probe)
            } else {
                let ending = probe.end()
                try tell(
                    (try? JSONDecoder().decode(CheckResult.self, from: Data(probe.said)))
                        ?? CheckResult(
                            probe.name,
                            goesOn ? .unanswered(probe.name, within: probe.limit) : .died(ending),
                            duration: duration
                        )
                )
            }
        }
        running = left
    }
}

extension CheckFinding {
    static let visiting = CheckFinding.skipped(LocalText("the running visit uses it", "sedang dipakai kunjungan"))

    /// - Parameter how: in a few words; nil where it is not known.
    static func died(_ how: String?) -> CheckFinding {
        .fail(
            LocalText("the probe ended by itself (\(how ?? "unknown"))", "pemeriksaan berhenti (\(how ?? "unknown"))"),
            LocalText(
                "Check again. If it happens again, the administrator looks at 'journalctl -u vcd-check'.",
                "Periksa lagi. Jika terulang, administrator melihat 'journalctl -u vcd-check'."
            )
        )
    }
}
