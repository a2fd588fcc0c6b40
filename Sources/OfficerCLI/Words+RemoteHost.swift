/// What vcctl says when another PC's station can't be reached.
extension Words {
    /// - Parameter failure: why; what ssh itself said of it stands behind as a detail.
    func hostUnreachable(_ host: String, _ failure: SSHFailure) -> String {
        let reason = hostUnreachable(host, failure.kind)
        return failure.detail.isEmpty ? reason : "\(reason)\n(ssh: \(ScreenText.cut(failure.detail, to: 200)))"
    }

    private func hostUnreachable(_ host: String, _ kind: SSHFailure.Kind) -> String {
        let pc = Self.pc(of: host)
        return switch kind {
        case .keyChanged:
            pick(
                "The key of \(pc) is another one than before: it was installed anew, or another PC answers in its place. "
                    + "Ask the administrator; if it was installed anew, then: ssh-keygen -R \(pc)",
                "Kunci \(pc) berbeda dari sebelumnya: komputer dipasang ulang, atau komputer lain yang menjawab. "
                    + "Tanyakan kepada administrator; jika memang dipasang ulang: ssh-keygen -R \(pc)"
            )
        case .keyRevoked:
            pick(
                "The key of \(pc) must not be trusted any more. Type nothing there, and call the administrator.",
                "Kunci \(pc) tidak boleh dipercaya lagi. Jangan ketik apa pun, dan hubungi administrator."
            )
        case .keyUnknown:
            pick(
                "This PC does not know \(pc) yet. Log in there once ('ssh \(host)') and compare its key with what the "
                    + "administrator has.",
                "Komputer ini belum mengenal \(pc). Masuk sekali ('ssh \(host)') dan cocokkan kuncinya dengan yang "
                    + "ada pada administrator."
            )
        case .accountRefused:
            pick(
                "\(pc) did not let this account in (\(host)). Is the name right? The administrator puts your key there, or "
                    + "gives you a password.",
                "\(pc) menolak akun ini (\(host)). Apakah namanya benar? Administrator memasang kunci Anda di sana, "
                    + "atau memberi kata sandi."
            )
        case .nameUnknown:
            pick(
                "No PC has the name \(pc). Is it written right? Otherwise say its address: --host USER@192.0.2.10",
                "Tidak ada komputer bernama \(pc). Apakah tulisannya benar? Jika tidak, pakai alamatnya: "
                    + "--host NAMA@192.0.2.10"
            )
        case .timedOut:
            pick(
                "\(pc) does not answer. Is it on, and is its network cable in?",
                "\(pc) tidak menjawab. Apakah menyala, dan kabel jaringannya terpasang?"
            )
        case .refused:
            pick(
                "\(pc) is on, but takes no ssh connection: the administrator installs openssh-server there, or starts it.",
                "\(pc) menyala, tetapi tidak menerima ssh: administrator memasang atau menjalankan openssh-server di sana."
            )
        case .noRoute:
            pick(
                "There is no way through the network to \(pc). Are both PCs' network cables in?",
                "Tidak ada jalur jaringan ke \(pc). Apakah kabel jaringan kedua komputer terpasang?"
            )
        case .noCommonKeyType:
            pick(
                "This PC and \(pc) have no way of encrypting in common: one of them is too old. Call the administrator.",
                "Komputer ini dan \(pc) tidak punya cara enkripsi yang sama: salah satunya terlalu lama. "
                    + "Hubungi administrator."
            )
        case .closed:
            pick(
                "\(pc) broke the connection off. Try again; 'vcctl --host \(host) status' shows how the station is.",
                "\(pc) memutus sambungan. Coba lagi; 'vcctl --host \(host) status' menunjukkan keadaan stasiun."
            )
        case .other:
            pick(
                "The other PC could not be reached (\(host)). Is it on, and may your account log in there by ssh?",
                "Komputer tujuan tidak terjangkau (\(host)). Apakah menyala, dan bolehkah akun Anda masuk dengan ssh?"
            )
        }
    }

    /// The PC in a destination, as ssh's list of known PCs has it where it stands for the usual port.
    static func pc(of destination: String) -> String {
        let rest = destination.split(separator: "@").last.map(String.init) ?? destination
        return rest.hasPrefix("ssh://") ? String(rest.dropFirst(6)) : rest
    }

    func noVcctlThere(_ host: String) -> String {
        pick(
            "There is no vcctl on \(Self.pc(of: host)): is it the station's PC? The administrator installs vcd there.",
            "Tidak ada vcctl di \(Self.pc(of: host)): apakah itu komputer stasiun? Administrator memasang vcd di sana."
        )
    }

    var noSSH: String {
        pick(
            "--host needs ssh, which is not installed here: the administrator installs openssh-client.",
            "--host memerlukan ssh yang belum terpasang di sini: administrator memasang openssh-client."
        )
    }
}
