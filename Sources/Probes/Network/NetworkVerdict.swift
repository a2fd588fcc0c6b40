import StationCore

/// Judges this PC's own side of the network, from the cable upwards: the first thing missing is the one to mend.
enum NetworkVerdict {
    /// In dBm: below it Wi-Fi drops to its slowest rates.
    static let weakSignal = -75

    static func finding(_ state: NetworkState) -> CheckFinding {
        guard !state.links.isEmpty else { return .noCard }
        let up = state.links.filter(\.isUp)
        guard !up.isEmpty else { return .noLink(state.links) }
        let names = Set(up.map(\.name))
        let addresses = state.addresses.filter { names.contains($0.interface) }
        let usable = addresses.filter { $0.kind != .linkLocal }
        guard !usable.isEmpty else { return .noAddress(up.map(\.name), isLinkLocal: !addresses.isEmpty) }
        guard let (route, address) = way(state.routes, usable),
            let link = up.first(where: { $0.name == route.interface })
        else { return .noRoute(usable.map(\.interface)) }
        guard state.nameServers > 0 else { return .noNameServer(link.name) }
        return judged(link, address, route)
    }

    private static func way(
        _ routes: [DefaultRoute],
        _ addresses: [InterfaceAddress]
    ) -> (DefaultRoute, InterfaceAddress)? {
        for route in routes {
            if let address = addresses.first(where: { $0.interface == route.interface }) { return (route, address) }
        }
        return nil
    }

    private static func judged(
        _ link: NetworkState.Link,
        _ address: InterfaceAddress,
        _ route: DefaultRoute
    ) -> CheckFinding {
        let speed = link.speed.map { ", \($0) Mbit/s" } ?? ""
        let signal = link.signal.map { ", Wi-Fi \($0) dBm" } ?? ""
        let gateway = route.gateway.map { ", gateway \($0)" } ?? ""
        let kind = "\(address.kind.name)/\(address.prefix)"
        let detail = LocalText(
            "\(link.name)\(speed)\(signal), \(kind) address\(gateway)",
            "\(link.name)\(speed)\(signal), alamat \(kind)\(gateway)"
        )
        guard let level = link.signal, level < weakSignal else { return .pass(detail) }
        return .warn(
            detail,
            LocalText(
                "The Wi-Fi signal is weak. Move the PC or the access point closer, or use a cable.",
                "Sinyal Wi-Fi lemah. Dekatkan PC atau titik aksesnya, atau pakai kabel."
            )
        )
    }
}

extension CheckFinding {
    fileprivate static let noCard = CheckFinding.fail(
        LocalText("this PC has no network card", "PC ini tidak punya kartu jaringan"),
        LocalText(
            "Plug the network adapter in and restart the PC. If that does not help, tell the administrator.",
            "Pasang adaptor jaringan, lalu nyalakan ulang PC. Jika tetap gagal, beri tahu administrator."
        )
    )

    fileprivate static func noLink(_ links: [NetworkState.Link]) -> CheckFinding {
        let names = links.map(\.name).brief
        return .fail(
            LocalText("no connection at \(names)", "tidak ada sambungan di \(names)"),
            links.allSatisfy(\.isWireless)
                ? LocalText(
                    "Check that the Wi-Fi access point is on. If it is, tell the administrator.",
                    "Pastikan titik akses Wi-Fi menyala. Jika sudah menyala, beri tahu administrator."
                )
                : LocalText(
                    "Check the network cable at both ends, and that the switch or router is on. Then check again.",
                    "Periksa kedua ujung kabel jaringan, pastikan switch atau router menyala, lalu periksa lagi."
                )
        )
    }

    fileprivate static func noAddress(_ names: [String], isLinkLocal: Bool) -> CheckFinding {
        .fail(
            isLinkLocal
                ? LocalText(
                    "\(names.brief): only an address of its own making, none from the router (DHCP)",
                    "\(names.brief): hanya alamat buatan sendiri, tidak ada dari router (DHCP)"
                )
                : LocalText("\(names.brief): no address (DHCP)", "\(names.brief): tidak ada alamat (DHCP)"),
            LocalText(
                "Restart the router and wait two minutes. If that does not help, tell the administrator.",
                "Nyalakan ulang router dan tunggu dua menit. Jika tetap gagal, beri tahu administrator."
            )
        )
    }

    fileprivate static func noRoute(_ names: [String]) -> CheckFinding {
        .fail(
            LocalText(
                "\(names.brief): an address, but no way out of this network (default route)",
                "\(names.brief): ada alamat, tetapi tidak ada jalan keluar jaringan (rute bawaan)"
            ),
            LocalText(
                "Restart the router and wait two minutes. If that does not help, the administrator sets the gateway.",
                "Nyalakan ulang router dan tunggu dua menit. Jika tetap gagal, administrator mengatur gateway."
            )
        )
    }

    fileprivate static func noNameServer(_ name: String) -> CheckFinding {
        .fail(
            LocalText("\(name): no name server (DNS) is set", "\(name): server nama (DNS) belum diatur"),
            LocalText(
                "Restart the router and the PC. If that does not help, the administrator sets a name server.",
                "Nyalakan ulang router dan PC. Jika tetap gagal, administrator mengatur server nama."
            )
        )
    }
}

extension [String] {
    /// No more of them than a line has room for.
    fileprivate var brief: String {
        let names = reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return names.prefix(3).joined(separator: ", ") + (names.count > 3 ? ", …" : "")
    }
}
