import Logging
import Synchronization
import Varlink

/// The service's side of the walk: holds each client to its order and to what it must send.
final class CertificationService: Sendable {
    private let nextStep = Mutex<[String: Int]>([:])

    static func serve(at address: String) async throws {
        let service = CertificationService()
        let path = String(address.dropFirst("unix:".count))
        let server = try VarlinkServer(
            identity: .init(vendor: "vcd", product: "certification", version: "1", url: "https://varlink.org"),
            interfaces: [try service.interface()],
            logger: Logger(label: "certification")
        )
        try await server.run(on: .path(path, mode: 0o600)) { print("listening") }
    }

    private func interface() throws -> VarlinkInterface {
        var methods: [String: VarlinkInterface.Method] = [
            "Start": .init { (_: JSONValue, _) in JSONValue.object(["client_id": .string(self.begin())]) }
        ]
        for step in Expected.walk {
            methods[step.method] = .init { (parameters: JSONValue, call) in
                try self.check(parameters, call, step.method)
                if step.method == "Test10" {
                    for reply in Expected.replies.dropLast() {
                        try await call.reply(continuing: JSONValue.object(["string": .string(reply)]))
                    }
                }
                return JSONValue.object(step.reply)
            }
        }
        return try VarlinkInterface(InterfaceDescription(parsing: certificationText), methods: methods)
    }

    private func begin() -> String {
        nextStep.withLock { steps in
            let id = String(UInt64.random(in: .min ... .max), radix: 16)
            steps[id] = 0
            return id
        }
    }

    private func check(_ parameters: JSONValue, _ call: VarlinkCall, _ method: String) throws {
        guard case .string(let id)? = parameters["client_id"] else { throw VarlinkError.invalidParameter("client_id") }
        let step = nextStep.withLock { $0[id] }
        guard let step else { throw VarlinkError(name: "\(certification).ClientIdError", parameters: .object([:])) }
        let expected = Expected.walk[step]
        let wanted = JSONValue.object(expected.parameters.merging(["client_id": .string(id)]) { $1 })
        let isRight =
            expected.method == method && wanted.means(parameters) && call.wantsMore == (method == "Test10")
            && call.isOneway == (method == "Test11")
        guard isRight else {
            let error: [String: JSONValue] = [
                "wants": .object(["method": .string(expected.method), "parameters": wanted]),
                "got": .object(["method": .string(method), "parameters": parameters]),
            ]
            throw VarlinkError(name: "\(certification).CertificationError", parameters: .object(error))
        }
        nextStep.withLock { $0[id] = step + 1 < Expected.walk.count ? step + 1 : nil }
    }
}
