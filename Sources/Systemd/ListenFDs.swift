import CSystemd
import Glibc

/// The sockets that the service manager opened for the daemon (sd_listen_fds(3)).
public enum ListenFDs {
    /// The listening Unix stream sockets among what was passed, in their order. Call it once: the environment that
    /// tells of them is cleared, so that no child takes them for its own.
    public static func take() -> [Int32] {
        let count = sd_listen_fds(1)
        guard count > 0 else { return [] }
        let first = Int32(SD_LISTEN_FDS_START)
        return (first..<first + count).filter { sd_is_socket($0, AF_UNIX, Int32(SOCK_STREAM.rawValue), 1) > 0 }
    }
}
