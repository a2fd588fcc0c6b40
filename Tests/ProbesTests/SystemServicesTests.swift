import Glibc
import Systemd
import TestSupport
import Testing

@testable import Probes

struct SystemServicesTests {
    private let method = Bus.Method(service: "a.b", path: "/a", interface: "a.b", member: "C")

    private func failure(_ address: String, limit: Duration) async -> BusError? {
        do throws(BusError) {
            _ = try await SystemBus(address: .at(address), limit: limit).call(method, [])
            return nil
        } catch {
            return error
        }
    }

    @Test func noBusIsToldAtOnce() async {
        #expect(await failure("unix:path=/no/such/bus", limit: .seconds(60)) == .disconnected)
    }

    /// A socket that takes connections and says nothing, like that of a bus that hangs.
    @Test func aBusThatHangsIsGivenUp() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = "\(folder.path)/bus"
        let listening = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listening) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listening, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        try #require(isBound && listen(listening, 4) == 0)
        let clock = ContinuousClock()
        let began = clock.now
        #expect(await failure("unix:path=\(path)", limit: .milliseconds(200)) == .timeout)
        // sd-bus itself would wait for a minute and a half.
        #expect(clock.now - began < .seconds(60))
    }
}
