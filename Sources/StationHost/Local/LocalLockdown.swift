import Glibc
import Lockdown
import ProcFS
import StationCore

/// The policies of the call program's browser, laid into the sandbox where the browser looks for them.
struct LocalLockdown {
    private static let etc = "/etc"

    private let file: PolicyFile
    /// The folder that holds the file, readable by the client's account.
    private let source: String

    /// Writes the policies below the station's root, or below /run where the account can't come to that.
    ///
    /// - Returns: nil where the configuration names no browser.
    init?(_ configuration: Configuration, paths: LocalPaths, account: ClientAccount) throws(HostError) {
        guard let browser = configuration.client.browser else { return nil }
        file = PolicyFile(browser)
        let top = account.isDropped && !account.canRead(paths.root) ? "/run/vcd-lockdown-\(paths.mark)" : paths.lockdown
        source = "\(top)/\(file.folder)"
        for folder in [top, source] where mkdir(folder, 0o755) != 0 {
            guard errno == EEXIST, Self.isOwnFolder(folder) else { throw Self.failure("\(folder) cannot be made") }
        }
        guard let made = try? file.files(of: configuration) else { throw Self.failure("they cannot be made") }
        guard chmod(top, 0o755) == 0, chmod(source, 0o755) == 0 else {
            throw Self.failure("\(source) cannot be opened to the call program")
        }
        for each in made.files { try Self.write(each.text, to: each.name, in: source) }
    }

    private static func write(_ text: String, to name: String, in folder: String) throws(HostError) {
        let fresh = "\(folder)/.\(name).new"
        unlink(fresh)
        let target = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard target >= 0 else { throw failure("\(fresh) cannot be written") }
        defer { close(target) }
        let bytes = Array(text.utf8)
        guard fchmod(target, 0o644) == 0, Glibc.write(target, bytes, bytes.count) == bytes.count,
            rename(fresh, "\(folder)/\(name)") == 0
        else { throw failure("\(folder)/\(name) cannot be written") }
    }

    /// bwrap's arguments. A mount needs a folder to be on, and the host's /etc is read-only: where one is missing,
    /// the folder above is made anew in memory, with all that is in it bound into the new one.
    var arguments: [String] {
        var present = file.place
        while access(present, F_OK) != 0 {
            present = String(present[..<(present.lastIndex(of: "/") ?? present.endIndex)])
        }
        guard present != file.place, present.hasPrefix(Self.etc) else { return ["--ro-bind", source, file.place] }
        var list = ["--perms", "0755", "--tmpfs", present]
        for name in DirectoryListing.names(in: present).sorted() {
            let entry = "\(present)/\(name)"
            if let target = Self.symbolicLink(entry) {
                list += ["--symlink", target, entry]
            } else {
                list += ["--ro-bind-try", entry, entry]
            }
        }
        return list + ["--ro-bind", source, file.place, "--remount-ro", present]
    }

    private static func symbolicLink(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
    }

    private static func isOwnFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && status.st_uid == geteuid()
    }

    private static func failure(_ what: String) -> HostError {
        HostError(
            .isolationUnavailable,
            message: "The rules for the browser are not in place: \(what).",
            remedy: "The administrator looks whether the disk is full, and runs 'vcctl wipe'."
        )
    }
}
