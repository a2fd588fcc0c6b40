import UnitMessages

/// Holds a template against what was accepted.
public struct TemplateGuard {
    let folder: TemplateFolder
    let accepted: AcceptedManifest

    /// What to do with a template where none was ever accepted.
    public enum FirstUse: Sendable {
        /// Only an empty one needs nobody's consent.
        case acceptEmpty
        /// Whoever names it has chosen it.
        case accept
    }

    public init(_ folder: TemplateFolder, accepted: AcceptedManifest) {
        self.folder = folder
        self.accepted = accepted
    }

    /// Verifies the template: by its content, or by its fingerprint where that is still what it was when the content
    /// was verified.
    ///
    /// - Parameter last: what this returned before on this PC since it was switched on; nil for a look at everything.
    /// - Throws: ``TemplateError``; then no home may begin with it.
    public func verify(since last: TemplateSeen?, firstUse: FirstUse) throws(TemplateError) -> TemplateSeen {
        if let last, let known = last.fingerprint, try folder.fingerprint(with: accepted.status) == known {
            return last
        }
        let record = accepted.status
        let reading = try folder.read(with: record)
        try Self.require(reading)
        guard let manifest = try accepted.load() else {
            guard firstUse == .accept || reading.manifest.isEmpty else {
                throw TemplateError(.notAccepted, "The template \(folder.path) has not been accepted yet.")
            }
            try accepted.save(reading.manifest)
            return TemplateSeen(digest: reading.manifest.digest, fingerprint: nil)
        }
        let changes = reading.manifest.changes(since: manifest)
        guard changes.isEmpty else {
            throw TemplateError(.changed, "The template is not the accepted one any more: \(Self.list(changes)).")
        }
        return TemplateSeen(digest: reading.manifest.digest, fingerprint: reading.fingerprint)
    }

    /// Accepts the template as it is, if it is the one that was looked at.
    ///
    /// - Returns: its manifest, written down.
    public func accept(_ digest: String) throws(TemplateError) -> Manifest {
        let manifest = try requireDigest(digest)
        try accepted.save(manifest)
        return manifest
    }

    /// - Throws: `changed` when the template isn't the one with this digest, `unfit` when it can't be accepted.
    public func requireDigest(_ digest: String) throws(TemplateError) -> Manifest {
        let reading = try folder.read(with: nil)
        guard reading.manifest.digest == digest else {
            throw TemplateError(.changed, "The template was changed since it was looked at.")
        }
        try Self.require(reading)
        return reading.manifest
    }

    /// What there is to say of the template.
    public func report() throws(TemplateError) -> TemplateReport.Folder {
        let reading = try folder.read(with: nil)
        let files = reading.manifest.entries.filter { $0.kind == .file }
        // A damaged record is none.
        let changes = ((try? accepted.load()) ?? nil).map { reading.manifest.changes(since: $0) } ?? []
        return TemplateReport.Folder(
            path: folder.path,
            digest: reading.manifest.digest,
            files: files.count,
            bytes: files.reduce(0) { $0 + $1.size },
            changes: changes,
            unfit: reading.unfit
        )
    }

    private static func require(_ reading: TemplateFolder.Reading) throws(TemplateError) {
        guard reading.unfit.isEmpty else {
            throw TemplateError(.unfit, "The template holds what no template may hold: \(list(reading.unfit)).")
        }
    }

    private static func list(_ changes: [TemplateReport.Change]) -> String {
        changes.prefix(3).map { "\($0.path) (\($0.change))" }.joined(separator: ", ")
            + (changes.count > 3 ? " and \(changes.count - 3) more" : "")
    }
}
