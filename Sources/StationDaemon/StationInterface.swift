import StationAPI
import StationCore
import StationHost
import Varlink

/// The wire's side of the station: decodes calls, asks who may, and encodes what the station answers. It decides
/// nothing about visits.
struct StationInterface: Sendable {
    let station: Station
    let host: any Host
    let ledger: LedgerDoor
    let access: AccessKeeper
    let callerLog: CallerLog
    let now: @Sendable () -> Moment

    /// The interface with a handler for each of its methods.
    func interface() throws -> VarlinkInterface {
        try VarlinkInterface(
            InterfaceDescription(parsing: API.description),
            methods: [stationMethods, checkMethods, clockMethods, dayMethods, rosterMethods].reduce(into: [:]) {
                all,
                some in
                all.merge(some) { $1 }
            }
        )
    }

    /// The station's own methods.
    private var stationMethods: [String: VarlinkInterface.Method] {
        [
            API.GetStatus.shortName: method(API.GetStatus.self, .observe) { _, _ in try await getStatus() },
            API.Monitor.shortName: method(API.Monitor.self, .observe) { _, call in try await monitor(call) },
            API.GetReceipts.shortName: method(API.GetReceipts.self, .observe, takesLong: true) { parameters, _ in
                try await getReceipts(parameters)
            },
            API.VerifyReceipts.shortName: method(API.VerifyReceipts.self, .observe, takesLong: true) { parameters, _ in
                try await verifyReceipts(parameters)
            },
            API.GetTemplate.shortName: method(API.GetTemplate.self, .supervise) { _, _ in try await getTemplate() },
            API.AcceptTemplate.shortName: method(API.AcceptTemplate.self, .supervise) { parameters, _ in
                try await acceptTemplate(parameters)
            },
            API.Prepare.shortName: method(API.Prepare.self, .operate) { _, call in
                let reached = try await long(.prepare, call) { API.Prepare.Reply(progress: $0) }
                return API.Prepare.Reply(status: API.Status(reached, at: now()))
            },
            API.Next.shortName: method(API.Next.self, .operate) { parameters, call in
                try await next(parameters, call)
            },
            API.End.shortName: method(API.End.self, .operate, isUrgent: true) { parameters, call in
                try await wipe(.end(seen: parameters.visit.map(VisitID.init)), call)
            },
            API.Wipe.shortName: method(API.Wipe.self, .operate, isUrgent: true) { parameters, call in
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
            API.Shutdown.shortName: method(API.Shutdown.self, .operate, isUrgent: true) { _, call in
                let reached = try await long(.shutdown, call) { API.Shutdown.Reply(progress: $0) }
                let moment = now()
                let rules = await station.machine.rules
                var wakes = rules.shutdown.wakes ? rules.schedule.nextWake(after: moment.wall) : nil
                var staysOff: Bool?
                if let time = wakes, await !host.wakes(at: time) { (wakes, staysOff) = (nil, true) }
                return API.Shutdown.Reply(
                    offAt: reached.offAt.map { moment.wallTime(at: $0).rfc3339 },
                    waiting: reached.today.waiting,
                    wakesAt: wakes?.rfc3339,
                    switchedOnByHand: staysOff
                )
            },
            API.CancelShutdown.shortName: method(API.CancelShutdown.self, .operate) { _, _ in
                let reached = try await ask(.cancelShutdown)
                return API.GetStatus.Reply(status: API.Status(reached, at: now()))
            },
        ]
    }

    /// A handler that first asks whether the caller may.
    ///
    /// - Parameters:
    ///   - isUrgent: it doesn't wait until the ledger knows of the caller, but its reply does. What ends a call is
    ///     urgent: it must not be held up by a disk that doesn't answer.
    ///   - takesLong: whether others are served while the reply is written.
    func method<M: StationMethod>(
        _ type: M.Type,
        _ verbs: Access.VerbClass,
        isUrgent: Bool = false,
        takesLong: Bool = false,
        _ body: @escaping @Sendable (M.Parameters, VarlinkCall) async throws -> M.Reply
    ) -> VarlinkInterface.Method {
        let verb = M.shortName
        return VarlinkInterface.Method(takesLong: takesLong) { (parameters: M.Parameters, call: VarlinkCall) in
            do {
                try access.require(verbs, of: call.peer, verb: verb)
            } catch {
                await callerLog.refused(verb, of: call.peer)
                throw error
            }
            // Looking changes nothing, and is done all the time.
            guard verbs != .observe else { return try await body(parameters, call) }
            let noted = Task { await callerLog.allowed(verb, of: call.peer) }
            if !isUrgent { await noted.value }
            do {
                let reply = try await body(parameters, call)
                await noted.value
                return reply
            } catch {
                await noted.value
                // A supervisor's right that is lacking is said already.
                if !VarlinkError.isNotAllowed(error) { callerLog.turnedDown(verb, error, of: call.peer) }
                throw error
            }
        }
    }

    /// What goes against the rules takes a supervisor, and a reason.
    ///
    /// - Returns: the reason as it is kept; nil where none was given.
    func override(_ reason: String?, for verb: String, _ call: VarlinkCall) async throws -> String? {
        guard let reason else { return nil }
        do {
            try access.require(.supervise, of: call.peer, verb: "\(verb) with override")
        } catch {
            await callerLog.refused(verb, of: call.peer)
            throw error
        }
        return try text(reason, field: "override")
    }

    /// A reason as it is kept.
    func text(_ text: String, field: String) throws -> String {
        guard (1...Self.longestText).contains(text.length), text.isPlain, text.contains(where: { !$0.isWhitespace })
        else {
            throw VarlinkError(refusing: text, for: field, allowed: "1 to \(Self.longestText) characters on one line")
        }
        return text
    }

    private static let longestText = 200

    /// What is no address is not said again: it may be most of one.
    private func address(_ text: String) throws -> CallAddress {
        guard let address = CallAddress(text) else {
            throw VarlinkError(refusing: "", for: Self.joinField, allowed: CallAddress.allowed)
        }
        return address
    }

    private static let joinField = "join"

    private func getStatus() async throws -> API.GetStatus.Reply {
        API.GetStatus.Reply(status: API.Status(await station.view, at: now()))
    }

    private func monitor(_ call: VarlinkCall) async throws -> API.Monitor.Reply {
        let first = API.Monitor.Reply(status: API.Status(await station.view, at: now()))
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
        return API.Monitor.Reply(status: API.Status(await station.view, at: now()))
    }

    private func next(_ parameters: API.Next.Parameters, _ call: VarlinkCall) async throws -> API.Next.Reply {
        let before = await station.status.lastReceipt
        let order = NextOrder(
            ticket: try parameters.ticket.map(ticketNumber),
            override: try await override(parameters.override, for: API.Next.shortName, call),
            confirmsClock: parameters.clockIsRight ?? false,
            address: try parameters.join.map(address)
        )
        let request = Request.next(seen: parameters.visit.map(VisitID.init), order)
        let reached = try await long(request, call) { API.Next.Reply(progress: $0) }
        let receipt = reached.receipt?.id == before ? nil : reached.receipt
        return API.Next.Reply(
            visit: reached.status.visit.map { API.Visit($0, at: now()) },
            receipt: receipt.map(API.Receipt.init)
        )
    }

    func wipe(_ request: Request, _ call: VarlinkCall) async throws -> API.WipeReply {
        let reached = try await long(request, call) { API.WipeReply(progress: $0) }
        return API.WipeReply(receipt: reached.receipt.map(API.Receipt.init))
    }

    /// Asks the station for something, with the refusal as a declared error.
    func ask(_ request: Request) async throws -> Station.Reached {
        try await asking { try await station.request(request) }
    }

    func asking(_ body: () async throws -> Station.Reached) async throws -> Station.Reached {
        do {
            return try await body()
        } catch let error as StationError {
            throw VarlinkError(error, at: now())
        }
    }

    /// The same for what takes time: a caller with `more` gets a reply for each step on the way.
    func long<Reply: Encodable & Sendable>(
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
