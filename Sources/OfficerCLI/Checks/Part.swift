/// The parts of the station that the check looks at, as far as this vcctl knows them; a newer daemon may have more.
enum Part: String, CaseIterable {
    case client, start, template, sandbox, proof, privacy, account, display, memory, disk, temperature, camera
    case microphone, loudspeaker, network, servers, stun, clock, rtc, power, units

    /// What a help text says of them.
    static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
