/// What the title of a browser's window says about the page in it.
///
/// A browser's own pages can be told by their titles: Chromium names them by the bare host of the address that failed
/// ("call.example", with neither port nor path, as no page without a title of its own is named unless it is the first
/// page of its host) or by the whole address of another scheme ("tel:123"); those about certificates, and Firefox's, have
/// titles of their own.
enum PageTitle: Hashable {
    /// No page has come yet.
    case none
    /// A page of the browser's own.
    case own
    /// A bare host: a page of the browser's own, or the first page of that host where it has no title.
    case host
    /// The title of a page.
    case page

    private static let programs = [" - Chromium", " - Google Chrome", " — Mozilla Firefox", " - Mozilla Firefox"]
    private static let empty: Set<String> = [
        "", "Untitled", "Tanpa Judul", "about:blank", "New Tab", "Tab Baru", "Mozilla Firefox", "Chromium",
    ]
    private static let known: Set<String> = [
        // Chromium's, of certificates.
        "Privacy error", "Security error", "Kesalahan privasi", "Kesalahan keamanan",
        // Firefox's (toolkit/neterror: netError.ftl, certError.ftl).
        "Problem loading page", "Server Not Found", "Blocked Page", "Invalid URL", "Log in to network",
        "Warning: Security Risk", "Warning: Potential Security Risk Ahead",
        "Did Not Connect: Potential Security Issue", "Memuat laman bermasalah", "Server Tidak Ditemukan",
        "Laman Diblokir", "URL tidak valid", "Masuk ke jaringan", "Peringatan: Risiko Keamanan",
        "Peringatan: Potensi Risiko Keamanan Menghadang", "Tidak Tersambung: Dugaan Masalah Keamanan",
    ]

    init(_ title: String) {
        let text = Self.programs.first(where: title.hasSuffix).map { title.dropLast($0.count) } ?? title[...]
        if Self.empty.contains(String(text)) {
            self = .none
        } else if Self.known.contains(String(text)) || Self.isOtherScheme(text) {
            self = .own
        } else if Self.isHost(text) {
            self = .host
        } else {
            self = .page
        }
    }

    /// An address of another scheme than a page's.
    private static func isOtherScheme(_ text: Substring) -> Bool {
        guard !text.contains(where: \.isWhitespace), !text.hasPrefix("["), let colon = text.firstIndex(of: ":") else {
            return false
        }
        let scheme = text[..<colon]
        let rest = text[text.index(after: colon)...].prefix { $0 != "/" }
        let isPort = !rest.isEmpty && rest.allSatisfy(\.isNumber)
        return scheme.first?.isLetter == true && scheme.allSatisfy { $0.isLetter || $0.isNumber || "+-".contains($0) }
            && (!isPort || scheme == "tel" || scheme == "sms")
    }

    private static func isHost(_ text: Substring) -> Bool {
        if text.hasPrefix("["), text.hasSuffix("]") { return true }
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text == "localhost" || labels.count > 1 else { return false }
        return labels.allSatisfy { label in
            !label.isEmpty && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
        }
    }
}
