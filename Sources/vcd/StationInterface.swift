import StationAPI
import StationCore
import StationHost
import Varlink

/// The wire's side of the station: decodes calls, asks who may, and encodes what the station answers. It decides
/// nothing about visits.
struct StationInterface: Sendable {
    let station: Station
    let host: any Host
    let ledger: Result<any LedgerStore, LedgerError>
    let access: AccessKeeper
    let callerLog: CallerLog
    let now: @Sendable () -> Moment

    private static let longestExtension = 86_400

    /// The interface with a handler for each of its methods.
    func interface() throws -> VarlinkInterface {
        try VarlinkInterface(
            InterfaceDescription(parsing: API.description),
            methods: [
                API.GetStatus.shortName: method(API.GetStatus.self, .observe) { _, _ in try await getStatus() },
                API.Monitor.shortName: method(API.Monitor.self, .observe) { _, call in try await monitor(call) },
                API.GetReceipts.shortName: method(API.GetReceipts.self, .observe) { parameters, _ in
                    try await getReceipts(parameters)
                },
                API.VerifyReceipts.shortName: method(API.VerifyReceipts.self, .observe) { parameters, _ in
                    try await verifyReceipts(parameters)
                },
                API.GetTemplate.shortName: method(API.GetTemplate.self, .supervise) { _, _ in try await getTemplate() },
                API.AcceptTemplate.shortName: method(API.AcceptTemplate.self, .supervise) { parameters, _ in
                    try await acceptTemplate(parameters)
                },
                API.Check.shortName: method(API.Check.self, .operate) { _, _ in
                    API.Check.Reply(checks: await host.check().map(API.CheckResult.init))
                },
                API.Prepare.shortName: method(API.Prepare.self, .operate) { _, call in
                    let reached = try await long(.prepare, call) { API.Prepare.Reply(progress: $0) }
                    return API.Prepare.Reply(status: API.Status(reached.status, at: now()))
                },
                API.Next.shortName: method(API.Next.self, .operate) { parameters, call in
                    try await next(parameters, call)
                },
                API.End.shortName: method(API.End.self, .operate) { parameters, call in
                    try await wipe(.end(seen: parameters.visit.map(VisitID.init)), call)
                },
                API.Wipe.shortName: method(API.Wipe.self, .operate) { parameters, call in
                    let seen = parameters.visit.map(VisitID.init)
                    return try await wipe(
                        .wipe(seen: seen, confirmsRemote: parameters.confirmRemote ?? false),
                        call
                    )
                },
                API.Drill.shortName: method(API.Drill.self, .operate) { parameters, call in
                    let order = DrillOrder(rawDevice: parameters.raw)
                    let reached = try await long(.drill(order), call) { API.Drill.Reply(progress: $0) }
                    return reached.drill.map(API.Drill.Reply.init) ?? API.Drill.Reply()
                },
                API.Extend.shortName: method(API.Extend.self, .operate) { parameters, _ in
                    try await extend(parameters)
                },
                API.Shutdown.shortName: method(API.Shutdown.self, .operate) { _, call in
                    let reached = try await long(.shutdown, call) { API.Shutdown.Reply(progress: $0) }
                    let moment = now()
                    return API.Shutdown.Reply(offAt: reached.offAt.map { moment.wallTime(at: $0).rfc3339 })
                },
                API.CancelShutdown.shortName: method(API.CancelShutdown.self, .operate) { _, _ in
                    let reached = try await ask(.cancelShutdown)
                    return API.GetStatus.Reply(status: API.Status(reached.status, at: now()))
                },
            ]
        )
    }

    /// A handler that first asks whether the caller may.
    private func method<M: StationMethod>(
        _ type: M.Type,
        _ verbs: Access.VerbClass,
        _ body: @escaping @Sendable (M.Parameters, VarlinkCall) async throws -> M.Reply
    ) -> VarlinkInterface.Method {
        let verb = M.shortName
        return VarlinkInterface.Method { (parameters: M.Parameters, call: VarlinkCall) in
            do {
                try access.require(verbs, of: call.peer, verb: verb)
            } catch {
                await callerLog.refused(verb, of: call.peer)
                throw error
            }
            // Looking changes nothing, and is done all the time.
            if verbs != .observe { await callerLog.allowed(verb, of: call.peer) }
            return try await body(parameters, call)
        }
    }

    private func getStatus() async throws -> API.GetStatus.Reply {
        API.GetStatus.Reply(status: API.Status(await station.status, at: now()))
    }

    private func monitor(_ call: VarlinkCall) async throws -> API.Monitor.Reply {
        let first = API.Monitor.Reply(status: API.Status(await station.status, at: now()))
        guard call.wantsMore else { return first }
        let (id, news) = await station.subscribe()
        do {
            try await call.reply(continuing: first)
            for await item in news { try await call.reply(continuing: API.Monitor.Reply(event: API.Event(item))) }
        } catch {
            await station.unsubscribe(id)
            throw error
        }
        await station.unsubscribe(id)
        return API.Monitor.Reply(status: API.Status(await station.status, at: now()))
    }

    private func next(_ parameters: API.Next.Parameters, _ call: VarlinkCall) async throws -> API.Next.Reply {
        let before = await station.status.lastReceipt
        let request = Request.next(seen: parameters.visit.map(VisitID.init), ticket: parameters.ticket)
        let reached = try await long(request, call) { API.Next.Reply(progress: $0) }
        let receipt = reached.receipt?.id == before ? nil : reached.receipt
        return API.Next.Reply(
            visit: reached.status.visit.map { API.Visit($0, at: now()) },
            receipt: receipt.map(API.Receipt.init)
        )
    }

    private func wipe(_ request: Request, _ call: VarlinkCall) async throws -> API.WipeReply {
        let reached = try await long(request, call) { API.WipeReply(progress: $0) }
        return API.WipeReply(receipt: reached.receipt.map(API.Receipt.init))
    }

    private func extend(_ parameters: API.Extend.Parameters) async throws -> API.Extend.Reply {
        guard (1...Self.longestExtension).contains(parameters.seconds) else {
            throw VarlinkError.invalidParameter("seconds")
        }
        let seen = parameters.visit.map(VisitID.init)
        let reached = try await ask(.extend(by: .seconds(parameters.seconds), seen: seen))
        guard let visit = reached.status.visit else {
            throw VarlinkError(StationError.refused(.noVisit, state: reached.status.state))
        }
        return API.Extend.Reply(visit: API.Visit(visit, at: now()))
    }

    /// Asks the station for something, with the refusal as a declared error.
    func ask(_ request: Request) async throws -> Station.Reached {
        do {
            return try await station.request(request)
        } catch let error as StationError {
            throw VarlinkError(error)
        }
    }

    /// The same for what takes time: a caller with `more` gets a reply for each step on the way.
    private func long<Reply: Encodable & Sendable>(
        _ request: Request,
        _ call: VarlinkCall,
        progress: @escaping @Sendable (API.Progress) -> Reply
    ) async throws -> Station.Reached {
        guard call.wantsMore else { return try await ask(request) }
        let (id, news) = await station.subscribe()
        async let told: Void = {
            for await item in news {
                guard case .stateChanged = item.kind else { continue }
                let step = API.Progress(state: API.State(item.state), message: item.text)
                try await call.reply(continuing: progress(step))
            }
        }()
        let result: Result<Station.Reached, any Error>
        do {
            result = .success(try await ask(request))
        } catch {
            result = .failure(error)
        }
        // What was said before the end goes out before the final reply.
        await station.unsubscribe(id)
        try await told
        return try result.get()
    }
}
