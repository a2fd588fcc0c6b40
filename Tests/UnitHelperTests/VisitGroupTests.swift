import Glibc
import TestSupport
import Testing

@testable import UnitHelper

/// Whether it is known that the visit has no process any more.
@Suite struct VisitGroupTests {
    private func isEmpty(slice: String?, visit: String?, hasFolder: Bool = false) throws -> Bool {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let place = "\(folder.path)/system.slice"
        mkdir(place, 0o700)
        if visit != nil || hasFolder { mkdir("\(place)/vcd-visit.service", 0o700) }
        for (path, text) in [(place, slice), ("\(place)/vcd-visit.service", visit)] {
            guard let text else { continue }
            let file = open("\(path)/cgroup.events", O_WRONLY | O_CREAT, 0o600)
            #expect(write(file, text, text.utf8.count) == text.utf8.count)
            close(file)
        }
        return (try? VisitGroup.requireEmpty(root: folder.path)) != nil
    }

    @Test func whatTheKernelSays() throws {
        #expect(try isEmpty(slice: "populated 1\nfrozen 0\n", visit: "populated 0\nfrozen 0\n"))
        #expect(try !isEmpty(slice: "populated 1\nfrozen 0\n", visit: "populated 1\nfrozen 0\n"))
        #expect(try !isEmpty(slice: "populated 1\n", visit: "frozen 0\n"))
    }

    /// systemd removes the group of a unit that is down, and the kernel none that has a process.
    @Test func oneThatIsGoneIsEmpty() throws { #expect(try isEmpty(slice: "populated 1\nfrozen 0\n", visit: nil)) }

    @Test func whatIsNotThereTellsNothing() throws {
        #expect(try !isEmpty(slice: nil, visit: nil))
        #expect(try !isEmpty(slice: "populated 1\n", visit: nil, hasFolder: true))
    }
}
