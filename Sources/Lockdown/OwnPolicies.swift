import FoundationEssentials

/// The administrator's own policies of a browser, which the visit's cover: they hold in a visit too, but for what the visit's
/// say otherwise.
public struct OwnPolicies: Hashable, Sendable {
    let values: [String: PolicyValue]
    /// The files that can't be read as policies; the browser would not take them either.
    public let unread: [String]

    public static let none = OwnPolicies(values: [:], unread: [])

    /// - Parameter files: name and text of each file of the browser's folder.
    public init(_ files: [(name: String, text: String)], of browser: PolicyFile) {
        var values: [String: PolicyValue] = [:]
        var unread: [String] = []
        // Of two files that say the same, browsers take the one whose name is later (Chromium's ConfigDirPolicyLoader).
        for file in files.sorted(by: { $0.name < $1.name }) {
            guard let read = try? JSONDecoder().decode([String: PolicyValue].self, from: Data(file.text.utf8)) else {
                unread.append(file.name)
                continue
            }
            switch browser {
            case .chromium: values.merge(read) { _, later in later }
            case .firefox:
                guard file.name == browser.name, case .table(let policies)? = read["policies"] else { continue }
                values = policies
            }
        }
        self.init(values: values, unread: unread)
    }

    private init(values: [String: PolicyValue], unread: [String]) {
        self.values = values
        self.unread = unread
    }

    /// Under those of a visit. Of tables and lists that only add something both parts hold.
    func under(_ visit: [String: PolicyValue]) -> [String: PolicyValue] {
        values.merging(visit) { own, visit in visit }
            .merging(
                Self.adding.reduce(into: [:]) { joined, name in
                    if let own = values[name], let visit = visit[name] { joined[name] = own.adding(visit) }
                }
            ) { _, joined in joined }
    }

    private static let adding = ["CACertificates", "Certificates", "Preferences"]
}

extension PolicyValue {
    /// With what is in `other` beside it; where both say something, `other` counts.
    fileprivate func adding(_ other: PolicyValue) -> PolicyValue {
        switch (self, other) {
        case (.list(let own), .list(let more)): .list(own + more.filter { !own.contains($0) })
        case (.table(let own), .table(let more)): .table(own.merging(more) { $0.adding($1) })
        default: other
        }
    }
}
