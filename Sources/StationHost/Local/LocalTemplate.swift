import Glibc
import TemplateManifest
import UnitMessages

/// The template of the embedded host. Whoever runs vcd names it and keeps the record, so the first one is accepted as
/// it is; and nothing can be laid ready beside it.
struct LocalTemplate {
    /// The folder; nil where none is configured.
    let path: String?
    let accepted: AcceptedManifest

    init(path: String?, paths: LocalPaths) {
        self.path = path
        accepted = AcceptedManifest(path: paths.templateManifest)
    }

    /// - Throws: `templateUnusable` when the folder is missing or the call program's account can't read it.
    func require(readableBy account: ClientAccount) throws(HostError) {
        guard let path else { return }
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw HostError(
                .templateUnusable,
                message: "The template folder \(path) does not exist.",
                remedy: "The administrator makes it, or corrects [client] template in vcd.toml."
            )
        }
        guard account.canRead(path) else {
            throw HostError(
                .templateUnusable,
                message: "The template folder \(path) cannot be read by the account of the call program.",
                remedy:
                    "The administrator gives it read permission: chmod -R o+rX \(path), and o+x to the folders above."
            )
        }
    }

    /// - Parameter last: what this returned before; nil for a look at everything.
    /// - Throws: `templateChanged` when it isn't the accepted one.
    func verify(since last: TemplateSeen?) throws(HostError) -> TemplateSeen? {
        try look { template throws(TemplateError) in try template.verify(since: last, firstUse: .accept) }
    }

    func report() throws(HostError) -> TemplateReport {
        TemplateReport(
            invocation: "",
            // A damaged record is none.
            accepted: ((try? accepted.load()) ?? nil)?.digest,
            template: try look { template throws(TemplateError) in try template.report() },
            staged: nil
        )
    }

    func accept(_ digest: String) throws(HostError) -> TemplateReport {
        try report().requireCandidate(digest)
        _ = try look { template throws(TemplateError) in try template.accept(digest) }
        return try report()
    }

    private func look<Value>(
        _ body: (TemplateGuard) throws(TemplateError) -> Value
    ) throws(HostError) -> Value? {
        guard let path else { return nil }
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else {
            throw HostError(
                .templateUnusable,
                message: "The template folder \(path) cannot be opened: \(String(cString: strerror(errno))).",
                remedy: "The administrator makes it, or corrects [client] template in vcd.toml."
            )
        }
        defer { close(folder) }
        do throws(TemplateError) {
            let opened = TemplateFolder(path: path, descriptor: folder, owners: [0, geteuid()])
            return try body(TemplateGuard(opened, accepted: accepted))
        } catch {
            throw HostError(error)
        }
    }
}
