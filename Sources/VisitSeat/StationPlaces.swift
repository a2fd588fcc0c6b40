import FoundationEssentials
import Glibc
import StationConfig
import StationCore
import Systemd
import UnitMessages

/// What the seat needs of the PC and the visit is not to reach: the configuration's folder, and the service manager's
/// socket. systemd has opened the PC's root as the seat's standard input, which the seat gives up before it starts
/// anything.
struct StationPlaces {
    /// Names below an open folder are looked up in it, as it is mounted there (proc_pid_fd(5)).
    private static let root = "/proc/self/fd/\(STDIN_FILENO)"

    /// nil where there is none.
    var manager: NotifySocket? { NotifySocket(below: Self.root) }

    /// - Throws: ``Failure`` where it is not to be had.
    func configuration() throws(Failure) -> Configuration {
        do {
            return try ConfigurationLoader.load(inForceUnless: nil, below: Self.root)
        } catch {
            throw Failure(message: "\(error)".replacing(Self.root, with: ""))
        }
    }

    struct Failure: Error, CustomStringConvertible {
        let message: String
        var description: String { message }
    }

    /// From now on nothing of it can be reached.
    func giveUp() {
        let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
        if nothing >= 0 {
            dup2(nothing, STDIN_FILENO)
            close(nothing)
        } else {
            close(STDIN_FILENO)
        }
    }
}
