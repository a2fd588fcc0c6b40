import ArgumentParser

/// A duration as an officer types it, in whole seconds: `90s`, `2m`, `1m30s`.
struct WholeSeconds: ExpressibleByArgument {
    let seconds: Int

    private static let units: [Substring: Int] = ["s": 1, "m": 60, "h": 3_600]
    private static let most = 86_400

    init?(argument: String) {
        var rest = argument[...]
        var total = 0
        repeat {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            let unit = rest.dropFirst(digits.count).prefix(1)
            guard let number = Int(digits), let factor = Self.units[unit], number <= Self.most else { return nil }
            total += number * factor
            rest = rest.dropFirst(digits.count + 1)
        } while !rest.isEmpty
        guard (1...Self.most).contains(total) else { return nil }
        seconds = total
    }

    var defaultValueDescription: String { "\(seconds)s" }
}
