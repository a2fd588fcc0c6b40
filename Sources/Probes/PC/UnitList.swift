import Systemd

/// What systemd says of its units (org.freedesktop.systemd1(5)).
struct UnitList: Sendable {
    struct Unit: Hashable, Sendable {
        let name: String
        let activeState: String

        /// Whether it runs, or is about to.
        var isUp: Bool { !["inactive", "failed", "deactivating"].contains(activeState) }

        /// From a structure of ListUnits: name, description, load state, active state, ...
        init?(_ value: BusValue) {
            let fields = value.members
            guard fields.count > 3, let name = fields[0].text, let state = fields[3].text else { return nil }
            self.name = name
            activeState = state
        }
    }

    let services: any SystemServices

    /// The units of these names, loaded or not.
    func named(_ names: [String]) async throws(BusError) -> [Unit] {
        try await units("ListUnitsByNames", [Self.texts(names)])
    }

    /// The units that failed and whose names match one of the patterns (glob(7)).
    func failed(_ patterns: [String]) async throws(BusError) -> [Unit] {
        try await units("ListUnitsByPatterns", [Self.texts(["failed"]), Self.texts(patterns)])
    }

    private func units(_ member: String, _ arguments: [BusValue]) async throws(BusError) -> [Unit] {
        let method = Bus.Method(
            service: "org.freedesktop.systemd1",
            path: "/org/freedesktop/systemd1",
            interface: "org.freedesktop.systemd1.Manager",
            member: member
        )
        return try await services.call(method, arguments).first?.members.compactMap { Unit($0) } ?? []
    }

    private static func texts(_ texts: [String]) -> BusValue { .array(of: "s", texts.map { .string($0) }) }
}
