import Foundation

@testable import StationConfig
@testable import StationCore

/// Values as people type them. What is taken is printed as it was typed, or is what another reader takes it for.
func fuzzValue(_ bytes: [UInt8]) throws {
    guard let text = String(validating: bytes, as: UTF8.self) else { return }
    if let duration = DurationText.parse(text) {
        try require((.zero...(.seconds(366 * 24 * 3_600))).contains(duration), "\(text) is \(duration)")
    }
    if let size = ByteCountText.parse(text) { try require(size >= 0, "\(text) is \(size) bytes") }
    if let day = CalendarDay(text) {
        try require(day.description == text, "\(text) is \(day)")
        try require(CalendarDay(number: day.number) == day, "\(day) by its number")
    }
    if let time = TimeOfDay(text) { try require(time.description == text, "\(text) is \(time)") }
    if let number = RegisterNumber(text) {
        try require(RegisterNumber(number.text) == number && number.text.isPlain, "\(text) is \(number.text)")
    }
    if let place = Configuration.Firewall.LocalPlace(parsing: text) {
        let address = try required(IPAddress(place.address), "\(text) is an address")
        try require(
            place.prefix.map { (1...address.length).contains($0) } ?? true,
            "\(text) has the prefix \(place.prefix ?? 0)"
        )
        try require(!address.isLoopback || place.port != nil, "\(text) opens the PC itself")
    }
    if let ports = Configuration.Firewall.Ports(parsing: text) {
        try require(ports.first > 0 && ports.first <= ports.last, "\(text) is \(ports)")
    }
    if let address = Configuration.Network.Address(text, port: 443) {
        try require(address.port > 0 && !address.host.isEmpty && !address.host.contains { " /@\0".contains($0) }, text)
    }
    if let address = CallAddress(text) { try check(address) }
    if let pattern = AddressPattern(text) { try check(pattern) }
}

/// A call's address leads where Foundation's reader of RFC 3986 says that it leads.
private func check(_ address: CallAddress) throws {
    guard let other = URLComponents(string: address.text) else { return }
    try require(other.scheme?.lowercased() == address.scheme.rawValue, "scheme of \(address.text)")
    try require(other.host?.lowercased() == address.host, "host of \(address.text): \(other.host ?? "none")")
    try require(
        other.port.map { $0 == Int(address.port) } ?? (address.port == address.scheme.port),
        "port of \(address.text)"
    )
    try require(other.user == nil && other.password == nil, "no user in \(address.text)")
    let again = try required(CallAddress(address.origin), "the origin of \(address.text) is an address")
    try require(again.origin == address.origin, "the origin of \(address.text) is its own")
    guard let allowed = AddressPattern("https://*.call.example/rooms/"), allowed.allows(address) else { return }
    try require(
        other.host.map { ".\($0.lowercased())".hasSuffix(".call.example") } ?? false,
        "\(address.text) is not allowed"
    )
    try require(other.percentEncodedPath.hasPrefix("/rooms/"), "\(address.text) is not allowed")
}

private func check(_ pattern: AddressPattern) throws {
    let origin = try required(CallAddress(pattern.origin + pattern.path), "\(pattern.text) has an origin")
    let climbs = pattern.path.lowercased().contains(".") || pattern.path.lowercased().contains("%2e")
    try require(climbs || pattern.allows(origin), "\(pattern.text) allows \(origin.text)")
    let other = try required(CallAddress("https://other.invalid/"), "an address")
    try require(!pattern.allows(other) || pattern.host.hasSuffix("invalid"), "\(pattern.text) allows another host")
}
