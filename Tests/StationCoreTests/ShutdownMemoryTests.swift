import Testing

@testable import StationCore

/// What the next daemon makes of a shutdown that was told by one that has died.
@Suite struct ShutdownMemoryTests {
    private let rules = Rules(Configuration(client: .init(command: ["client"])))

    private func started(_ sinceTime: Duration) -> StationMachine {
        var machine = StationMachine(rules: rules, survival: .survivesDaemon)
        var beginning = Beginning()
        beginning.offAt = BootTime(sinceBoot: .seconds(1000))
        let now = Moment(wall: early.wall, boot: BootTime(sinceBoot: .seconds(1000) + sinceTime))
        _ = machine.handle(.started(beginning), at: now)
        return machine
    }

    @Test(arguments: [-5, 0, 59]) func itIsCarriedOut(seconds: Int) {
        #expect(started(.seconds(seconds)).isGoingOff)
    }

    @Test func thePCThatWasKeptOnStaysOn() {
        let machine = started(.seconds(60))
        #expect(machine.status.state == .wiping && !machine.isGoingOff)
    }
}
