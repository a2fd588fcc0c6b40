import ProcFS
import TestSupport
import Testing

@testable import StationHost

/// Why the sandbox can't be made, in words that help.
struct IsolationFaultTests {
    private static let denied = "bwrap: No permissions to create new namespace, likely because the kernel does not"

    @Test(
        arguments: [
            ("kernel/unprivileged_userns_clone", "0", "kernel.unprivileged_userns_clone", "1"),
            ("kernel/apparmor_restrict_unprivileged_userns", "1", "kernel.apparmor_restrict_unprivileged_userns", "0"),
            ("user/max_user_namespaces", "0", "user.max_user_namespaces", "10000"),
        ]
    )
    func theKnobThatRefusesIsNamed(file: String, value: String, name: String, allowing: String) throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        for parent in ["proc", "proc/sys", "proc/sys/kernel", "proc/sys/user"] {
            try folder.write("\(parent)/.made", "")
        }
        for (each, harmless) in [
            ("kernel/unprivileged_userns_clone", "1"), ("kernel/apparmor_restrict_unprivileged_userns", "0"),
            ("user/max_user_namespaces", "31000"),
        ] {
            try folder.write("proc/sys/\(each)", "\(each == file ? value : harmless)\n")
        }
        let knobs = NamespaceKnob.refusing(root: folder.path)
        #expect(knobs == [NamespaceKnob(name: name, value: value, allowing: allowing)])
        let error = IsolationFault(said: Self.denied, knobs: knobs).error
        #expect(error.message.contains("the kernel refuses user namespaces: \(name) is \(value)."))
        #expect(error.remedy.contains("'sysctl -w \(name)=\(allowing)'"))
    }

    @Test func aKernelWithoutTheKnobsRefusesNothing() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        #expect(NamespaceKnob.refusing(root: folder.path) == [])
        let error = IsolationFault(said: "bwrap: setting up uid map: Permission denied", knobs: []).error
        #expect(error.remedy.contains("AppArmor"))
    }

    @Test(
        arguments: [
            ("bwrap: Can't mount tmpfs on /newroot/var/tmp: No such file or directory", "/var/tmp"),
            ("bwrap: Can't mkdir /var/tmp: Not a directory", "/var/tmp"),
            ("bwrap: Can't find source path /srv/template: Permission denied", "/srv/template"),
        ]
    )
    func thePlaceThatRefusesIsNamed(said: String, place: String) {
        let error = IsolationFault(said: said, knobs: []).error
        #expect(error.message.contains(said))
        #expect(error.remedy.contains("'namei -l \(place)'"))
    }
}
