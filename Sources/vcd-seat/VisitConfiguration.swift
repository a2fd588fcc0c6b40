import FoundationEssentials
import Glibc
import StationConfig
import StationCore

/// The configuration as a visit gets it. What runs in the visit has no business in its folder and does not see it
/// (InaccessiblePaths= of vcd-visit.service): systemd has opened it as the seat's standard input, which the seat gives
/// up before it starts anything.
enum VisitConfiguration {
    /// Names below an open folder are looked up in it, wherever it is mounted (proc_pid_fd(5)).
    private static let folder = "/proc/self/fd/\(STDIN_FILENO)"
    private static let seen = "/etc/vcd"

    /// - Throws: ``Failure`` where it is not to be had.
    static func take() throws(Failure) -> Configuration {
        defer { giveUpFolder() }
        do {
            return try ConfigurationLoader.load(file: "\(folder)/vcd.toml")
        } catch {
            throw Failure(message: "\(error)".replacing(folder, with: seen))
        }
    }

    struct Failure: Error, CustomStringConvertible {
        let message: String
        var description: String { message }
    }

    private static func giveUpFolder() {
        let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
        if nothing >= 0 {
            dup2(nothing, STDIN_FILENO)
            close(nothing)
        } else {
            close(STDIN_FILENO)
        }
    }
}
