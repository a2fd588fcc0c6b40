import Glibc
import Varlink

/// How many files vcd may have open at a time (getrlimit(2), RLIMIT_NOFILE): where there are too few, it would end in the
/// middle of its work.
enum OpenFileLimit {
    /// A connection takes one; the rest is for the ledger, the host, the probes and what is started.
    static let needed = rlim_t(VarlinkServer.Limits().maxConnections + 128)

    private static let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)

    /// Raises the limit where it is this process's own to raise.
    ///
    /// - Throws: where it stays too low.
    static func require() throws(StartError) {
        var limit = rlimit()
        guard getrlimit(kind, &limit) == 0, limit.rlim_cur < needed else { return }
        let soft = limit.rlim_cur
        if limit.rlim_max >= needed {
            limit.rlim_cur = needed
            if setrlimit(kind, &limit) == 0 { return }
        }
        throw StartError(
            "vcd may have \(soft) files open at a time (hard limit \(limit.rlim_max)), and needs \(needed).",
            remedy:
                "The administrator takes LimitNOFILE= out of vcd.service, or sets \(needed) or more ('systemctl edit "
                + "vcd.service'); for 'vcd --local' it is 'ulimit -n \(needed)'.",
            exitCode: 78
        )
    }
}
