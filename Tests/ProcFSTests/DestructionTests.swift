import Glibc
import ProcFS
import TestSupport
import Testing

/// How what a visit has left in a memory is destroyed.
@Suite struct DestructionTests {
    private let folder: TemporaryFolder
    private let place: Int32
    private let shelf: Int32

    init() throws {
        folder = try TemporaryFolder()
        mkdir("\(folder.path)/files", 0o700)
        mkdir("\(folder.path)/shelf", 0o700)
        place = open("\(folder.path)/files", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        shelf = open("\(folder.path)/shelf", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    }

    private func done() {
        close(place)
        close(shelf)
        folder.remove()
    }

    private func expectEmpty() {
        var destruction = Destruction(shelf: shelf)
        destruction.empty(place)
        #expect(destruction.fault == nil)
        #expect(DirectoryListing.names(in: "\(folder.path)/files") == [])
        #expect(DirectoryListing.names(in: "\(folder.path)/shelf") == [])
    }

    private func write(_ name: String, mode: mode_t = 0o600, keepsOpen: Bool = false) -> Int32 {
        let file = openat(place, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        #expect(Glibc.write(file, "letter", 6) == 6)
        if !keepsOpen { close(file) }
        return file
    }

    @Test func whoHoldsAFileOpenOrMappedHoldsNothing() throws {
        defer { done() }
        let held = write("held", keepsOpen: true)
        defer { close(held) }
        let mapped = mmap(nil, 4_096, PROT_READ, MAP_SHARED, held, 0)
        defer { munmap(mapped, 4_096) }
        linkat(place, "held", place, "linked", 0)
        expectEmpty()
        var status = stat()
        #expect(fstat(held, &status) == 0 && status.st_size == 0 && status.st_nlink == 0)
        var bytes = [UInt8](repeating: 0, count: 6)
        #expect(pread(held, &bytes, 6, 0) == 0)
    }

    @Test func namesOfAnyBytesAndAllKindsOfFiles() throws {
        defer { done() }
        let names: [[UInt8]] = [
            [0xFF, 0xFE, 10], Array(repeating: 97, count: 255), Array(".hidden".utf8), Array("-rf".utf8),
        ]
        for name in names {
            let text = (name + [0]).map { CChar(bitPattern: $0) }
            let file = openat(place, text, O_WRONLY | O_CREAT, 0o600)
            #expect(file >= 0)
            close(file)
        }
        #expect(mkfifoat(place, "fifo", 0o600) == 0)
        expectEmpty()
    }

    @Test func theShelfMayBeInTheFolder() throws {
        defer { done() }
        _ = write("file")
        mkdirat(place, "one", 0o700)
        mkdirat(place, "one/two", 0o700)
        mkdirat(place, "shelf", 0o700)
        let inner = openat(place, "shelf", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(inner) }
        var destruction = Destruction(shelf: inner)
        destruction.empty(place, but: "shelf")
        #expect(DirectoryListing.names(in: "\(folder.path)/files") == ["shelf"])
        #expect(DirectoryListing.names(in: "\(folder.path)/files/shelf") == [])
    }

    @Test func nothingElsewhereIsTouched() throws {
        defer { done() }
        let outside = "\(folder.path)/outside"
        mkdir(outside, 0o700)
        let file = open("\(outside)/file", O_WRONLY | O_CREAT, 0o600)
        #expect(Glibc.write(file, "kept", 4) == 4)
        close(file)
        #expect(symlinkat(outside, place, "to-a-folder") == 0)
        #expect(symlinkat("\(outside)/file", place, "to-a-file") == 0)
        expectEmpty()
        #expect(ProcessTable.read("\(outside)/file") == "kept")
    }

    /// Deeper than a path is long, and than a process may have files open.
    @Test func foldersInFoldersWithoutALimit() throws {
        defer { done() }
        var current = dup(place)
        for _ in 0..<5_000 {
            #expect(mkdirat(current, "deep", 0o700) == 0)
            let next = openat(current, "deep", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            close(current)
            current = next
        }
        close(openat(current, "bottom", O_WRONLY | O_CREAT, 0o600))
        close(current)
        expectEmpty()
    }

    /// One without root's rights opens what is his own first.
    @Test func closedFoldersOfOnesOwn() throws {
        defer { done() }
        for (name, mode) in [("closed", mode_t(0)), ("fixed", 0o500)] {
            mkdirat(place, name, 0o700)
            mkdirat(place, "\(name)/inner", 0o700)
            _ = write("\(name)/inner/file", mode: 0)
            fchmodat(place, "\(name)/inner", mode, 0)
            fchmodat(place, name, mode, 0)
        }
        expectEmpty()
    }

    @Test func devicesStayWhereTheyAreKept() throws {
        defer { done() }
        // The mark of an overlay: anybody may make one (mknod(2)).
        guard mknodat(place, "mark", S_IFCHR, 0) == 0 else { return }
        _ = write("file")
        var destruction = Destruction(shelf: shelf)
        destruction.empty(place, keepsDevices: true)
        #expect(DirectoryListing.names(in: "\(folder.path)/files") == ["mark"])
        expectEmpty()
    }
}
