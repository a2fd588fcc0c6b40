import ProcFS
import StationCore

/// Why the visits' sandbox can't be made, and what helps.
struct IsolationFault: Hashable {
    let reason: String
    let remedy: String

    static let noBubblewrap = IsolationFault(
        reason: "\(LocalVisit.program) is missing",
        remedy: "The administrator installs the package bubblewrap."
    )

    private init(reason: String, remedy: String) {
        self.reason = reason
        self.remedy = remedy
    }

    /// - Parameters:
    ///   - said: the last line of bubblewrap, or of what should have started it.
    ///   - knobs: the kernel's settings that refuse user namespaces, as they are.
    init(said: String, knobs: [NamespaceKnob]) {
        guard knobs.isEmpty else {
            self.init(reason: "\(said); \(NamespaceKnob.reason(knobs))", remedy: NamespaceKnob.remedy(knobs))
            return
        }
        if let place = Self.place(in: said) {
            self.init(
                reason: said,
                remedy:
                    "The administrator looks at \(place) ('namei -l \(place)'): a visit has a folder of its own laid"
                    + " over it, so it must be a folder, or a link to one."
            )
            return
        }
        self.init(
            reason: said,
            remedy:
                "The administrator allows user namespaces on this PC: no sysctl forbids them, so 'journalctl -k' tells"
                + " what does, such as AppArmor or the container that vcd runs in."
        )
    }

    /// The path in what bubblewrap says of a mount that it could not make.
    private static func place(in said: String) -> String? {
        let words = said.split(separator: " ")
        guard words.contains("Can't") else { return nil }
        let path = words.first { $0.hasPrefix("/") }?.prefix { $0 != ":" }
        return path.map { $0.hasPrefix("/newroot/") ? String($0.dropFirst("/newroot".count)) : String($0) }
    }

    var error: HostError {
        HostError(
            .isolationUnavailable,
            message: "Visits cannot be kept apart on this PC: \(reason).",
            remedy: remedy
        )
    }
}
