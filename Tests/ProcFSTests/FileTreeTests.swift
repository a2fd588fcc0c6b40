import Glibc
import ProcFS
import TestSupport
import Testing

/// The walk through folders of others, who may make them as they like.
struct FileTreeTests {
    private enum Failure: Error {
        case obstacle(String)
    }

    private func walk(
        _ path: String,
        descent: @escaping (stat, Bool) -> FileTree<Failure>.Descent = { _, _ in .whole }
    ) throws -> [String] {
        var met: [String] = []
        let tree = FileTree<Failure>(
            isWanted: { _, _ in true },
            descent: descent,
            onObstacle: { obstacle throws(Failure) in throw .obstacle("\(obstacle.path): \(obstacle.error)") },
            onEntry: { met.append($0.name) }
        )
        try tree.walk(path)
        return met
    }

    @Test func noFolderIsTooDeep() throws {
        let folder = try TemporaryFolder()
        defer { folder.removeHoweverDeep() }
        var descriptor = open(folder.path, O_RDONLY | O_DIRECTORY)
        let depth = 6_000
        for level in 0..<depth {
            #expect(mkdirat(descriptor, "d", 0o700) == 0)
            // Something is left to do in each on the way back.
            #expect(mkdirat(descriptor, "e\(level)", 0o700) == 0)
            let next = openat(descriptor, "d", O_RDONLY | O_DIRECTORY)
            close(descriptor)
            descriptor = next
        }
        close(openat(descriptor, "bottom", O_WRONLY | O_CREAT, 0o600))
        close(descriptor)
        let met = try walk(folder.path)
        #expect(met.count == 2 * depth + 1)
        #expect(Set(met).isSuperset(of: ["bottom", "e0", "e\(depth - 1)"]))
    }

    @Test func aNameNeedBeNoText() throws {
        let folder = try TemporaryFolder()
        defer { folder.removeHoweverDeep() }
        let name: [CChar] = [0x61, CChar(bitPattern: 0xFF), 0]
        let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY)
        #expect(mkdirat(descriptor, name, 0o700) == 0)
        let inner = openat(descriptor, name, O_RDONLY | O_DIRECTORY)
        close(openat(inner, "inside", O_WRONLY | O_CREAT, 0o600))
        close(inner)
        close(descriptor)
        #expect(try walk(folder.path).contains("inside"))
    }

    @Test func ofAnothersFolderTheFoldersAreFollowed() throws {
        let folder = try TemporaryFolder()
        defer { folder.removeHoweverDeep() }
        for place in ["mine", "theirs", "theirs/inner", "closed"] {
            #expect(mkdir("\(folder.path)/\(place)", 0o755) == 0)
        }
        for place in ["mine/a", "theirs/b", "theirs/inner/c", "closed/d"] {
            close(open("\(folder.path)/\(place)", O_WRONLY | O_CREAT, 0o600))
        }
        #expect(chmod("\(folder.path)/theirs", 0o751) == 0 && chmod("\(folder.path)/closed", 0o700) == 0)
        let met = try walk(folder.path) { status, isForeign in
            if isForeign { return .foreign }
            switch status.st_mode & 0o777 {
            case 0o751: return .foreign
            case 0o700: return .none
            default: return .whole
            }
        }
        #expect(Set(met) == ["mine", "a", "theirs", "inner", "closed"])
    }

    @Test func aFolderThatIsGoneIsTold() throws {
        #expect(throws: Failure.self) { try walk("/nowhere/at/all") }
    }
}
