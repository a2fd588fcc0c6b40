/// `org.varlink.service`, which every service has.
enum ServiceInterface {
    static let text = """
        # What every varlink service answers about itself.
        interface org.varlink.service

        # Who serves, and which interfaces.
        method GetInfo() -> (
          vendor: string,
          product: string,
          version: string,
          url: string,
          interfaces: []string
        )

        # The text of one interface's description.
        method GetInterfaceDescription(interface: string) -> (description: string)

        # There is no such interface here.
        error InterfaceNotFound (interface: string)

        # The interface has no such method.
        error MethodNotFound (method: string)

        # The interface has the method, this service does not.
        error MethodNotImplemented (method: string)

        # A parameter is missing, unknown or wrong.
        error InvalidParameter (parameter: string)

        # The caller may not do this.
        error PermissionDenied ()

        # The method must be called with "more".
        error ExpectedMore ()

        """

    private struct Nothing: Decodable, Sendable {}

    private struct Info: Encodable, Sendable {
        let vendor: String
        let product: String
        let version: String
        let url: String
        let interfaces: [String]
    }

    private struct InterfaceName: Decodable, Sendable { let interface: String }

    private struct Description: Encodable, Sendable { let description: String }

    static func make(
        identity: VarlinkServer.Identity,
        serving interfaces: [InterfaceDescription]
    ) throws -> VarlinkInterface {
        let own = try InterfaceDescription(parsing: text)
        let all = [own] + interfaces
        let info = Info(
            vendor: identity.vendor,
            product: identity.product,
            version: identity.version,
            url: identity.url,
            interfaces: all.map(\.name)
        )
        return try VarlinkInterface(
            own,
            methods: [
                "GetInfo": .init { (_: Nothing, _) in info },
                "GetInterfaceDescription": .init { (wanted: InterfaceName, _) in
                    guard let found = all.first(where: { $0.name == wanted.interface }) else {
                        throw VarlinkError.interfaceNotFound(wanted.interface)
                    }
                    return Description(description: found.source)
                },
            ]
        )
    }
}
