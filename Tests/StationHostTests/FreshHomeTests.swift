import Glibc
import Testing

@testable import StationHost

/// What vcd must see itself before a station is said to be ready.
struct FreshHomeTests {
    private func fault(
        kinds: [String] = ["overlay"],
        owner: uid_t? = 993,
        visitor: uid_t? = 993,
        used: Int64? = 0
    ) -> String? {
        FreshHome(kinds: kinds, owner: owner, visitor: visitor, used: used).fault
    }

    @Test func aFreshOneIsSeen() { #expect(fault() == nil) }

    @Test func whatIsNoneIsSaid() {
        #expect(fault(kinds: []) == "nothing is mounted there")
        #expect(fault(kinds: ["tmpfs"]) == "what is mounted there is tmpfs")
        #expect(fault(kinds: ["overlay", "overlay"]) == "what is mounted there is overlay, over it overlay")
        #expect(fault(owner: 0) == "it belongs to uid 0, and vcd-visitor is uid 993")
        #expect(fault(owner: nil) == "it belongs to uid unknown, and vcd-visitor is uid 993")
        #expect(fault(visitor: nil) == "the account vcd-visitor does not exist")
        #expect(fault(used: 4_096) == "its memory holds 4096 bytes already")
        #expect(fault(used: nil) == "its memory can't be asked what it holds")
    }

    /// On the machine that runs the tests there is no home.
    @Test func theLookSeesThatThereIsNone() { #expect(FreshHome.look().fault == "nothing is mounted there") }
}
