import StationCore

/// What is said about a call program that can't be used.
extension ClientProbe {
    static let notConfigured = CheckFinding.fail(
        LocalText("no call program is configured", "program panggilan belum diatur"),
        LocalText(
            "The administrator sets [client] command in vcd.toml.",
            "Administrator mengisi [client] command di vcd.toml."
        )
    )

    static func doesNotRun(_ name: String, _ why: LocalText) -> CheckFinding {
        .fail(
            LocalText("\(name) does not run: \(why.english)", "\(name) tidak berjalan: \(why.indonesian)"),
            LocalText(
                "Check again; if it stays so, the administrator installs the program again.",
                "Periksa lagi; jika tetap begitu, administrator memasang ulang program itu."
            )
        )
    }

    static func notExecutable(_ path: String) -> CheckFinding {
        .fail(
            LocalText("\(path) may not be run", "\(path) tidak boleh dijalankan"),
            LocalText(
                "The administrator installs the program again, or runs 'chmod a+rx \(path)'.",
                "Administrator memasang ulang program itu, atau menjalankan 'chmod a+rx \(path)'."
            )
        )
    }

    static func missing(_ program: String) -> CheckFinding {
        .fail(
            LocalText("'\(program)' is not installed", "'\(program)' belum terpasang"),
            LocalText(
                "The administrator installs it, or corrects [client] in vcd.toml.",
                "Administrator memasangnya, atau membetulkan [client] di vcd.toml."
            )
        )
    }

    static func notTried(_ place: String) -> CheckFinding {
        .warn(
            LocalText("\(place), not tried: /tmp takes no files", "\(place), belum dicoba: /tmp tidak dapat diisi"),
            LocalText(
                "Restart the PC; if it stays so, call the administrator.",
                "Mulai ulang komputer; jika tetap begitu, hubungi administrator."
            )
        )
    }
}
