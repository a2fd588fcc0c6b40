import Testing

@testable import VisitSeat

/// Titles as Debian's browsers give them.
@Suite struct PageTitleTests {
    @Test(arguments: [
        "tel:123 - Chromium", "mailto:somebody@call.example - Chromium", "chrome://settings - Chromium",
        "Privacy error - Chromium", "Kesalahan privasi - Chromium", "Server Not Found — Mozilla Firefox",
        "Blocked Page — Mozilla Firefox", "Laman Diblokir — Mozilla Firefox",
    ])
    func pagesOfTheBrowsersOwn(_ title: String) { #expect(PageTitle(title) == .own) }

    /// No name, refused, HTTP 500 and 404 without a text, a redirect that is blocked.
    @Test(arguments: [
        "no.such.name.invalid - Chromium", "127.0.0.1 - Chromium", "call.example - Chromium", "[::1] - Chromium",
        "localhost - Chromium",
    ])
    func bareHosts(_ title: String) { #expect(PageTitle(title) == .host) }

    @Test(arguments: ["Untitled - Chromium", "", "about:blank - Chromium", "Mozilla Firefox"])
    func noPageYet(_ title: String) { #expect(PageTitle(title) == .none) }

    @Test(arguments: [
        "Call - Chromium", "Jitsi Meet - Chromium", "Ruang 3: keluarga - Chromium", "Meet",
        // Pages without a title of their own are named by their whole address.
        "127.0.0.1:46553/room - Chromium", "call.example/room - Chromium", "127.0.0.1:8080 - Chromium",
        "localhost:8443 - Chromium",
    ])
    func pages(_ title: String) { #expect(PageTitle(title) == .page) }
}
