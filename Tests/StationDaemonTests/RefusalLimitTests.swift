import StationCore
import Testing

@testable import StationDaemon

@Suite struct RefusalLimitTests {
    private func time(_ seconds: Int) -> BootTime { BootTime(sinceBoot: .seconds(seconds)) }

    @Test func keepsOnlySoManyOfAnAccount() {
        let limit = RefusalLimit()
        for _ in 1..<RefusalLimit.most { #expect(limit.decide(uid: 1, at: time(100)) == .keep) }
        #expect(limit.decide(uid: 1, at: time(110)) == .keepAsLast)
        for second in 110..<160 { #expect(limit.decide(uid: 1, at: time(second)) == .drop) }
        #expect(limit.decide(uid: 2, at: time(120)) == .keep, "another account's are kept")
        #expect(limit.decide(uid: 1, at: time(160)) == .keep, "after a while they are kept again")
    }
}
