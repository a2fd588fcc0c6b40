import ProcFS
import Glibc
import StationCore

/// The probes of `vcctl check`, in their plain form: is each part there that a visit needs?
struct Checks {
    let configuration: Configuration
    let seat: String
    /// Whether visits can be kept apart: by what they are, or why not.
    let isolation: @Sendable () async throws(HostError) -> String

    private struct Verdict {
        let verdict: CheckResult.Verdict
        let detail: String
        let remedy: String?

        static func pass(_ detail: String) -> Verdict { Verdict(verdict: .pass, detail: detail, remedy: nil) }
        static func fail(_ detail: String, _ remedy: String) -> Verdict {
            Verdict(verdict: .fail, detail: detail, remedy: remedy)
        }
        /// A part whose lack matters only where the configuration requires it.
        static func lacks(_ detail: String, _ remedy: String, isRequired: Bool) -> Verdict {
            Verdict(verdict: isRequired ? .fail : .warn, detail: detail, remedy: remedy)
        }
    }

    func results() async -> [CheckResult] {
        var results: [CheckResult] = []
        for name in CheckName.allCases {
            let clock = ContinuousClock()
            let begin = clock.now
            let verdict = await probe(name)
            results.append(
                CheckResult(
                    name: name.rawValue,
                    verdict: verdict.verdict,
                    detail: verdict.detail,
                    remedy: verdict.remedy,
                    duration: clock.now - begin
                )
            )
        }
        return results
    }

    private func probe(_ name: CheckName) async -> Verdict {
        let isRequired = configuration.checks.required.contains(name.rawValue)
        switch name {
        case .client: return client()
        case .template: return template()
        case .sandbox: return await sandbox()
        case .display: return display()
        case .memory: return memory()
        case .camera:
            let cameras = DirectoryListing.names(in: "/dev").filter { $0.hasPrefix("video") }
            return cameras.isEmpty
                ? .lacks("no camera found", "Plug the camera in, then check again.", isRequired: isRequired)
                : .pass("found \(cameras.sorted().joined(separator: ", "))")
        case .sound:
            let devices = DirectoryListing.names(in: "/dev/snd").filter { $0.hasPrefix("pcm") }
            return devices.isEmpty
                ? .lacks("no sound device found", "Plug the headset in, then check again.", isRequired: isRequired)
                : .pass("found \(devices.count) sound devices")
        case .network: return network(isRequired: isRequired)
        case .privacy: return privacy(isRequired: isRequired)
        }
    }

    private func client() -> Verdict {
        guard let program = configuration.client.command.first else {
            return .fail("no call program is configured", "The administrator sets [client] command in vcd.toml.")
        }
        let places =
            program.contains("/")
            ? [program] : ["/usr/local/bin", "/usr/bin", "/bin", "/usr/games"].map { "\($0)/\(program)" }
        guard let found = places.first(where: { access($0, X_OK) == 0 }) else {
            return .fail(
                "'\(program)' is not installed",
                "The administrator installs it, or corrects [client] command."
            )
        }
        guard access(seat, X_OK) == 0 else {
            return .fail("vcd-seat is missing", "The administrator installs vcd again.")
        }
        return .pass(found)
    }

    private func template() -> Verdict {
        guard let path = configuration.client.template else { return .pass("none: visits begin with an empty home") }
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            return .fail("\(path) does not exist", "The administrator makes it, or corrects [client] template.")
        }
        return .pass(path)
    }

    private func sandbox() async -> Verdict {
        do throws(HostError) {
            return .pass(try await isolation())
        } catch {
            return .fail(error.message, error.remedy)
        }
    }

    private func display() -> Verdict {
        let (program, package): (String, String)
        switch configuration.client.display {
        case .none: return .pass("none is configured")
        case .inherit:
            let isThere = getenv("DISPLAY") != nil || getenv("WAYLAND_DISPLAY") != nil
            return isThere
                ? .pass("the one vcd was started on")
                : .fail("vcd was started without a screen", "Start vcd on the desktop, or set [client] display.")
        case .xvfb: (program, package) = ("/usr/bin/Xvfb", "xvfb")
        case .cage: (program, package) = ("/usr/bin/cage", "cage")
        }
        return access(program, X_OK) == 0
            ? .pass(program) : .fail("\(program) is missing", "The administrator installs the package \(package).")
    }

    private func memory() -> Verdict {
        let available = ProcessTable.read("/proc/meminfo").split(separator: "\n")
            .first { $0.hasPrefix("MemAvailable:") }
            .flatMap { $0.split(separator: " ").dropFirst().first }
            .flatMap { Int64($0) }
        guard let available else { return .fail("/proc/meminfo cannot be read", "Restart the PC.") }
        let megabytes = available / 1_024
        let wanted = configuration.home.size >> 20
        return megabytes >= wanted
            ? .pass("\(megabytes) MB free, a home may take \(wanted) MB")
            : .fail(
                "only \(megabytes) MB free, a home may take \(wanted) MB",
                "Close other programs, or restart the PC."
            )
    }

    private func privacy(isRequired: Bool) -> Verdict {
        let concerns = PrivacyCheck().concerns()
        guard !concerns.isEmpty else { return .pass("nothing keeps a visit's memory longer than the visit") }
        return .lacks(
            concerns.map(\.detail).joined(separator: "; "),
            concerns.map(\.remedy).joined(separator: " "),
            isRequired: isRequired
        )
    }

    private func network(isRequired: Bool) -> Verdict {
        let up = DirectoryListing.names(in: "/sys/class/net").filter { name in
            name != "lo" && ProcessTable.read("/sys/class/net/\(name)/operstate").hasPrefix("up")
        }
        return up.isEmpty
            ? .lacks("no network is connected", "Check the network cable, then check again.", isRequired: isRequired)
            : .pass("\(up.sorted().joined(separator: ", ")) is up")
    }
}
