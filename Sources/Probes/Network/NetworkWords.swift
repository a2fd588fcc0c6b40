import StationCore

/// What several network probes say.
extension CheckFinding {
    static func fail(_ server: Configuration.Network.Address, _ failure: Lookup.Failure) -> CheckFinding {
        switch failure {
        case .unknownName:
            .fail(
                LocalText("\(server): there is no such name", "\(server): nama itu tidak ada"),
                LocalText(
                    "The administrator corrects the name under [network] in vcd.toml.",
                    "Administrator memperbaiki nama itu pada [network] di vcd.toml."
                )
            )
        case .noAnswer:
            .fail(
                LocalText(
                    "\(server): the name server does not answer (DNS)",
                    "\(server): server nama (DNS) tidak menjawab"
                ),
                .checkTheLine
            )
        }
    }
}

extension LocalText {
    static let checkTheLine = LocalText(
        "Check the network cable and the router, then check again. If that does not help, tell the administrator.",
        "Periksa kabel jaringan dan router, lalu periksa lagi. Jika tetap gagal, beri tahu administrator."
    )

    static let serverDown = LocalText(
        "Wait a minute, then check again. If it stays so, tell the administrator: the call server is not well.",
        "Tunggu satu menit, lalu periksa lagi. Jika tetap begitu, beri tahu administrator: server panggilan bermasalah."
    )

    static let slowLine = LocalText(
        "The line is slow: calls may stutter. Stop downloads on this network, then check again.",
        "Jaringan lambat: panggilan bisa tersendat. Hentikan unduhan di jaringan ini, lalu periksa lagi."
    )
}

extension Configuration.Network.Address: CustomStringConvertible {
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
