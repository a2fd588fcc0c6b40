/// What of the call is on the visitor's screen, as the seat sees it from outside the call program.
public enum CallPage: String, Codable, Hashable, Sendable, CaseIterable {
    /// Nothing can be told: the program is no browser, or the screen can't be looked at.
    case unseen
    /// The browser has begun, and the page has not come yet.
    case opening
    case shown
    /// A page of the browser's own stands in place of the call: an error, or an address that is not allowed.
    case failed
    /// The page has not come, and nothing tells why: the window is plain.
    case blank
}

/// What the seat says of the call.
public struct CallView: Codable, Hashable, Sendable {
    public var page: CallPage
    /// How often the seat has begun the call program anew by itself.
    public var retries: Int

    public init(page: CallPage = .unseen, retries: Int = 0) {
        self.page = page
        self.retries = retries
    }

    /// One line, as the unit's status says it.
    public var text: String { "\(Self.heading)\(page.rawValue), begun anew by itself: \(retries)" }

    /// - Returns: nil when the line says something else.
    public init?(text: String) {
        guard text.hasPrefix(Self.heading) else { return nil }
        let words = text.dropFirst(Self.heading.count).split { ", ".contains($0) }
        guard let page = words.first.flatMap({ CallPage(rawValue: "\($0)") }),
            let retries = words.last.flatMap({ Int($0) })
        else { return nil }
        self.init(page: page, retries: retries)
    }

    private static let heading = "The call: "
}
