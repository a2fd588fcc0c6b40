import StationCore
import Testing

@Suite struct NoticeTextTests {
    private static let noon = BootTime(sinceBoot: .seconds(900))

    private func text(_ notice: VisitorNotice, _ language: Configuration.Language) -> String {
        notice.text(in: language) { time in 10 * 3_600 + Int(time.sinceBoot.components.seconds) }
    }

    @Test(arguments: [
        (
            VisitorNotice.welcome(.seconds(600), isWaiting: false), "Selamat datang. Waktu kunjungan Anda 10 menit.",
            "Welcome. Your visit lasts 10 minutes."
        ),
        (
            .welcome(.seconds(60), isWaiting: true),
            "Selamat datang. Waktu kunjungan Anda 1 menit.\nWaktu mulai setelah panggilan tersambung.",
            "Welcome. Your visit lasts 1 minute.\nThe time begins when the call is connected."
        ),
        (
            .begun(.milliseconds(599_600)), "Panggilan tersambung. Waktu Anda 10 menit.",
            "The call is connected. You have 10 minutes."
        ),
        (.remaining(.seconds(120)), "Sisa waktu 2 menit", "2 minutes left"),
        (.remaining(.seconds(90)), "Sisa waktu 1 menit 30 detik", "1 minute 30 seconds left"),
        (.bar(left: .seconds(11), percent: 18), "Sisa waktu 11 detik", "11 seconds left"),
        (.bar(left: .seconds(1), percent: 1), "Panggilan berakhir dalam 1 detik", "The call ends in 1 second"),
        (.bar(left: .zero, percent: 0), "Panggilan berakhir dalam 0 detik", "The call ends in 0 seconds"),
        (
            .extended(.seconds(300), until: noon), "Diperpanjang 5 menit, sampai 10.15",
            "Extended by 5 minutes, until 10:15"
        ),
        (.extended(.seconds(3_660), until: nil), "Diperpanjang 1 jam 1 menit.", "Extended by 1 hour 1 minute."),
        (.held, "Jaringan terputus. Waktu Anda berhenti sementara.", "The network is gone. Your time stands still."),
        (
            .resumed(.seconds(300)), "Jaringan tersambung lagi. Sisa waktu 5 menit.",
            "The network is back. 5 minutes left."
        ),
        (.closing, "Panggilan berakhir. Terima kasih.", "The call is ending. Thank you."),
    ])
    func eachNoticeInBothLanguages(_ notice: VisitorNotice, _ indonesian: String, _ english: String) {
        #expect(text(notice, .indonesian) == indonesian)
        #expect(text(notice, .english) == english)
    }

    @Test func whatHoldsStaysAndWhatIsSaidGoes() {
        for notice in [VisitorNotice.held, .bar(left: .seconds(9), percent: 15), .closing] {
            #expect(notice.shownFor == nil)
        }
        for notice in [VisitorNotice.remaining(.seconds(30)), .extended(.seconds(60), until: nil)] {
            #expect(notice.shownFor != nil)
            #expect(notice.slot == .message)
        }
        #expect(VisitorNotice.held.slot == VisitorNotice.bar(left: .zero, percent: 0).slot)
    }

    @Test func noOrderWithoutNotices() throws {
        var configuration = Configuration(client: .init(command: ["true"]))
        #expect(NoticeOrder(configuration) == nil)
        configuration.notices.isShown = true
        let order = try #require(NoticeOrder(configuration))
        #expect(order.languages == [.indonesian, .english])
        #expect(order.warnAt == [.seconds(120), .seconds(30)])
        #expect(order.lastBar == .seconds(60))
    }
}
