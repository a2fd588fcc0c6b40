import StationCore

/// Whether a login page is in the way.
extension ServersVerdict {
    func finding(_ portal: PortalAnswer) -> CheckFinding {
        switch portal {
        case .free: .pass(LocalText("no login page in the way", "tidak ada halaman login yang menghalangi"))
        case .loginPage(let status):
            .fail(
                LocalText(
                    "a login page is in the way (status \(status) instead of 204)",
                    "halaman login menghalangi (status \(status), seharusnya 204)"
                ),
                LocalText(
                    "The network wants a login first. Tell the administrator: this PC must be let through.",
                    "Jaringan meminta login dahulu. Beri tahu administrator agar PC ini diizinkan lewat."
                )
            )
        case .otherStatus(let status):
            .warn(
                LocalText(
                    "the page that shows login pages answered \(status) instead of 204",
                    "halaman uji login menjawab \(status), seharusnya 204"
                ),
                .checkPortal
            )
        case .noAnswer:
            .warn(
                LocalText(
                    "the page that shows login pages does not answer",
                    "halaman uji login tidak menjawab"
                ),
                .checkPortal
            )
        case .badAddress:
            .warn(
                LocalText(
                    "[network] portal is no address of plain HTTP",
                    "[network] portal bukan alamat HTTP biasa"
                ),
                LocalText(
                    "The administrator sets [network] portal in vcd.toml to an address that begins with http://.",
                    "Administrator mengatur [network] portal di vcd.toml ke alamat yang diawali http://."
                )
            )
        }
    }
}

extension LocalText {
    fileprivate static let checkPortal = LocalText(
        "If calls work, the administrator corrects [network] portal in vcd.toml.",
        "Jika panggilan berhasil, administrator memperbaiki [network] portal di vcd.toml."
    )
}
