import Glibc
import TestSupport
import Testing

@testable import Probes

/// The kernel's way out, in a network of the test's own.
@Suite(.enabled(if: geteuid() == 0 && access("/sbin/ip", X_OK) == 0, "needs root and iproute2"))
struct RouteLookupTests {
    @Test func theTableThatARuleLeadsToCounts() async {
        let (none, other, proc, halves) = await OwnNetwork.run { () -> ([DefaultRoute], [DefaultRoute], String, Int) in
            let made =
                OwnNetwork.ip("link", "add", "out", "type", "veth", "peer", "name", "far")
                && OwnNetwork.ip("link", "set", "far", "up") && OwnNetwork.ip("link", "set", "out", "up")
                && OwnNetwork.ip("addr", "add", "192.0.2.10/24", "dev", "out")
            let none = RouteLookup.all()
            let ruled =
                OwnNetwork.ip("route", "add", "default", "via", "192.0.2.1", "dev", "out", "table", "100")
                && OwnNetwork.ip("rule", "add", "from", "all", "lookup", "100")
            let other = made && ruled ? RouteLookup.all() : []
            let proc = threadText("/proc/thread-self/net/route")
            let changed =
                OwnNetwork.ip("rule", "del", "from", "all", "lookup", "100")
                && OwnNetwork.ip("route", "add", "0.0.0.0/1", "dev", "out")
                && OwnNetwork.ip("route", "add", "128.0.0.0/1", "dev", "out")
            return (none, other, proc, changed ? RouteLookup.all().count : -1)
        }
        #expect(none == [])
        #expect(other == [DefaultRoute(interface: "out", metric: 0, gateway: "192.0.2.1")])
        // The file that others read knows nothing of it.
        #expect(DefaultRoute.ipv4(proc) == [])
        #expect(halves == 1)
    }

    @Test func aRouteToNowhereIsNone() async {
        let found = await OwnNetwork.run {
            OwnNetwork.ip("route", "add", "unreachable", "default") ? RouteLookup.all() : nil
        }
        #expect(found == [])
    }
}

private func threadText(_ path: String) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(file, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
}
