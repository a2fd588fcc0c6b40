import FoundationEssentials
import SeatMessages

/// The profile of a Firefox that begins with one page and nothing else. What a template's `user.js` says stays, and
/// holds where this says nothing.
struct FirefoxProfile {
    let folder: String

    func begin(with address: String) throws(SeatFailure) {
        PrivateFolders.make(folder)
        let file = "\(folder)/user.js"
        let old = (try? Data(contentsOf: URL(filePath: file))).map { String(decoding: $0, as: UTF8.self) + "\n" } ?? ""
        let lines = Self.preferences(address).map { "user_pref(\"\($0)\", \($1));\n" }
        try PrivateFolders.write(old + lines.joined(), to: file)
        PrivateFolders.make("\(folder)/chrome")
        try PrivateFolders.write(Self.styles, to: "\(folder)/chrome/userChrome.css")
    }

    /// From the panel of downloads a way leads to the library, with history, import and backup, and none back.
    private static let styles = """
        #downloadsPanel, #downloads-button, #notification-popup[popupid^="downloads"], .downloadsPanelFooter {
            display: none !important;
        }

        """

    /// An address of a call has no quotation mark, no backslash, and no `|`, which would part two pages.
    private static func preferences(_ address: String) -> [(String, String)] {
        [
            ("browser.startup.page", "1"),
            ("browser.startup.homepage", "\"\(address)\""),
            // Pages of first runs and of new versions, and questions.
            ("browser.startup.homepage_override.mstone", "\"ignore\""),
            ("startup.homepage_welcome_url", "\"\""),
            ("startup.homepage_welcome_url.additional", "\"\""),
            ("browser.aboutwelcome.enabled", "false"),
            ("browser.preonboarding.enabled", "false"),
            ("termsofuse.bypassNotification", "true"),
            ("datareporting.policy.dataSubmissionEnabled", "false"),
            ("datareporting.policy.firstRunURL", "\"\""),
            ("browser.shell.checkDefaultBrowser", "false"),
            ("browser.sessionstore.resume_from_crash", "false"),
            ("browser.rights.3.shown", "true"),
            ("browser.tabs.warnOnClose", "false"),
            // Which no policy can set: pages that want to keep what they store are denied unasked.
            ("permissions.default.persistent-storage", "2"),
        ]
    }
}
