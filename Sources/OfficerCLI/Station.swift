import FoundationEssentials
import Glibc
import StationAPI
import Varlink

/// The daemon, as the verbs call it.
struct Station {
    let connection: VarlinkConnection
    let isJSON: Bool

    /// Calls a method with one reply.
    ///
    /// - Returns: the reply; nil with `--json`, where it was printed as it came.
    func call<Method: StationMethod>(
        _ method: Method.Type,
        _ parameters: Method.Parameters
    ) async throws -> Method.Reply? {
        if isJSON {
            printLine(try await connection.call(Method.fullName, parameters, as: JSONValue.self).line)
            return nil
        }
        return try await connection.call(Method.fullName, parameters)
    }

    /// Calls a method whose one reply decides the exit code: with `--json` it is printed as it came, and read too.
    func callAndRead<Method: StationMethod>(
        _ method: Method.Type,
        _ parameters: Method.Parameters
    ) async throws -> Method.Reply {
        guard isJSON else { return try await connection.call(Method.fullName, parameters) }
        let reply = try await connection.call(Method.fullName, parameters, as: JSONValue.self)
        printLine(reply.line)
        return try JSONDecoder().decode(Method.Reply.self, from: JSONEncoder().encode(reply))
    }

    /// Calls a method with any number of replies.
    ///
    /// - Parameter onReply: gets each reply but the last.
    /// - Returns: the last reply; nil with `--json`, where all were printed as they came.
    func callMore<Method: StationMethod>(
        _ method: Method.Type,
        _ parameters: Method.Parameters,
        onReply: (Method.Reply) throws -> Void
    ) async throws -> Method.Reply? {
        if isJSON {
            let last = try await connection.callMore(Method.fullName, parameters, as: JSONValue.self) {
                printLine($0.line)
            }
            printLine(last.line)
            return nil
        }
        return try await connection.callMore(Method.fullName, parameters, onReply: onReply)
    }

    /// Calls a method with any number of replies whose last one decides the exit code: with `--json` all are printed
    /// as they came, and read too.
    func callMoreAndRead<Method: StationMethod>(
        _ method: Method.Type,
        _ parameters: Method.Parameters,
        onReply: (Method.Reply) throws -> Void
    ) async throws -> Method.Reply {
        guard isJSON else { return try await connection.callMore(Method.fullName, parameters, onReply: onReply) }
        let last = try await connection.callMore(Method.fullName, parameters, as: JSONValue.self) { printLine($0.line) }
        printLine(last.line)
        return try JSONDecoder().decode(Method.Reply.self, from: JSONEncoder().encode(last))
    }

    /// What the officer sees at this moment, also with `--json`.
    func status() async throws -> API.Status {
        let reply: API.GetStatus.Reply = try await connection.call(API.GetStatus.fullName, API.Nothing())
        return reply.status
    }

    /// Has this process's calendar and clock be those of the station's zone, also with `--json`.
    func adoptZone() async throws {
        let reply: API.GetSchedule.Reply = try await connection.call(
            API.GetSchedule.fullName,
            API.GetSchedule.Parameters()
        )
        setenv("TZ", reply.zone, 1)
        tzset()
    }
}
