import CLinux
import Glibc

/// The ways that the kernel itself takes to the internet: by all of its tables and rules (ip-rule(8)), of which
/// /proc/net/route shows the main table alone, and also where two halves make the whole.
enum RouteLookup {
    /// Addresses that nobody has a route of its own to: a root name server's. Nothing is sent there.
    private static let four: [UInt8] = [198, 41, 0, 4]
    private static let six: [UInt8] = [0x20, 0x01, 0x05, 0x03, 0xba, 0x3e, 0, 0, 0, 0, 0, 0, 0, 0x02, 0, 0x30]

    static func all() -> [DefaultRoute] {
        [(AF_INET, four), (AF_INET6, six)].compactMap { family, address in
            var answer = vcd_route()
            guard vcd_route_to(family, address, &answer) == 0 else { return nil }
            let interface = withUnsafeBytes(of: answer.interface) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            return DefaultRoute(interface: interface, metric: 0, gateway: gateway(of: answer))
        }
    }

    private static func gateway(of answer: vcd_route) -> String? {
        guard answer.gateway_family != 0 else { return nil }
        return withUnsafeBytes(of: answer.gateway) { DefaultRoute.text(answer.gateway_family, Array($0)) }
    }
}
