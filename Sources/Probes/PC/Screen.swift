/// A screen that is connected, as the kernel's graphics driver has it (kernel documentation, gpu/drm-kms).
struct Screen: Hashable, Sendable {
    /// The connector, such as `HDMI-A-1`.
    let connector: String
    /// Its preferred mode; nil where the driver has none.
    let size: Size?

    struct Size: Hashable, Sendable {
        let width: Int
        let height: Int

        /// From a mode's name, such as `1920x1080` or `1920x1080i`.
        init?(_ mode: String) {
            let numbers = mode.split(separator: "x").map { Int($0.prefix { $0.isNumber }) }
            guard numbers.count == 2, let width = numbers[0], let height = numbers[1] else { return nil }
            self.width = width
            self.height = height
        }
    }

    var name: String { size.map { "\(connector) \($0.width)x\($0.height)" } ?? connector }
}

/// What the PC's graphics cards have connected.
enum Screens: Hashable, Sendable {
    case noGraphics
    case connected([Screen])

    init(_ files: PCFiles) {
        let folder = "/sys/class/drm"
        let cards = files.names(folder).filter { $0.hasPrefix("card") }
        guard !cards.isEmpty else {
            self = .noGraphics
            return
        }
        self = .connected(
            cards.compactMap { card in
                guard let dash = card.firstIndex(of: "-"), files.line("\(folder)/\(card)/status") == "connected"
                else { return nil }
                let mode = files.line("\(folder)/\(card)/modes")
                return Screen(connector: String(card[card.index(after: dash)...]), size: Screen.Size(mode))
            }
        )
    }
}
