import Glibc
import Subprocess
import SystemPackage
import UnitMessages

/// A copy of the station's record, made without the daemon: also of a station that doesn't run.
///
/// What reads the record is vcd's own program, under vcd's account; what writes the copy is this one, under the caller's.
struct LedgerBackup {
    enum Failure: Error, Hashable {
        case exists(String)
        case unwritable(String, reason: String)
        /// The program that reads it isn't there.
        case noProgram(String)
        case noLedger(String)
        case forbidden(String)
        case unreadable(String, reason: String)
    }

    let ledger: String
    let file: String

    private static let said = 1 << 12

    /// The copy gets its name when it is whole and on the disk; until then it has another, and is removed where it fails.
    ///
    /// - Returns: how many bytes it has.
    func make() async throws(Failure) -> Int {
        var status = stat()
        guard lstat(file, &status) != 0 else { throw .exists(file) }
        let draft = "\(file).part-\(getpid())"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw unwritable() }
        // It takes less than a second, and must not end half done.
        for number in [SIGINT, SIGHUP, SIGTERM] { signal(number, SIG_IGN) }
        defer {
            close(descriptor)
            unlink(draft)
        }
        try await copy(to: descriptor)
        guard fstat(descriptor, &status) == 0, fsync(descriptor) == 0 else { throw unwritable() }
        try name(draft)
        return Int(status.st_size)
    }

    private func copy(to descriptor: Int32) async throws(Failure) {
        let program = ThisPC.ownProgram("vcd") ?? ThisPC.packageFolder + "vcd"
        let said: String
        let end: TerminationStatus
        do {
            let result = try await Subprocess.run(
                .path(FilePath(program)),
                arguments: ["--copy-ledger", ledger],
                environment: .custom(["PATH": "/usr/bin:/bin"]),
                workingDirectory: "/",
                output: .fileDescriptor(FileDescriptor(rawValue: descriptor), closeAfterSpawningProcess: false),
                error: .string(limit: Self.said)
            )
            end = result.terminationStatus
            said = result.standardError.split(whereSeparator: \.isNewline).last.map(String.init) ?? "\(end)"
        } catch {
            throw .noProgram(program)
        }
        switch end {
        case .exited(0): return
        case .exited(EX_NOINPUT): throw .noLedger(ledger)
        case .exited(EX_NOPERM): throw .forbidden(ledger)
        case .exited(EX_CANTCREAT): throw .unwritable(file, reason: said)
        default: throw .unreadable(ledger, reason: said)
        }
    }

    private func name(_ draft: String) throws(Failure) {
        if link(draft, file) != 0 {
            switch errno {
            case EEXIST: throw .exists(file)
            case EPERM, EOPNOTSUPP:
                // A stick's file system has no second names.
                guard access(file, F_OK) != 0 else { throw .exists(file) }
                guard rename(draft, file) == 0 else { throw unwritable() }
            default: throw unwritable()
            }
        }
        let folder = open(
            file.lastIndex(of: "/").map { String(file[...$0]) } ?? ".",
            O_RDONLY | O_DIRECTORY | O_CLOEXEC
        )
        defer { close(folder) }
        // Some file systems have nothing to say of a folder.
        guard folder >= 0, fsync(folder) == 0 || errno == EINVAL else { throw unwritable() }
    }

    private func unwritable() -> Failure { .unwritable(file, reason: String(cString: strerror(errno))) }
}

extension CommonOptions {
    /// The record of the station that this command means: it stands beside the embedded host's socket.
    var ledger: String {
        let socket = String(address.dropFirst("unix:".count))
        guard socket != Places.control else { return Places.ledger }
        return (socket.lastIndex(of: "/").map { String(socket[...$0]) } ?? "") + "ledger.db"
    }
}
