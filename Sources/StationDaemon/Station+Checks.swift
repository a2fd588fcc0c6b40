import ProcFS
import StationCore
import StationHost

/// How the parts of the station are looked at: before it is ready, when somebody asks, and by itself.
extension Station {
    /// The names that an officer means, all that are looked at if none is named.
    func checkNames(_ names: [CheckName]?) -> [CheckName] {
        let checks = machine.rules.checks
        return names ?? CheckName.allCases.filter { checks.severity(of: $0) != .off && $0 != .start }
    }

    /// Looks at parts for somebody who asked.
    ///
    /// - Parameter tell: hears each result as it comes.
    /// - Returns: a result for each name.
    func check(
        _ names: [CheckName],
        plays: Bool,
        tell: @escaping @Sendable (CheckResult) -> Void
    ) async -> [CheckResult] {
        var task = CheckTask(names, .full)
        task.plays = plays
        let tried = names.contains(.start) ? await tryOut() : nil
        let results = await look(task, for: .officer, tried: tried, tell: tell)
        handle(.rechecked(results))
        publish(.checked(results))
        planLook()
        let found = Dictionary(results.map { ($0.name, $0) }) { $1 }
        return names.map { found[$0] ?? CheckResult($0, .interrupted, duration: .zero) }
    }

    /// The look that stands between a clean station and a ready one.
    func checked(_ task: CheckTask) async -> Event {
        // Levels are set back only where there is something that has them.
        let required = machine.rules.checks.required
        let names = task.names.filter { required.contains($0) || DeviceNodes.exist(for: $0) }
        guard !names.isEmpty else { return .checked([]) }
        var needed = task
        needed.names = names
        return .checked(await look(needed, for: .visit) { _ in })
    }

    /// Has what is not well looked at again when it is time.
    func planLook() {
        plan(canLook ? book.nextLook(machine.rules.checks, isHeld: isHeldByChecks) : nil)
    }

    func lookAgain(_ task: CheckTask) async {
        guard canLook else { return }
        isLookingAgain = true
        defer { isLookingAgain = false }
        let tried = task.names.contains(.start) ? await tryOut() : nil
        let results = await look(task, for: .nobody, tried: tried) { _ in }
        book.looked(machine.rules.checks)
        handle(.rechecked(results))
        planLook()
    }

    /// Accepts for today that a required check fails.
    ///
    /// - Throws: ``StationError/nothingToAccept(allowed:)``, `LedgerError`.
    func accept(_ name: CheckName, reason: String) async throws {
        let held = machine.holding(book.concerns(machine.rules.checks), at: runner.now()).map(\.name)
        guard held.contains(name) else { throw StationError.nothingToAccept(allowed: held) }
        let now = runner.now()
        let day = machine.rosterDay(at: now.wall)
        let accepted = try await runner.ledger.get().accept(name, reason: reason, on: day, at: now.wall)
        publish(.checkAccepted(name))
        handle(.checksAccepted(accepted))
        planLook()
    }

    var checkSummary: CheckSummary? {
        guard let newest = book.newest else { return nil }
        let concerns = book.concerns(machine.rules.checks)
        return CheckSummary(
            at: newest,
            passed: book.count(.pass),
            skipped: book.count(.skipped),
            concerns: concerns.map(sheet)
        )
    }

    /// A result with what it means here and now.
    func sheet(_ result: CheckResult) -> WeighedCheck {
        WeighedCheck(
            result: result,
            severity: machine.rules.checks.severity(of: result.name),
            isAccepted: machine.hasAccepted(result.name, at: runner.now())
        )
    }

    /// Ends a look that is going on, since a visit is about to need what it may hold. Whoever looks from now on knows that
    /// there is one.
    func makeWayForVisit() async {
        await takeTurn(.visit, stop: AsyncStream.makeStream(of: Void.self).continuation)
        looks.end()
    }

    /// Cuts short what is under way.
    func hasten() async {
        looks.stop()
        await runner.host.hasten()
    }

    /// - Parameters:
    ///   - rank: who waits for it; one that matters less is ended first.
    ///   - tried: what came of a trial of the call program.
    private func look(
        _ task: CheckTask,
        for rank: LookQueue.Rank,
        tried: CheckResult? = nil,
        tell: @escaping @Sendable (CheckResult) -> Void
    ) async -> [CheckResult] {
        let (stopped, stop) = AsyncStream.makeStream(of: Void.self)
        await takeTurn(rank, stop: stop)
        var task = task
        task.isVisiting = machine.isWithClient
        let own = task.names.compactMap { ownResult($0, tried: tried) }
        for result in own { tell(result) }
        let host = runner.host
        let results = await withTaskGroup(of: [CheckResult]?.self) { [task] group in
            group.addTask { await host.check(task, tell: tell) }
            group.addTask {
                for await _ in stopped {}
                return nil
            }
            var found: [CheckResult] = []
            for await results in group {
                found = results ?? found
                // Whichever came first: the look has ended, or is to end.
                group.cancelAll()
            }
            return found
        }
        looks.end()
        await take(own + results, task.depth)
        return own + results
    }

    private func takeTurn(_ rank: LookQueue.Rank, stop: AsyncStream<Void>.Continuation) async {
        if looks.begin(rank, stop: stop) { return }
        await withCheckedContinuation { looks.wait(rank, stop: stop, $0) }
    }

    private func take(_ results: [CheckResult], _ depth: CheckTask.Depth) async {
        let changed = enter(results, depth)
        if changed.isEmpty { return }
        let now = runner.now()
        let day = machine.rosterDay(at: now.wall)
        do throws(LedgerError) {
            try await runner.ledger.get().note(changed, on: day, at: now.wall)
        } catch {
            logger.error("\(error)")
        }
    }

    /// Takes in what was found, and tells what is another verdict than before.
    @discardableResult
    func enter(_ results: [CheckResult], _ depth: CheckTask.Depth) -> [CheckResult] {
        let changed = book.enter(results, depth, at: runner.now().wall)
        for result in changed {
            publish(.checkChanged(result, machine.rules.checks.severity(of: result.name)))
        }
        return changed
    }

    /// What the station itself knows.
    private func ownResult(_ name: CheckName, tried: CheckResult?) -> CheckResult? {
        switch name {
        case .start: tried ?? book.entries[.start]?.result ?? CheckResult(.start, .notTried, duration: .zero)
        case .proof: CheckResult(.proof, proof, duration: .zero)
        case .client, .template, .sandbox, .privacy, .account, .display, .memory, .disk, .temperature, .camera,
            .microphone, .loudspeaker, .network, .servers, .stun, .clock, .rtc, .power, .units:
            nil
        }
    }

    /// Has the call program tried, where that can be done now.
    private func tryOut() async -> CheckResult? {
        let before = trials
        // Also when the station is not ready afterwards it has been tried.
        _ = try? await request(.trial)
        return trials == before ? CheckResult(.start, .notNow, duration: .zero) : nil
    }

    private var proof: CheckFinding {
        guard let receipt = lastReceipt else {
            return .skipped(LocalText("nothing was wiped since vcd started", "belum ada pembersihan sejak vcd mulai"))
        }
        guard receipt.isClean else {
            return .fail(
                LocalText(
                    "receipt \(receipt.id): \(receipt.findings.count) traces",
                    "bukti \(receipt.id): \(receipt.findings.count) jejak"
                ),
                LocalText("Run 'vcctl wipe'.", "Jalankan 'vcctl wipe'.")
            )
        }
        let clean = LocalText("receipt \(receipt.id): no trace", "bukti \(receipt.id): tidak ada jejak")
        let again = LocalText("Make one: 'vcctl drill'.", "Uji: 'vcctl drill'.")
        return switch drill {
        case .clean: .pass(LocalText("\(clean.english); drill passed", "\(clean.indonesian); uji lulus"))
        case .none: .warn(LocalText("\(clean.english); no drill yet", "\(clean.indonesian); belum diuji"), again)
        case .dirty:
            .fail(LocalText("the last drill found traces", "uji terakhir menemukan jejak"), again)
        }
    }

    /// Whether a look may be made that nobody waits for.
    private var canLook: Bool { status.state == .ready || isHeldByChecks }

    private var isHeldByChecks: Bool { status.blocked?.reason.isClean == true }
}

/// Which devices this PC has, by what the kernel says of itself: vcd opens none.
enum DeviceNodes {
    static func exist(for name: CheckName) -> Bool {
        switch name {
        case .camera: !DirectoryListing.names(in: "/sys/class/video4linux").isEmpty
        case .microphone, .loudspeaker:
            DirectoryListing.names(in: "/sys/class/sound").contains { $0.hasPrefix("pcm") }
        case .client, .start, .template, .sandbox, .proof, .privacy, .account, .display, .memory, .disk, .temperature,
            .network, .servers, .stun, .clock, .rtc, .power, .units:
            true
        }
    }
}

extension CheckFinding {
    static let interrupted = CheckFinding.skipped(
        LocalText("not finished: the next visit came first", "belum selesai: kunjungan berikutnya didahulukan")
    )

    static let notNow = CheckFinding.skipped(
        LocalText("not tried: the station is doing something else", "belum dicoba: stasiun sedang sibuk")
    )
    static let notTried = CheckFinding.skipped(
        LocalText("not tried since vcd started: 'vcctl check start'", "belum dicoba: 'vcctl check start'")
    )
}
