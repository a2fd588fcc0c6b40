import Glibc
import TestSupport

/// A small file system of a test's own.
struct MountedDisk {
    private let folder: TemporaryFolder
    var path: String { folder.path }

    private struct Failed: Error {}

    /// Whether this account may mount: root in a container often may not.
    static let isAllowed: Bool = {
        guard let disk = try? MountedDisk(options: "size=1m") else { return false }
        disk.remove()
        return true
    }()

    init(options: String) throws {
        folder = try TemporaryFolder()
        guard Self.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.path]) else {
            folder.remove()
            throw Failed()
        }
    }

    /// Writes until nothing more goes in.
    func fill() throws {
        // What another test starts meanwhile would hold it open, and the disk could not be made read-only.
        guard let file = fopen("\(path)/filler", "we") else { throw Failed() }
        let bytes = [UInt8](repeating: 1, count: 1 << 16)
        for _ in 0..<256 where fwrite(bytes, 1, bytes.count, file) < bytes.count { break }
        fclose(file)
    }

    func makeReadOnly() throws {
        guard Self.run(["mount", "-o", "remount,ro", path]) else { throw Failed() }
    }

    func remove() {
        _ = Self.run(["umount", path])
        folder.remove()
    }

    private static func run(_ command: [String]) -> Bool {
        var arguments = command.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var pid: pid_t = 0
        guard posix_spawnp(&pid, command[0], nil, nil, &arguments, environ) == 0 else { return false }
        var status: Int32 = 0
        return waitpid(pid, &status, 0) == pid && status == 0
    }
}
