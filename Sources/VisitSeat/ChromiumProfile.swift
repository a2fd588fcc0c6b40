import FoundationEssentials
import Glibc
import SeatMessages

/// The profile of a Chromium that begins with one page. What else a template's profile says stays.
struct ChromiumProfile {
    /// The "user data directory" (chromium.googlesource.com, docs/user_data_dir.md).
    let folder: String

    func begin(with address: String) throws(SeatFailure) {
        let place = "\(folder)/Default"
        PrivateFolders.make(place)
        let file = "\(place)/Preferences"
        let old = (try? Data(contentsOf: URL(filePath: file))).flatMap {
            try? JSONDecoder().decode(JSONTree.self, from: $0)
        }
        var preferences = old ?? .object([:])
        // SessionStartupPref::kPrefValueURLs (chrome/browser/prefs/session_startup_pref.h).
        preferences.set(.integer(4), at: ["session", "restore_on_startup"])
        preferences.set(.array([.string(address)]), at: ["session", "startup_urls"])
        // A template whose Chromium was killed would greet every visit with that.
        preferences.set(.string("Normal"), at: ["profile", "exit_type"])
        guard let text = try? JSONEncoder().encode(preferences) else { return }
        try PrivateFolders.write(String(decoding: text, as: UTF8.self), to: file)
    }
}
