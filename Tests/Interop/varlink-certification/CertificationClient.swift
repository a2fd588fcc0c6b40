import Varlink

/// The client's side of the walk.
enum CertificationClient {
    struct Mismatch: Error, CustomStringConvertible {
        let description: String
    }

    static func run(at address: String) async throws {
        try await VarlinkClient.withConnection(to: address) { connection in
            let start: JSONValue = try await connection.call("\(certification).Start", JSONValue.object([:]))
            guard case .string(let id)? = start["client_id"] else { throw Mismatch(description: "no client_id") }
            for step in Expected.walk {
                let method = "\(certification).\(step.method)"
                let parameters = JSONValue.object(step.parameters.merging(["client_id": .string(id)]) { $1 })
                var reply: JSONValue
                switch step.method {
                case "Test11":
                    try await connection.oneway(method, parameters)
                    continue
                case "Test10":
                    var replies: [JSONValue] = []
                    reply = try await connection.callMore(method, parameters) { replies.append($0) }
                    let wanted = Expected.replies.dropLast().map { JSONValue.object(["string": .string($0)]) }
                    guard replies == wanted else { throw Mismatch(description: "Test10: \(replies)") }
                default: reply = try await connection.call(method, parameters)
                }
                if case .object(var fields) = reply, step.method == "Test09" {
                    fields["client_id"] = nil
                    reply = .object(fields)
                }
                guard JSONValue.object(step.reply).means(reply) else {
                    throw Mismatch(description: "\(step.method): \(reply)")
                }
            }
        }
        print("certification passed")
    }
}
