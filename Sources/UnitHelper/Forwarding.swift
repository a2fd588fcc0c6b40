import Firewall
import Glibc
import ProcFS

/// Which of the PC's links pass packets on, for as long as a visit needs it.
///
/// By IPv4 each link is asked by itself. By IPv6 the kernel asks the PC as a whole, and a PC that passes packets on would no
/// longer take its own address from a router, but where `accept_ra` is 2 (ip-sysctl in the kernel's documentation).
struct Forwarding {
    /// Where it is noted how all was.
    let notes: String

    private static let all4 = Sysctl("net/ipv4/ip_forward")
    private static let all6 = Sysctl("net/ipv6/conf/all/forwarding")

    /// Whether the PC passes packets on without vcd.
    var before: Surroundings.Forwarding {
        .init(four: Self.all4.value == "1", six: Self.all6.value == "1")
    }

    /// Also for links that have come since.
    func begin(hasIPv6: Bool) {
        set("net/ipv4/conf/\(VisitNetwork.link)/route_localnet", from: nil, to: "1")
        for link in Self.links { set("net/ipv4/conf/\(link)/forwarding", from: "0", to: "1") }
        guard hasIPv6, Self.all6.value == "0" else { return }
        for link in Self.links { set("net/ipv6/conf/\(link)/accept_ra", from: "1", to: "2") }
        set("net/ipv6/conf/all/forwarding", from: "0", to: "1")
    }

    /// Puts back what was noted.
    func restore() {
        // What was changed last goes first: the setting of all links sets each of them.
        for line in ProcessTable.read(notes).split(separator: "\n").reversed() {
            let words = line.split(separator: " ").map(String.init)
            if words.count == 2 { Sysctl(words[0]).set(words[1]) }
        }
        unlink(notes)
    }

    private static var links: [String] {
        NetworkLinks.names(in: ProcessTable.read("/proc/net/dev")).filter { $0 != "lo" && $0 != VisitNetwork.canary }
    }

    private func set(_ name: String, from before: String?, to after: String) {
        let setting = Sysctl(name)
        guard let value = setting.value, before == nil || value == before, value != after else { return }
        // Noted first: the power may go, or this process.
        let file = open(notes, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        defer { close(file) }
        let line = "\(name) \(value)\n"
        guard write(file, line, line.utf8.count) == line.utf8.count else { return }
        setting.set(after)
    }
}
