import StationCore
import Testing

@Suite struct FairShareTests {
    private func seconds(_ duration: Duration) -> Int { Int(duration.components.seconds) }

    /// What the visits take with a slot, and the turnarounds between them.
    private func total(_ lengths: [Int], _ slot: Int, _ turnaround: Int) -> Int {
        lengths.map { min($0, slot) }.reduce(0, +) + max(0, lengths.count - 1) * turnaround
    }

    @Test(arguments: 0..<20)
    func isTheLargestSlotThatFitsAll(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let kinds = [600, 600, 1_200, 300, 45, Int.random(in: 1...2_000, using: &generator)]
            let lengths = (0..<Int.random(in: 0...25, using: &generator)).compactMap { _ in
                kinds.randomElement(using: &generator)
            }
            let left = Int.random(in: -100...12_000, using: &generator)
            let turnaround = [0, 60, 180, 95].randomElement(using: &generator) ?? 0
            let minimum = [30, 300, 310, 900].randomElement(using: &generator) ?? 300
            let share = FairShare(
                lengths: lengths.map { .seconds($0) },
                left: .seconds(left),
                turnaround: .seconds(turnaround),
                minimum: .seconds(minimum)
            )
            let normal = lengths.max() ?? 0
            guard !lengths.isEmpty, total(lengths, normal, turnaround) > max(0, left) else {
                #expect(share == nil)
                continue
            }
            let slots = Array(stride(from: 0, through: normal, by: 30))
            let largest = slots.last { total(lengths, $0, turnaround) <= left } ?? 0
            let slot = min(normal, max(minimum, largest))
            let fits = (0...lengths.count).last { total(Array(lengths.prefix($0)), slot, turnaround) <= max(0, left) }
            #expect(share.map { seconds($0.slot) } == slot)
            #expect(share?.fits == fits)
            #expect(share?.waiting == lengths.count)
            #expect(share.map { seconds($0.normal) } == normal)
            #expect(share.map { seconds($0.left) } == max(0, left))
        }
    }

    @Test func theMorningOfTwenty() {
        // 150 minutes, 20 visits and 19 turnarounds of one minute: 131 minutes for 20, 6.55 each, 6:30 rounded down.
        let share = FairShare(
            lengths: Array(repeating: .seconds(600), count: 20),
            left: .seconds(9_000),
            turnaround: .seconds(60),
            minimum: .seconds(300)
        )
        #expect(share?.slot == .seconds(390))
        #expect(share?.fits == 20)
    }

    @Test func atTheMinimumSomeHaveNoTurn() {
        let share = FairShare(
            lengths: Array(repeating: .seconds(600), count: 10),
            left: .seconds(1_800),
            turnaround: .seconds(60),
            minimum: .seconds(300)
        )
        #expect(share?.slot == .seconds(300))
        // 5 × 300 + 4 × 60 = 1,740.
        #expect(share?.fits == 5)
    }

    @Test func nothingIsProposedWhereAllFit() {
        let lengths: [Duration] = [.seconds(600), .seconds(1_200)]
        let exact = FairShare(lengths: lengths, left: .seconds(1_860), turnaround: .seconds(60), minimum: .seconds(60))
        #expect(exact == nil)
        let less = FairShare(lengths: lengths, left: .seconds(1_859), turnaround: .seconds(60), minimum: .seconds(60))
        #expect(less?.slot == .seconds(1_170))
    }
}
