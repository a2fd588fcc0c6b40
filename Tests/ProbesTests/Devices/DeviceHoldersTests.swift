import Glibc
import TestSupport
import Testing

@testable import Probes

/// Who has a device open.
struct DeviceHoldersTests {
    @Test func aProgramIsFoundByTheFileItHolds() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = try folder.write("device", "")
        #expect(DeviceHolders.real.programs { $0 == path }.isEmpty)
        let file = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(file) }
        let found = DeviceHolders.real.programs { $0 == path }
        #expect(found.map(\.pid) == [getpid()])
        #expect(found.description.english.hasSuffix("(process \(getpid()))"))
    }
}
