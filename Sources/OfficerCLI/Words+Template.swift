import StationAPI

/// What vcctl says of the template.
extension Words {
    var noTemplateConfigured: String {
        pick(
            "No template is configured: visits begin with an empty home.",
            "Tidak ada templat: kunjungan mulai dengan ruang kosong."
        )
    }

    func template(_ template: API.Template) -> String {
        let size = pick(
            "\(template.files) files, \(template.bytes) bytes",
            "\(template.files) berkas, \(template.bytes) bita"
        )
        let verdict =
            if template.accepted == nil {
                pick("Not accepted yet.", "Belum disetujui.")
            } else if template.isAccepted {
                pick("It is the accepted one.", "Sama dengan yang disetujui.")
            } else {
                pick("It is NOT the accepted one.", "TIDAK sama dengan yang disetujui.")
            }
        return "\(template.path)  \(template.digest.prefix(12))  \(size). \(verdict)"
            + lines(template.changes, of: template.changeCount)
            + (template.unfit.isEmpty
                ? "" : pick("\nWhat no template may hold:", "\nYang tidak boleh ada dalam templat:"))
            + lines(template.unfit, of: template.unfit.count)
    }

    func staged(_ template: API.Template) -> String {
        pick("Laid ready to take its place: ", "Siap menggantikannya: ") + self.template(template)
    }

    func askToAccept(_ template: API.Template) -> String {
        pick(
            "Accept this template (\(template.digest.prefix(12))) for all visits from now on? [y/N]",
            "Setujui templat ini (\(template.digest.prefix(12))) untuk semua kunjungan mulai sekarang? [y/T]"
        )
    }

    func templateAccepted(_ template: API.Template, _ status: API.Status) -> String {
        pick(
            "The template is accepted (\(template.digest.prefix(12))). ",
            "Templat disetujui (\(template.digest.prefix(12))). "
        ) + self.status(status)
    }

    func templateChanged(_ error: API.TemplateChanged) -> String {
        pick(
            "\(error.message) \(error.remedy)",
            "Templat sudah berubah sejak dilihat. Lihat lagi dengan 'vcctl template', lalu setujui.\n(\(error.message))"
        )
    }

    func templateUnfit(_ error: API.TemplateUnfit) -> String {
        pick(
            "\(error.message) \(error.remedy)",
            "Templat tidak dapat dipakai. Administrator memperbaikinya; lihat dengan 'vcctl template'.\n"
                + "(\(error.message))"
        )
    }

    private func lines(_ changes: [API.TemplateChange], of count: Int) -> String {
        let rest = count - changes.count
        return changes.map { "\n  \($0.path): \($0.change)" }.joined()
            + (rest > 0 ? pick("\n  and \(rest) more", "\n  dan \(rest) lagi") : "")
    }
}
