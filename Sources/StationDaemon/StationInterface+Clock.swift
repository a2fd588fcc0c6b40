import StationAPI
import StationCore
import Varlink

/// What the wire says of a running visit's clock and call, and of panic.
extension StationInterface {
    private static let longestExtension = 86_400

    var clockMethods: [String: VarlinkInterface.Method] {
        [
            API.Extend.shortName: method(API.Extend.self, .operate) { parameters, call in
                try await extend(parameters, call)
            },
            API.Connected.shortName: method(API.Connected.self, .operate) { parameters, _ in
                try await changed(.connected(seen: parameters.visit.map(VisitID.init)))
            },
            API.Hold.shortName: method(API.Hold.self, .operate) { parameters, _ in
                try await changed(.hold(seen: parameters.visit.map(VisitID.init)))
            },
            API.Resume.shortName: method(API.Resume.self, .operate) { parameters, _ in
                try await changed(.resume(seen: parameters.visit.map(VisitID.init)))
            },
            API.RestartCall.shortName: method(API.RestartCall.self, .operate) { parameters, _ in
                try await changed(.restartCall(seen: parameters.visit.map(VisitID.init)))
            },
            API.Panic.shortName: method(API.Panic.self, .operate, isUrgent: true) { _, call in
                try await wipe(.panic, call)
            },
            API.Unlock.shortName: method(API.Unlock.self, .supervise) { parameters, call in
                let reason = try text(parameters.reason, field: "reason")
                await callerLog.keep(reason: reason, for: API.Unlock.shortName, of: call.peer)
                let reached = try await long(.unlock, call) { API.Unlock.Reply(progress: $0) }
                return API.Unlock.Reply(status: API.Status(reached, at: now()))
            },
        ]
    }

    private func extend(_ parameters: API.Extend.Parameters, _ call: VarlinkCall) async throws -> API.Extend.Reply {
        guard (1...Self.longestExtension).contains(parameters.seconds) else {
            throw VarlinkError.invalidParameter("seconds")
        }
        let grounds = ExtensionGrounds(
            reason: try parameters.reason.map { try text($0, field: "reason") },
            override: try await override(parameters.override, for: API.Extend.shortName, call)
        )
        let seen = parameters.visit.map(VisitID.init)
        return try await changed(.extend(by: .seconds(parameters.seconds), seen: seen, grounds))
    }

    private func changed(_ request: Request) async throws -> API.VisitReply {
        let reached = try await ask(request)
        guard let visit = reached.status.visit else {
            throw VarlinkError(StationError.refused(.noVisit, state: reached.status.state), at: now())
        }
        return API.VisitReply(visit: API.Visit(visit, at: now()))
    }
}
