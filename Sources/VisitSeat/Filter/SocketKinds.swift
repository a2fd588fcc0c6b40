import Glibc

/// The sockets that a visit may make, and what it may set on them. Family, type and protocol are numbers of 32 bits to
/// the kernel.
enum SocketKinds {
    /// Numbers of socket(2), netlink(7) and netinet/in.h.
    private enum Family {
        static let unix: UInt32 = 1
        static let internet: [UInt32] = [2, 10]
        static let netlink: UInt32 = 16
    }

    private enum Kind {
        /// SOCK_NONBLOCK and SOCK_CLOEXEC are beside them.
        static let mask: UInt32 = 0xf
        static let stream: UInt32 = 1
        static let datagram: UInt32 = 2
    }

    /// TCP and UDP. No MPTCP, SCTP, DCCP, SMC, ICMP or raw ones; of netlink the addresses of the PC, and the news of
    /// devices.
    static let rules: [FilterRule] =
        [FilterRule(tests: [.argument(0, is: Family.unix)], answer: .allow)]
        + Family.internet.flatMap { family in
            [(Kind.stream, 0), (Kind.stream, 6), (Kind.datagram, 0), (Kind.datagram, 17)].map { kind, transport in
                FilterRule(
                    tests: [
                        .argument(0, is: family), .argument(1, is: kind, mask: Kind.mask), .argument(2, is: transport),
                    ],
                    answer: .allow
                )
            } + [FilterRule(tests: [.argument(0, is: family)], answer: .refuse(EPROTONOSUPPORT))]
        }
        + [route, deviceNews].map { number in
            FilterRule(tests: [.argument(0, is: Family.netlink), .argument(2, is: number)], answer: .allow)
        } + [FilterRule(tests: [.argument(0, is: Family.netlink)], answer: .refuse(EPROTONOSUPPORT))]

    /// NETLINK_ROUTE and NETLINK_KOBJECT_UEVENT.
    private static let route: UInt32 = 0
    private static let deviceNews: UInt32 = 15

    static let pairs = [FilterRule(tests: [.argument(0, is: Family.unix)], answer: .allow)]

    /// Tables of packet filters, which belong to whoever is root in a user namespace (linux/netfilter_ipv4/ip_tables.h):
    /// all of IPPROTO_IP from 64 on, and two of IPPROTO_IPV6. Other protocols on top of TCP, and its state.
    static let options: [FilterRule] =
        [FilterRule(tests: [.argument(1, is: 0), FilterTest(argument: 2, relation: .isAtLeast(64))], answer: refused)]
        + [(41, 64), (41, 65), (6, upperProtocol), (6, repair)].map { level, option in
            FilterRule(tests: [.argument(1, is: level), .argument(2, is: option)], answer: refused)
        }

    private static let refused = FilterAnswer.refuse(EPERM)
    /// TCP_ULP and TCP_REPAIR of linux/tcp.h.
    private static let upperProtocol: UInt32 = 31
    private static let repair: UInt32 = 19
}
