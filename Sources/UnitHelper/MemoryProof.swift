import Glibc
import ProcFS
import UnitMessages

/// Which memories of the last home are proven to be empty, by the kernel's own account of them.
///
/// Only what isn't empty is a trace. A mount or a namespace of another account that has nothing in it any more is not: any
/// account may copy the PC's mounts, and none may keep the station from its work with that.
struct MemoryProof {
    /// The devices of the last home, as `major:minor`.
    let made: Set<String>
    /// Those of them that are not proven to be empty.
    let unproven: Set<String>
    let findings: [ScanReport.Finding]

    /// - Parameters:
    ///   - home: the home that was made last; nil where none was since the PC was switched on.
    ///   - destroyed: what was destroyed last.
    ///   - others: devices of mounts that are no home's: the kernel gives a number out again.
    init(home: HomeReport?, destroyed: MemoryReport?, others: Set<String>) {
        guard let home else {
            made = []
            unproven = []
            findings = []
            return
        }
        let ofIt = destroyed?.home == home.name ? destroyed?.memories ?? [] : []
        let empty = Set(ofIt.filter(\.isEmpty).flatMap(\.devices))
        // One that is mounted on holds its number; a lost one's may be another's.
        made = Set(home.devices).subtracting(others)
        unproven = Set(home.devices + ofIt.flatMap(\.devices)).subtracting(empty).subtracting(others)
        let left = ofIt.filter { !$0.isEmpty }
        let known = Set(ofIt.flatMap(\.devices))
        findings =
            left.map { memory in
                let (left, place) = (memory.left, Self.place(of: memory.name))
                return .init(
                    place: "memory",
                    detail: "\(left.bytes) bytes in \(left.files) files of \(place), which somebody holds"
                )
            }
            + (home.memories ?? []).filter { !known.isSuperset(of: $0.devices) }.map { memory in
                .init(place: "memory", detail: "\(memory.memory.place) was not destroyed")
            }
    }

    private static func place(of name: String) -> String { VisitMemory(rawValue: name)?.place ?? "home" }
}
