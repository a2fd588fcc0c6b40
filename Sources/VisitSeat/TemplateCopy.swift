import CLinux
import Glibc
import ProcFS
import SeatMessages

/// Copies the template into the fresh home: folders, files and symbolic links with their modes. Anything else in a
/// template is an error, since it could not be meant.
enum TemplateCopy {
    static func copy(from source: String, to target: String) throws(SeatFailure) {
        guard let folder = opendir(source) else { throw failure("cannot be opened", source) }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = DirectoryListing.name(of: entry)
            if name == "." || name == ".." { continue }
            try copyEntry(from: "\(source)/\(name)", to: "\(target)/\(name)")
        }
    }

    private static func copyEntry(from source: String, to target: String) throws(SeatFailure) {
        var status = stat()
        guard lstat(source, &status) == 0 else { throw failure("cannot be looked at", source) }
        let mode = status.st_mode & 0o7777
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            guard mkdir(target, mode | 0o700) == 0 || errno == EEXIST else { throw failure("cannot be made", target) }
            try copy(from: source, to: target)
        case S_IFREG: try copyFile(from: source, to: target, mode: mode, size: Int64(status.st_size))
        case S_IFLNK: try copyLink(from: source, to: target)
        default: throw failure("is neither a file, a folder nor a symbolic link", source)
        }
    }

    private static func copyFile(from: String, to: String, mode: mode_t, size: Int64) throws(SeatFailure) {
        let source = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard source >= 0 else { throw failure("cannot be read", from) }
        defer { close(source) }
        let target = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode | 0o600)
        guard target >= 0 else { throw failure("cannot be written", to) }
        defer { close(target) }
        guard vcd_copy_bytes(source, target, size) == size else {
            throw failure(errno == ENOSPC ? "does not fit: [home] size is too small" : "cannot be copied", from)
        }
    }

    private static func copyLink(from source: String, to target: String) throws(SeatFailure) {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(source, &buffer, buffer.count - 1)
        guard count > 0 else { throw failure("cannot be read", source) }
        guard symlink(String(decoding: buffer[..<count], as: UTF8.self), target) == 0 else {
            throw failure("cannot be made", target)
        }
    }

    private static func failure(_ what: String, _ path: String) -> SeatFailure {
        SeatFailure(cause: .template, message: "\(path) \(what): \(String(cString: strerror(errno))).")
    }
}
