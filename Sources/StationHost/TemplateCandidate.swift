import TemplateManifest
import UnitMessages

extension TemplateReport {
    /// What 'vcctl template set' would accept.
    var candidate: Folder? { staged ?? template }

    /// - Throws: `templateChanged` when that isn't the one with this digest, or can't be accepted.
    func requireCandidate(_ digest: String) throws(HostError) {
        guard let candidate else {
            throw HostError(
                .templateUnusable,
                message: "No template is configured.",
                remedy: "The administrator sets [client] template in vcd.toml."
            )
        }
        guard candidate.digest == digest else { throw .templateOther }
        if let first = candidate.unfit.first {
            throw HostError(
                .templateUnusable,
                message: "The template holds what no template may hold: \(first.path) (\(first.change))"
                    + (candidate.unfit.count > 1 ? " and others." : "."),
                remedy: "The administrator puts it right; 'vcctl template' names all of them."
            )
        }
    }
}

extension HostError {
    /// Another template is there than the caller has looked at.
    static let templateOther = HostError(
        .templateChanged,
        message: "The template was changed since you looked at it.",
        remedy: "Look at it again with 'vcctl template', then accept it."
    )

    init(_ error: TemplateError) {
        self.init(.templateChanged, message: error.message, remedy: TemplateError.remedy)
    }
}
