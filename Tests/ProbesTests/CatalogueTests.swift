import Probes
import StationCore
import Testing

/// Every part that a probe is to look at has one.
struct CatalogueTests {
    @Test func eachNameOfAProbeHasOne() {
        let settings = CheckSettings(Configuration(client: .init(command: ["true"])), state: "/")
        let order = CheckOrder(CheckTask(CheckName.allCases, .full), settings, version: "1")
        for name in CheckName.allCases {
            #expect((Probes.probe(name, order) != nil) == (name.place == .probe), "\(name)")
        }
    }
}
