import Glibc
import ProcFS
import Testing

/// What may stand where a folder is expected.
@Suite struct FolderPlaceTests {
    @Test func linksAreFollowedAndEachFolderIsNamedOnce() throws {
        var template = Array("/tmp/vcd-folders-XXXXXX".utf8CString)
        let made = try #require(mkdtemp(&template).map { String(cString: $0) })
        let root = try #require(realpath(made, nil).map { String(cString: $0) })
        defer {
            for name in ["link", "relative", "nowhere", "loop"] { unlink("\(root)/\(name)") }
            for path in ["\(root)/folder/inner", "\(root)/folder", root] { rmdir(path) }
            unlink("\(root)/file")
            rmdir(root)
        }
        mkdir("\(root)/folder", 0o755)
        mkdir("\(root)/folder/inner", 0o755)
        close(creat("\(root)/file", 0o600))
        symlink("\(root)/folder", "\(root)/link")
        symlink("folder", "\(root)/relative")
        symlink("/nowhere/at/all", "\(root)/nowhere")
        symlink("loop", "\(root)/loop")
        let names = ["folder", "link", "relative", "link/inner", "missing", "nowhere", "file", "loop"]
        let folder = FolderPlace.real("\(root)/folder")
        #expect(
            names.map { FolderPlace("\(root)/\($0)") } == [
                folder, folder, folder, .real("\(root)/folder/inner"), .missing, .missing, .other, .other,
            ]
        )
        #expect(FolderPlace.real(names.map { "\(root)/\($0)" }) == ["\(root)/folder", "\(root)/folder/inner"])
    }
}
