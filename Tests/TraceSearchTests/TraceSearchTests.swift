import Glibc
import Testing
import UnitMessages

@testable import TraceSearch

/// Plants real tokens and finds them.
@Suite struct TraceSearchTests {
    private let seed: DrillSeed

    init() throws {
        seed = try #require(DrillSeed(bytes: (0..<16).map { _ in UInt8.random(in: .min ... .max) }))
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        var template = Array("/tmp/vcd-test-XXXXXX".utf8CString)
        let folder = try #require(mkdtemp(&template)).withMemoryRebound(to: CChar.self, capacity: 1) {
            String(cString: $0)
        }
        defer { rmdir(folder) }
        try body(folder)
    }

    @Test func filesAreSearchedByNameAndContent() throws {
        try withFolder { folder in
            let token = seed.token(for: .homeName)
            let paths = ["\(folder)/\(String(decoding: token, as: UTF8.self))", "\(folder)/plain"]
            for path in paths {
                let file = open(path, O_CREAT | O_WRONLY, 0o600)
                let filler = [UInt8](repeating: 1, count: 1 << 20)
                #expect(write(file, filler, filler.count) == filler.count)
                let bytes = path == paths[1] ? seed.token(for: .home) : []
                #expect(write(file, bytes, bytes.count) == bytes.count)
                close(file)
            }
            defer { for path in paths { unlink(path) } }
            var search = TraceSearch(for: seed)
            search.searchFiles("files", below: [folder])
            #expect(Set(search.hits.map(\.place)) == [.home, .homeName])
            #expect(search.hits.allSatisfy { !$0.at.contains(String(decoding: token, as: UTF8.self)) })
            let area = try #require(search.areas.first)
            #expect(area.items == 2)
            #expect(area.bytes == 2 << 20 + Int64(seed.token(for: .home).count))
        }
    }

    @Test func theSearchFindsItsOwnControlTokens() throws {
        try withFolder { folder in
            guard let controls = ControlTokens(of: seed, in: folder) else {
                Issue.record("no control tokens")
                return
            }
            var search = TraceSearch(for: seed)
            search.searchFiles("files", below: [folder])
            search.searchProcesses()
            #expect(search.controls == ControlTokens.count)
            #expect(search.hits.isEmpty)
            withExtendedLifetime(controls) {}
        }
    }

    @Test func sharedMemoryIsSearched() throws {
        let segment = shmget(key_t(IPC_PRIVATE), 4_096, Int32(IPC_CREAT) | 0o600)
        #expect(segment >= 0)
        defer { shmctl(segment, Int32(IPC_RMID), nil) }
        let address = try #require(shmat(segment, nil, 0))
        let token = seed.token(for: .systemVMemory)
        memcpy(address, token, token.count)
        shmdt(address)
        var search = TraceSearch(for: seed)
        search.searchSharedMemory()
        #expect(search.hits.map(\.place) == [.systemVMemory])
    }
}
