/// What the machine needs of the configuration.
public struct Rules: Hashable, Sendable {
    public var visit: Configuration.Visit
    public var closeGrace: Duration
    public var checks: Configuration.Checks
    /// Whether it can be seen that the client draws.
    public var seesClient: Bool
    public var rawDevices: [String]
    public var remoteTraces: [String]
    public var confirmsRemoteTraces: Bool
    public var schedule: Schedule
    public var rosterIsRequired: Bool
    public var callLimit: Duration
    public var slot: Configuration.Slot
    public var shutdown: Configuration.Shutdown
    public var join: Configuration.Join
    public var addresses: [AddressPattern]

    public init(_ configuration: Configuration) {
        visit = configuration.visit
        closeGrace = configuration.client.closeGrace
        checks = configuration.checks
        seesClient = [.cage, .sway, .xvfb].contains(configuration.client.display)
        rawDevices = configuration.drill.raw
        remoteTraces = configuration.client.remoteTraces
        confirmsRemoteTraces = configuration.client.confirmsRemoteTraces
        schedule = configuration.schedule
        rosterIsRequired = configuration.roster.isRequired
        callLimit = configuration.call.limit
        slot = configuration.slot
        shutdown = configuration.shutdown
        join = configuration.client.join
        addresses = configuration.client.addresses
    }

    /// Whether a visit may begin with this address of its own, or with none.
    func require(_ address: CallAddress?) throws(Refusal) {
        let complaint: AddressComplaint? =
            switch (address, join) {
            case (.some, .never): .unwanted
            case (.none, .required): .missing
            case (.some(let address), .allowed), (.some(let address), .required):
                addresses.contains { $0.allows(address) } ? nil : .notAllowed(origin: address.origin)
            case (.none, .never), (.none, .allowed): nil
            }
        if let complaint { throw .address(complaint, allowed: addresses) }
    }

    /// The normal length of a visit.
    func length(of ticket: Ticket?) -> Duration {
        visit.length(
            in: (ticket?.category).flatMap(schedule.category),
            visitClass: ticket?.visitClass ?? .family
        )
    }
}
