import Glibc
import ProcFS
import StationCore
import Subprocess

/// What the scan plants itself before it looks, as a visit would leave it: a file in each shared folder, and a process.
struct ScanDecoy {
    let paths: Set<String>

    /// - Throws: `scanFailed` when one can't be planted; then none stays.
    init(name: String, in folders: [String]) throws(HostError) {
        for folder in folders { Self.sweep(folder) }
        var planted: Set<String> = []
        for folder in folders where access(folder, W_OK) == 0 {
            let path = "\(folder)/\(name)"
            // An earlier scan that was killed may have left its own.
            unlink(path)
            let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
            guard file >= 0 else {
                let reason = String(cString: strerror(errno))
                for path in planted { unlink(path) }
                throw HostError(
                    .scanFailed,
                    message: "The scan cannot prove that it sees: its decoy \(path) could not be planted: \(reason).",
                    remedy: "The administrator makes room in \(folder), then 'vcctl wipe'."
                )
            }
            close(file)
            planted.insert(path)
        }
        paths = planted
    }

    /// How old another station's decoy has to be for its scan to be long over.
    private static let stale = 600
    static let suffix = ".decoy"

    /// Removes what scans of other stations of this account left, whose station is gone and looks no more: empty files of
    /// such a name.
    private static func sweep(_ folder: String) {
        for name in DirectoryListing.names(in: folder) where name.hasPrefix("vcd-") && name.hasSuffix(suffix) {
            var status = stat()
            let path = "\(folder)/\(name)"
            guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size == 0,
                status.st_uid == geteuid(), status.st_mtim.tv_sec < time(nil) - stale
            else { continue }
            unlink(path)
        }
    }

    /// Runs `body` while a process runs that looks like one of a visit.
    func withProcess<Result: Sendable>(
        mark: String,
        _ body: (pid_t) throws -> Result
    ) async throws -> Result {
        // What it says back proves that it runs: right after an exec the environment can't be read yet.
        try await Subprocess.run(
            .path("/bin/cat"),
            environment: .custom(["VCD_STATION": mark]),
            input: .inputWriter,
            output: .sequence,
            error: .discarded
        ) { execution in
            _ = try await execution.standardInputWriter.write("here\n")
            for try await _ in execution.standardOutput.strings() { break }
            defer { try? execution.send(signal: .kill) }
            return try body(execution.processIdentifier.value)
        }.closureResult
    }

    func remove() { for path in paths { unlink(path) } }
}
