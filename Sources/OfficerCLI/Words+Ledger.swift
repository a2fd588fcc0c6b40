/// What vcctl says of copies of the station's record.
extension Words {
    func ledgerCopied(to file: String, bytes: Int) -> String {
        pick(
            "A whole copy of the station's record is in \(file) (\(bytes) bytes). It holds today's roster: keep it safe.",
            "Salinan lengkap catatan stasiun ada di \(file) (\(bytes) bita). Isinya termasuk pendataan hari ini: simpan "
                + "dengan aman."
        )
    }

    func ledgerNotCopied(_ failure: LedgerBackup.Failure) -> String {
        switch failure {
        case .exists(let file):
            pick(
                "\(file) is there already, and stays as it is. Choose a new name.",
                "\(file) sudah ada dan tidak diubah. Pilih nama baru."
            )
        case .unwritable(let file, let reason):
            pick(
                "The copy could not be written to \(file): \(reason). Nothing is left of it. Choose a place with room.",
                "Salinan tidak dapat ditulis ke \(file): \(reason). Tidak ada sisanya. Pilih tempat yang cukup."
            )
        case .noProgram(let program):
            pick(
                "\(program) cannot be run, which reads the record. Copies are made on the station's own PC.",
                "\(program), yang membaca catatan, tidak dapat dijalankan. Salinan dibuat di komputer stasiun sendiri."
            )
        case .noLedger(let ledger):
            pick(
                "There is no record \(ledger). Name the station with --socket.",
                "Catatan \(ledger) tidak ada. Sebutkan stasiunnya dengan --socket."
            )
        case .forbidden(let ledger):
            pick(
                "This account may not read \(ledger). The administrator says it as root: 'sudo vcctl ledger backup FILE'.",
                "Akun ini tidak boleh membaca \(ledger). Administrator menjalankannya sebagai root: "
                    + "'sudo vcctl ledger backup FILE'."
            )
        case .unreadable(let ledger, let reason):
            pick(
                "\(ledger) could not be copied: \(reason) Nothing is left of the copy.",
                "\(ledger) tidak dapat disalin: \(reason) Tidak ada sisa salinannya."
            )
        }
    }
}

extension LedgerBackup.Failure {
    /// As in sysexits.h.
    var exitCode: Int32 {
        switch self {
        case .exists, .unwritable: 73
        case .noProgram: 69
        case .noLedger: 66
        case .forbidden: 77
        case .unreadable: 74
        }
    }
}
