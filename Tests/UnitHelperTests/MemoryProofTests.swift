import Testing
import UnitMessages

@testable import UnitHelper

/// What counts as proven of a home's memories, and what doesn't.
@Suite struct MemoryProofTests {
    private let home = HomeReport(
        devices: ["0:50", "0:51", "0:60"],
        template: nil,
        isAccountLocked: true,
        name: "a",
        memories: [
            MadeMemory(memory: .home, devices: ["0:50", "0:60"], empty: MemoryUse(bytes: 0, files: 7)),
            MadeMemory(memory: .tmp, devices: ["0:51"], empty: MemoryUse(bytes: 0, files: 3)),
        ]
    )

    private func destroyed(home: String? = "a", tmp: MemoryUse = MemoryUse(bytes: 0, files: 0)) -> MemoryReport {
        let before = MemoryUse(bytes: 9, files: 9)
        return MemoryReport(
            home: home,
            memories: [
                .init(name: "home", devices: ["0:50", "0:60"], before: before, left: MemoryUse(bytes: 0, files: 0)),
                .init(name: "tmp", devices: ["0:51"], before: before, left: tmp),
            ]
        )
    }

    @Test func aNumberIsGivenOutAgain() {
        #expect(home.memory(at: VisitMemory.tmp.mountPoint, on: "0:51")?.empty.files == 3)
        #expect(home.memory(at: VisitMemory.home.mountPoint, on: "0:51") == nil)
        #expect(home.memory(at: VisitMemory.home.mountPoint, on: "0:60") == nil)
    }

    @Test func nothingWasMade() {
        let proof = MemoryProof(home: nil, destroyed: nil, others: [])
        #expect(proof.findings.isEmpty && proof.made.isEmpty && proof.unproven.isEmpty)
    }

    @Test func allIsProven() {
        let proof = MemoryProof(home: home, destroyed: destroyed(), others: [])
        #expect(proof.findings.isEmpty && proof.unproven.isEmpty)
        #expect(proof.made == ["0:50", "0:51", "0:60"])
    }

    @Test func whatIsHeldIsSaid() {
        for (bytes, files) in [(4_096, 1), (0, 1), (4_096, 0)] as [(Int64, Int64)] {
            let left = MemoryUse(bytes: bytes, files: files)
            let proof = MemoryProof(home: home, destroyed: destroyed(tmp: left), others: [])
            #expect(proof.unproven == ["0:51"])
            let said = "\(bytes) bytes in \(files) files of /tmp, which somebody holds"
            #expect(proof.findings.map(\.detail) == [said])
        }
    }

    @Test func whatWasNotDestroyedIsSaid() {
        for report in [nil, destroyed(home: "another"), MemoryReport(home: "a", memories: [])] {
            let proof = MemoryProof(home: home, destroyed: report, others: [])
            #expect(proof.unproven == ["0:50", "0:51", "0:60"])
            #expect(proof.findings.map(\.detail) == ["home was not destroyed", "/tmp was not destroyed"])
        }
    }

    /// The kernel gives the number of a memory that is gone out again.
    @Test func anothersDeviceIsNoHomes() {
        let proof = MemoryProof(home: home, destroyed: nil, others: ["0:51"])
        #expect(proof.unproven == ["0:50", "0:60"])
    }
}
