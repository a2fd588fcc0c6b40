/// Whether systemd lets the PC sleep (sleep.conf.d(5)).
struct SleepSettings {
    enum Kind: Hashable, Sendable {
        case suspend, hibernation
    }

    let files: PCFiles

    /// Whether the kernel offers it and nothing switches it off.
    func allows(_ kind: Kind) -> Bool {
        let states = files.text("/sys/power/state").words
        let (offered, key, target): ([Substring], String, String) =
            switch kind {
            case .suspend: (["mem", "standby", "freeze"], "AllowSuspend", "suspend.target")
            case .hibernation: (["disk"], "AllowHibernation", "hibernate.target")
            }
        guard states.contains(where: offered.contains) else { return false }
        return setting(key) != false && !isMasked(target) && !isMasked("sleep.target")
    }

    /// The last of the files that set it holds; one in /etc takes the place of its namesake in /usr/lib.
    private func setting(_ key: String) -> Bool? {
        var places: [String: String] = [:]
        for folder in ["/usr/lib", "/run", "/etc"] {
            for name in files.names("\(folder)/systemd/sleep.conf.d") where name.hasSuffix(".conf") {
                places[name] = "\(folder)/systemd/sleep.conf.d/\(name)"
            }
        }
        let dropIns = places.sorted { $0.key < $1.key }.map(\.value)
        return (["/etc/systemd/sleep.conf"] + dropIns).compactMap { value(of: key, in: $0) }.last
    }

    private func value(of key: String, in path: String) -> Bool? {
        let values = files.text(path).lines.compactMap { line -> Bool? in
            let parts = line.split(separator: "=", maxSplits: 1).map { $0.trimmed }
            guard parts.count == 2, parts[0] == key else { return nil }
            return !["no", "false", "off", "0", "n", "f"].contains(parts[1].lowercased())
        }
        return values.last
    }

    private func isMasked(_ target: String) -> Bool {
        ["/etc", "/run"].contains { files.link("\($0)/systemd/system/\(target)") == "/dev/null" }
    }
}
