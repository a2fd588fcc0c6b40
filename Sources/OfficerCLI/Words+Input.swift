/// What is asked of an officer who types.
extension Words {
    func prompt(_ field: InputField) -> String {
        switch field {
        case .number: pick("Register number", "Nomor register")
        case .note: pick("Note", "Catatan")
        case .reason: pick("Reason", "Alasan")
        case .override: pick("The supervisor's reason", "Alasan penyelia")
        case .join: pick("Address of the call", "Alamat panggilan")
        }
    }

    func emptyInput(_ field: InputField) -> String {
        pick(
            "\(prompt(field)): nothing was given on the standard input. Type it, or put it into the command.",
            "\(prompt(field)): tidak ada isinya pada masukan. Ketik isinya, atau tulis dalam perintah."
        )
    }

    /// - Parameter reason: the system's word.
    func notWritten(_ reason: String) -> String {
        pick(
            "The output can't be written: \(reason). What is there is not all of it.",
            "Hasilnya tidak dapat ditulis: \(reason). Yang sudah tertulis belum lengkap."
        )
    }

    func fileNotRead(_ error: TextFileError) -> String {
        switch error.reason {
        case .system(let reason):
            pick(
                "\(error.path) can't be read: \(reason). Check the name, or give the file as '- < FILE'.",
                "\(error.path) tidak dapat dibaca: \(reason). Periksa namanya, atau berikan sebagai '- < BERKAS'."
            )
        case .tooLong:
            pick(
                "\(error.path) is longer than a roster can be (\(TextFile.most / 1_024) KiB). Is it the right file?",
                "\(error.path) terlalu besar untuk sebuah daftar (\(TextFile.most / 1_024) KiB). Apakah berkasnya benar?"
            )
        case .notUTF8:
            pick(
                "\(error.path) is no text in UTF-8. Save it as 'CSV UTF-8' in the spreadsheet program.",
                "\(error.path) bukan teks UTF-8. Simpan sebagai 'CSV UTF-8' dalam program lembar kerja."
            )
        }
    }
}
