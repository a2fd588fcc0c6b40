import Glibc
import ProcFS
import Testing

@Suite struct DirectoryListingTests {
    /// The last entry that readdir(3) returns may lie at the very end of what can be read.
    @Test func nothingBehindANameIsRead() throws {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let start = try #require(mmap(nil, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
        defer { munmap(start, 2 * page) }
        #expect(mprotect(start + page, page, PROT_NONE) == 0)
        let name = Array("a name".utf8) + [0]
        // Entries begin at multiples of 8.
        let offset = try #require(MemoryLayout<dirent>.offset(of: \.d_name))
        let entry = start + (page - offset - name.count) / 8 * 8
        (entry + offset).copyMemory(from: name, byteCount: name.count)
        #expect(DirectoryListing.name(of: entry.assumingMemoryBound(to: dirent.self)) == "a name")
    }
}
