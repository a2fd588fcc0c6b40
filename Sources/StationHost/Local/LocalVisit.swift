import ProcFS
import FoundationEssentials
import Glibc
import SeatMessages
import StationCore
import Subprocess
import SystemPackage
import Synchronization
import UnitMessages

/// One visit's sandbox, from its start to the end of its last process.
final class LocalVisit: Sendable {
    enum End: Hashable, Sendable {
        case exited(ClientExit)
        /// It would not end, even when killed.
        case stuck
    }

    let id: VisitID
    let started = Latch<Result<Void, HostError>>()
    let ended = Latch<End>()

    private let sandbox: Sandbox
    private let account: ClientAccount
    /// Hears what the seat sees of the call.
    private let see: @Sendable (CallView) -> Void
    private let handles = Mutex(Handles())

    private struct Handles {
        var writer: StandardInputWriter?
        /// The init of the visit's pid namespace.
        var initProcess: ProcessHandle?
        var outcome: ClientExit = .unknown
        var planted: Planted?
    }

    static let program = "/usr/bin/bwrap"
    private static let startLimit: Duration = .seconds(60)
    private static let killLimit: Duration = .seconds(10)
    private static let errorLimit = 1 << 16

    init(sandbox: Sandbox, account: ClientAccount, see: @escaping @Sendable (CallView) -> Void) {
        self.see = see
        id = sandbox.visit
        self.sandbox = sandbox
        self.account = account
    }

    /// Runs the sandbox to its end. Cancelled, it kills it.
    func run() async {
        let command = account.running(Self.program, sandbox.arguments)
        do {
            let result = try await Subprocess.run(
                .path(FilePath(command.program)),
                arguments: Arguments(command.arguments),
                environment: .custom(["VCD_STATION": sandbox.paths.mark]),
                workingDirectory: "/",
                input: .inputWriter,
                output: .sequence,
                error: .string(limit: Self.errorLimit)
            ) { execution in
                let writer = execution.standardInputWriter
                handles.withLock { $0.writer = writer }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await self.limitStart() }
                    let order = String(decoding: try JSONEncoder().encode(sandbox.order), as: UTF8.self)
                    _ = try await writer.write(order + "\n")
                    for try await line in execution.standardOutput.strings() {
                        hear(line, from: execution.processIdentifier.value)
                    }
                    group.cancelAll()
                }
            }
            let said = (result.standardError).split(whereSeparator: \.isNewline).last.map(String.init)
            started.close(with: .failure(Self.refused(said ?? "it ended with \(result.terminationStatus)")))
        } catch {
            started.close(with: .failure(Self.refused("\(error)")))
        }
        if let process = handles.withLock({ $0.initProcess }), !(await process.ended(within: Self.killLimit)) {
            ended.close(with: .stuck)
        }
        ended.close(with: .exited(handles.withLock { $0.outcome }))
    }

    /// What the decoy of a drill could plant.
    var planted: Planted? { handles.withLock { $0.planted } }

    /// Ends the visit: asks, and after `grace` kills the pid namespace's init and with it everything.
    func close(grace: Duration) async -> End {
        if grace > .zero, let writer = handles.withLock({ $0.writer }) {
            // A seat that is gone already can't be asked, and needn't be.
            _ = try? await writer.write("\(seatCloseLine)\n")
        }
        return await withTaskGroup(of: End?.self) { group in
            group.addTask { await self.ended.wait() }
            group.addTask {
                guard (try? await Task.sleep(for: grace)) != nil else { return nil }
                self.kill()
                guard (try? await Task.sleep(for: Self.killLimit)) != nil else { return nil }
                self.ended.close(with: .stuck)
                return nil
            }
            for await end in group {
                if let end {
                    group.cancelAll()
                    return end
                }
            }
            return .stuck
        }
    }

    /// Asks the seat to begin the client anew. A seat that is gone can't be asked.
    func restartClient() async {
        guard let writer = handles.withLock({ $0.writer }) else { return }
        _ = try? await writer.write("\(seatRestartLine)\n")
    }

    func kill() { handles.withLock { $0.initProcess }?.signal(SIGKILL) }

    private func limitStart() async throws {
        try await Task.sleep(for: Self.startLimit)
        guard started.value == nil else { return }
        started.close(with: .failure(Self.refused("it did not start within \(Self.startLimit)")))
        kill()
    }

    private func hear(_ line: String, from pid: pid_t) {
        guard let report = try? JSONDecoder().decode(SeatReport.self, from: Data(line.utf8)) else { return }
        handles.withLock { handles in
            if handles.initProcess == nil {
                handles.initProcess = ProcessTable.children(of: pid).first.flatMap { ProcessHandle(pid: $0) }
            }
        }
        switch report {
        case .planted(let text): handles.withLock { $0.planted = Planted(text) }
        case .started: started.close(with: .success(()))
        case .failed(let failure): started.close(with: .failure(HostError(failure)))
        case .exited(let status): handles.withLock { $0.outcome = .exited(status) }
        case .signalled(let signal): handles.withLock { $0.outcome = .signalled(signal) }
        case .sees(let view): see(view)
        }
    }

    private static func refused(_ reason: String) -> HostError {
        HostError(
            .isolationUnavailable,
            message: "The visit's sandbox could not be made: \(reason).",
            remedy: "The administrator runs 'vcctl check'; bubblewrap and user namespaces must be allowed on this PC."
        )
    }
}

extension HostError {
    init(noPage message: String) {
        self.init(
            .clientUnusable,
            message: "The call program was tried. \(message)",
            remedy: "Run 'vcctl check servers'; the administrator looks at [client] address and addresses in vcd.toml."
        )
    }

    /// What the seat could not do, with what to do about it.
    init(_ failure: SeatFailure) {
        switch failure.cause {
        case .client:
            self.init(
                .clientUnusable,
                message: "The call program could not be started: \(failure.message)",
                remedy: "The administrator corrects [client] command in vcd.toml."
            )
        case .template:
            self.init(
                .templateUnusable,
                message: "The home could not be filled from the template: \(failure.message)",
                remedy: "The administrator corrects the folder of [client] template, or [home] size."
            )
        case .display:
            self.init(
                .clientUnusable,
                message: "The screen for the call could not be started: \(failure.message)",
                remedy: "The administrator installs it (package cage, sway or xvfb), or corrects [client] display."
            )
        case .service:
            self.init(
                .clientUnusable,
                message: "What the call program needs beside it could not be started: \(failure.message)",
                remedy: "The administrator installs it, or corrects [client] services in vcd.toml."
            )
        case .page: self.init(noPage: failure.message)
        case .isolation:
            self.init(
                .isolationUnavailable,
                message: failure.message,
                remedy: "The administrator runs 'vcctl check'; visits stay refused until it passes."
            )
        }
    }
}
