import Glibc
import TemplateManifest
import UnitMessages

/// Looks after the template: nobody but root can change it, and no home begins with what a supervisor hasn't accepted.
struct TemplateCare {
    /// The configured template; nil where there is none.
    let path: String?

    private static let accepted = AcceptedManifest(path: Places.templateManifest)

    /// Verifies the template, which is open already.
    func verify(_ folder: borrowing RootFolder, at path: String) throws(HelperError) -> TemplateSeen {
        let template = TemplateGuard(
            TemplateFolder(path: path, descriptor: folder.descriptor, owners: [0]),
            accepted: Self.accepted
        )
        let before: TemplateSeen? = ReportFile.read(Places.templateSeen)
        let seen: TemplateSeen
        do throws(TemplateError) {
            seen = try template.verify(since: before, firstUse: .acceptEmpty)
        } catch {
            throw HelperError(error)
        }
        if seen != before { try ReportFile.write(seen, to: Places.templateSeen) }
        return seen
    }

    /// `template-check`: what a visit is about to start on is still what was accepted.
    func check() throws(HelperError) {
        guard let path else { return }
        let folder = try RootFolder(path)
        _ = try verify(folder, at: path)
    }

    /// `template-show`: reads everything and writes down what there is to say.
    func show() throws(HelperError) {
        guard let invocation = getenv("INVOCATION_ID") else {
            throw HelperError("INVOCATION_ID is not set.", remedy: "Let systemd run it: 'vcctl template'.")
        }
        let isStaged = access(Places.templateStaging, F_OK) == 0
        let staged = isStaged ? try report(at: Places.templateStaging) : nil
        // One that is still to be put in place may be the first.
        let isThere = path.map { !isStaged || access($0, F_OK) == 0 } ?? false
        let found = TemplateReport(
            invocation: String(cString: invocation),
            // A damaged record is none: the report is how the way out of it is found.
            accepted: ((try? Self.accepted.load()) ?? nil)?.digest,
            template: isThere ? try path.map { path throws(HelperError) in try report(at: path) } : nil,
            staged: staged
        )
        try ReportFile.write(found, to: Places.templateReport)
    }

    /// `template-set`: accepts what `template-show` showed last, and nothing else; what is staged takes its place
    /// first. A power cut on the way leaves a station that makes no home, and the same word goes on from there.
    func set() throws(HelperError) {
        guard let path, let shown: TemplateReport = ReportFile.read(Places.templateReport),
            let digest = (shown.staged ?? shown.template)?.digest
        else { throw HelperError("There is no template to accept.", remedy: "Look at 'vcctl template' first.") }
        if shown.staged == nil {
            try accept(digest, at: path)
        } else {
            try install(digest, at: path)
        }
        try show()
    }

    private func install(_ digest: String, at path: String) throws(HelperError) {
        guard path == Places.template else {
            throw HelperError(
                "\(Places.templateStaging) can only take the place of \(Places.template), and [client] template is "
                    + "\(path).",
                remedy: "The administrator corrects [client] template, or takes the folder away."
            )
        }
        try accept(digest, at: Places.templateStaging)
        // The old one stays beside it: a home may be mounted over it, and it is the way back.
        guard rename(path, "\(path).old-\(time(nil))") == 0 || errno == ENOENT else {
            throw .system("\(path) cannot be set aside")
        }
        guard rename(Places.templateStaging, path) == 0 else {
            throw .system("\(Places.templateStaging) cannot be put in place")
        }
    }

    private func report(at path: String) throws(HelperError) -> TemplateReport.Folder {
        try look(at: path) { template throws(TemplateError) in try template.report() }
    }

    private func accept(_ digest: String, at path: String) throws(HelperError) {
        _ = try look(at: path) { template throws(TemplateError) in try template.accept(digest) }
    }

    private func look<Result>(
        at path: String,
        _ body: (TemplateGuard) throws(TemplateError) -> Result
    ) throws(HelperError) -> Result {
        let folder = try RootFolder(path)
        let opened = TemplateFolder(path: path, descriptor: folder.descriptor, owners: [0])
        let result: Swift.Result<Result, TemplateError>
        do throws(TemplateError) {
            result = .success(try body(TemplateGuard(opened, accepted: Self.accepted)))
        } catch {
            result = .failure(error)
        }
        // Until here the folder stays open.
        _ = folder.descriptor
        switch result {
        case .success(let value): return value
        case .failure(let error): throw HelperError(error)
        }
    }
}
