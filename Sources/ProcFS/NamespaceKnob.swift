/// A setting of the kernel that can refuse user namespaces to a program without rights.
public struct NamespaceKnob: Hashable, Sendable {
    public let name: String
    public let value: String
    /// A value that allows them.
    public let allowing: String

    public init(name: String, value: String, allowing: String) {
        self.name = name
        self.value = value
        self.allowing = allowing
    }

    /// The setting's name, the value that refuses and one that allows: Debian's own, AppArmor's, and the limit
    /// (namespaces(7)).
    private static let all = [
        ("kernel.unprivileged_userns_clone", "0", "1"), ("kernel.apparmor_restrict_unprivileged_userns", "1", "0"),
        ("user.max_user_namespaces", "0", "10000"),
    ]

    /// Those that refuse now.
    ///
    /// - Parameter root: where /proc is looked for.
    public static func refusing(root: String = "") -> [NamespaceKnob] {
        all.compactMap { name, refusing, allowing in
            let file = "\(root)/proc/sys/" + name.map { $0 == "." ? "/" : String($0) }.joined()
            let value = ProcessTable.read(file).split(whereSeparator: \.isWhitespace).first
            return value.map(String.init) == refusing
                ? NamespaceKnob(name: name, value: refusing, allowing: allowing) : nil
        }
    }

    /// Half a sentence on what they are.
    public static func reason(_ knobs: [NamespaceKnob]) -> String {
        "the kernel refuses user namespaces: " + knobs.map { "\($0.name) is \($0.value)" }.joined(separator: ", ")
    }

    /// One sentence on how they are changed, now and for good.
    public static func remedy(_ knobs: [NamespaceKnob]) -> String {
        "The administrator runs " + knobs.map { "'sysctl -w \($0.name)=\($0.allowing)'" }.joined(separator: " and ")
            + ", and writes the same without 'sysctl -w' into a file below /etc/sysctl.d."
    }
}
