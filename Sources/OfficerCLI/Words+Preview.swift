import ArgumentParser
import Glibc

/// What the previews say.
extension Words {
    var previewIsShown: String {
        pick(
            "The waiting screen is shown on a made-up day. Close the window or press Ctrl-C to end.",
            "Layar tunggu ditampilkan dengan hari contoh. Tutup jendelanya atau tekan Ctrl-C untuk selesai."
        )
    }

    func previewWithoutWindow(_ address: String) -> String {
        pick(
            "The waiting screen is at \(address). Press Ctrl-C to end.",
            "Layar tunggu ada di \(address). Tekan Ctrl-C untuk selesai."
        )
    }

    var previewVisitRuns: String {
        pick(
            "The visit runs. Close the window or press Ctrl-C to end.",
            "Kunjungan berlangsung. Tutup jendelanya atau tekan Ctrl-C untuk selesai."
        )
    }

    func noPreview(_ error: PreviewError) -> String {
        switch error {
        case .noDisplay:
            pick(
                "There is no desktop to show it on. Run it in a terminal window on a desktop.",
                "Tidak ada desktop untuk menampilkannya. Jalankan di jendela terminal pada desktop."
            )
        case .isRoot:
            pick(
                "A preview does not run as root. Run it from an ordinary account.",
                "Pratinjau tidak berjalan sebagai root. Jalankan dari akun biasa."
            )
        case .noProgram(let name):
            pick(
                "The program '\(name)' is missing. Install it, or vcd's package again.",
                "Program '\(name)' tidak ada. Pasang program itu, atau pasang ulang paket vcd."
            )
        case .noFolder:
            pick(
                "No temporary folder can be made. See whether the disk is full: df /tmp",
                "Folder sementara tidak dapat dibuat. Periksa apakah disk penuh: df /tmp"
            )
        case .notStarted(let program, let reason):
            pick("\(program) did not start: \(reason)", "\(program) tidak mulai: \(reason)")
        case .noConfiguration(let file):
            pick(
                "The configuration \(file) cannot be read. Name another one with --config FILE.",
                "Konfigurasi \(file) tidak dapat dibaca. Sebutkan yang lain dengan --config BERKAS."
            )
        }
    }
}

extension PreviewError {
    /// sysexits.h, as DESIGN.md has them.
    var exitCode: ExitCode {
        switch self {
        case .noDisplay, .isRoot, .noProgram, .noFolder, .notStarted: ExitCode(EX_SOFTWARE)
        case .noConfiguration: ExitCode(EX_DATAERR)
        }
    }
}
