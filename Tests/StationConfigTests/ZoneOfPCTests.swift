import Glibc
import StationCore
import TestSupport
import Testing

@testable import StationConfig

/// What `/etc/localtime` and TZ say, and what is made of what they can't mean.
struct ZoneOfPCTests {
    private func zone(link: String? = nil, text: String? = nil, variable: String? = nil) throws -> ZoneTable.OfPC {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = "\(folder.path)/localtime"
        if let link { #expect(symlink(link, path) == 0) }
        if let text { try folder.write("localtime", text) }
        return ZoneTable.ofPC(localtime: path, variable: variable)
    }

    @Test func aLinkNamesIt() throws {
        let jakarta = try #require(ZoneTable(named: "Asia/Jakarta"))
        #expect(try zone(link: "/usr/share/zoneinfo/Asia/Jakarta") == .known(jakarta))
        #expect(try zone(link: "../usr/share/zoneinfo/Asia/Jakarta") == .known(jakarta))
        #expect(jakarta.offset(at: WallTime(milliseconds: 1_770_000_000_000)) == 7 * 3_600)
    }

    @Test func withoutAFileItIsUTC() throws { #expect(try zone() == .known(.utc)) }

    /// As on Debian 13 without tzdata-legacy.
    @Test func oneThatIsNotThereIsNamed() throws {
        #expect(try zone(link: "/usr/share/zoneinfo/Asia/Nowhere") == .missing("Asia/Nowhere"))
        #expect(try zone(variable: "Asia/Nowhere") == .missing("Asia/Nowhere"))
    }

    @Test func aCopyHasNoName() throws {
        #expect(try zone(text: "no zone at all") == .unnamed)
        #expect(try zone(link: "/etc/zone-of-our-own") == .unnamed)
    }

    @Test func theVariableGoesBefore() throws {
        let makassar = try #require(ZoneTable(named: "Asia/Makassar"))
        #expect(try zone(link: "/usr/share/zoneinfo/Asia/Jakarta", variable: ":Asia/Makassar") == .known(makassar))
        #expect(try zone(variable: "") == .known(.utc))
    }

    @Test(arguments: [
        "Asia/../Asia/Jakarta", "/etc/localtime", "../zoneinfo/Asia/Jakarta", "Asia//Jakarta", ".", "Asia/",
    ])
    func aPathIsNoName(name: String) { #expect(ZoneTable(named: name) == nil) }
}
