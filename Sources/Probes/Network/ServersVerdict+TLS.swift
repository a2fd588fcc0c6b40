import StationCore

/// What is wrong with a server's certificate, or with the way to it.
extension ServersVerdict {
    func finding(
        _ server: Configuration.Network.Address,
        _ failure: Handshake.Failure
    ) -> CheckFinding {
        switch failure {
        case .authorities:
            .fail(
                LocalText(
                    "the file of certificate authorities can't be read",
                    "berkas otoritas sertifikat tidak dapat dibaca"
                ),
                LocalText(
                    "The administrator corrects [network] authorities in vcd.toml.",
                    "Administrator memperbaiki [network] authorities di vcd.toml."
                )
            )
        case .noAnswer:
            .fail(
                LocalText(
                    "\(server): it takes the connection, then does not answer",
                    "\(server): sambungan diterima, lalu tidak ada jawaban"
                ),
                .serverDown
            )
        case .closed:
            .fail(
                LocalText("\(server): it closes the connection at once", "\(server): sambungan langsung diputus"),
                .serverDown
            )
        case .noAgreement:
            .fail(
                LocalText("\(server): what answers speaks no TLS", "\(server): yang menjawab tidak memakai TLS"),
                LocalText(
                    "The administrator checks [network] servers in vcd.toml: the port must be the one of https.",
                    "Administrator memeriksa [network] servers di vcd.toml: port-nya harus port https."
                )
            )
        case .oldVersion:
            .fail(
                LocalText(
                    "\(server): it speaks no TLS of version 1.2 or later, as browsers need",
                    "\(server): tidak mendukung TLS versi 1.2 ke atas, yang diperlukan peramban"
                ),
                LocalText(
                    "Make no calls. The administrator has TLS 1.2 or 1.3 switched on at that server.",
                    "Jangan menelepon. Administrator meminta TLS 1.2 atau 1.3 diaktifkan di server itu."
                )
            )
        case .refused(let alert):
            .fail(
                LocalText(
                    "\(server): it refuses to speak TLS with this PC (alert \(alert))",
                    "\(server): menolak berbicara TLS dengan PC ini (peringatan \(alert))"
                ),
                LocalText(
                    "Tell the administrator the number: name and port in [network] servers, or the server, are wrong.",
                    "Beri tahu administrator nomor itu: nama dan port di [network] servers, atau servernya, salah."
                )
            )
        }
    }

    func finding(
        _ server: Configuration.Network.Address,
        _ fault: Certificate.Fault,
        days: Int
    ) -> CheckFinding {
        switch fault {
        case .expired:
            .fail(
                LocalText(
                    "\(server): its certificate ended \(max(0, -days)) days ago",
                    "\(server): sertifikatnya habis \(max(0, -days)) hari yang lalu"
                ),
                LocalText(
                    "Check the PC's clock. If it is right, tell the administrator to have the certificate renewed.",
                    "Periksa jam PC. Jika jamnya benar, minta administrator agar sertifikat itu diperbarui."
                )
            )
        case .notYetValid:
            .fail(
                LocalText(
                    "\(server): its certificate is not valid yet",
                    "\(server): sertifikatnya belum berlaku"
                ),
                LocalText(
                    "Check the PC's clock: date or time is probably wrong. If both are right, tell the administrator.",
                    "Periksa jam PC: tanggal dan waktunya mungkin salah. Jika benar, beri tahu administrator."
                )
            )
        case .wrongName:
            .fail(
                LocalText(
                    "\(server): its certificate (subjectAltName) is for another name",
                    "\(server): sertifikatnya (subjectAltName) untuk nama lain"
                ),
                LocalText(
                    "Make no calls. Tell the administrator: another server may answer in its place.",
                    "Jangan menelepon. Beri tahu administrator: mungkin server lain yang menjawab."
                )
            )
        case .unknownIssuer:
            .fail(
                LocalText(
                    "\(server): nobody that this PC trusts has signed its certificate",
                    "\(server): sertifikatnya tidak ditandatangani pihak yang dipercaya PC ini"
                ),
                LocalText(
                    "Make no calls. The administrator checks that server, and [network] authorities in vcd.toml.",
                    "Jangan menelepon. Administrator memeriksa server itu dan [network] authorities di vcd.toml."
                )
            )
        case .wrongPurpose:
            .fail(
                LocalText(
                    "\(server): its certificate is not one for a server",
                    "\(server): sertifikatnya bukan untuk server"
                ),
                LocalText(
                    "Make no calls. The administrator has that server given a certificate for serverAuth.",
                    "Jangan menelepon. Administrator meminta sertifikat serverAuth untuk server itu."
                )
            )
        case .weak:
            .fail(
                LocalText(
                    "\(server): its certificate's key or signature is too weak",
                    "\(server): kunci atau tanda tangan sertifikatnya terlalu lemah"
                ),
                LocalText(
                    "Make no calls. The administrator has that server given a certificate of today's strength.",
                    "Jangan menelepon. Administrator meminta sertifikat yang cukup kuat untuk server itu."
                )
            )
        case .other(let code):
            .fail(
                LocalText(
                    "\(server): its certificate is not good (OpenSSL's reason \(code))",
                    "\(server): sertifikatnya tidak baik (alasan OpenSSL \(code))"
                ),
                LocalText(
                    "Make no calls. Tell the administrator the number.",
                    "Jangan menelepon. Beri tahu administrator nomor itu."
                )
            )
        }
    }
}
