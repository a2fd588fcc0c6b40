import Glibc
import UnitMessages

/// The tokens that a search plants itself, and has to find: in a file's name, in its contents as bytes and as UTF-16,
/// and in the memory of a process.
public struct ControlTokens: ~Copyable {
    /// How many there are to be seen.
    public static let count = 4

    private let files: [String]
    private let process: HoldingProcess

    /// - Parameter folder: where the files are to be; it has to be among what is searched.
    /// - Returns: nil when they can't be planted; then none stays.
    public init?(of seed: DrillSeed, in folder: String) {
        let token = seed.controlToken
        let name = String(decoding: token, as: UTF8.self)
        let contents: [(String, [UInt8])] = [
            (".vcd-control-\(name)", []), (".vcd-control-bytes", token),
            (".vcd-control-utf16", token.flatMap { [$0, 0] }),
        ]
        var files: [String] = []
        for (name, bytes) in contents {
            let path = "\(folder)/\(name)"
            unlink(path)
            let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
            if file >= 0 { files.append(path) }
            let isWritten = file >= 0 && write(file, bytes, bytes.count) == bytes.count
            if file >= 0 { close(file) }
            guard isWritten else {
                for path in files { unlink(path) }
                return nil
            }
        }
        guard let process = HoldingProcess(text: name) else {
            for path in files { unlink(path) }
            return nil
        }
        self.files = files
        self.process = process
    }

    deinit {
        for path in files { unlink(path) }
        process.end()
    }
}
