import StationAPI
import StationCore
import StationHost
import Varlink

/// What the wire says of the checks.
extension StationInterface {
    var checkMethods: [String: VarlinkInterface.Method] {
        [
            API.Check.shortName: method(API.Check.self, .operate) { parameters, call in
                try await check(parameters, call)
            },
            API.AcceptCheck.shortName: method(API.AcceptCheck.self, .supervise) { parameters, call in
                let reason = try text(parameters.reason, field: "reason")
                let name = try checkName(parameters.name, field: "name")
                await callerLog.keep(reason: reason, for: API.AcceptCheck.shortName, of: call.peer)
                do {
                    try await station.accept(name, reason: reason)
                } catch let error as StationError {
                    throw VarlinkError(error, at: now())
                } catch let error as LedgerError {
                    throw VarlinkError(error)
                }
                return API.AcceptCheck.Reply(status: API.Status(await station.view, at: now()))
            },
        ]
    }

    private func check(_ parameters: API.Check.Parameters, _ call: VarlinkCall) async throws -> API.Check.Reply {
        let asked = try parameters.names.map { try $0.map { try checkName($0, field: "names") } }
        let names = await station.checkNames(asked)
        let plays = parameters.sound ?? false
        guard call.wantsMore else {
            let results = await station.check(names, plays: plays) { _ in }
            return API.Check.Reply(checks: await sheets(results))
        }
        let (found, feed) = AsyncStream.makeStream(of: CheckResult.self)
        async let told: Void = {
            var running = names
            try await call.reply(continuing: API.Check.Reply(checks: [], running: running.map(\.rawValue)))
            for await result in found {
                running.removeAll { $0 == result.name }
                let reply = API.Check.Reply(checks: await sheets([result]), running: running.map(\.rawValue))
                try await call.reply(continuing: reply)
            }
        }()
        let results = await station.check(names, plays: plays) { feed.yield($0) }
        feed.finish()
        try await told
        return API.Check.Reply(checks: await sheets(results))
    }

    private func sheets(_ results: [CheckResult]) async -> [API.CheckResult] {
        var sheets: [API.CheckResult] = []
        for result in results { sheets.append(API.CheckResult(await station.sheet(result))) }
        return sheets
    }

    private func checkName(_ text: String, field: String) throws -> CheckName {
        guard let name = CheckName(rawValue: text) else {
            let allowed = CheckName.allCases.map(\.rawValue).joined(separator: ", ")
            throw VarlinkError(refusing: text, for: field, allowed: allowed)
        }
        return name
    }
}
