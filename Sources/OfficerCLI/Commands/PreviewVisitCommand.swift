import ArgumentParser
import Glibc
import StationAPI
import Varlink

struct PreviewVisitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "visit",
        abstract: "Make one visit in a window, and wipe it (kunjungan)."
    )

    /// A made-up day's settings: any time is right, nobody is registered, and the PC stays on.
    private static let dropIn = """
        [client]
        display = "inherit"
        confirm_remote = false
        [schedule]
        enforce = false
        trust_clock = true
        [roster]
        required = false
        [checks]
        required = []
        start = false
        [drill]
        at_start = false
        [shutdown]
        delay = "0s"
        when_done = false
        wake = false

        """

    private static let startLimit = Duration.seconds(60)

    @OptionGroup var options: PreviewOptions

    func run() async throws {
        try await options.run { folder, words in
            let interruption = Interruption()
            let configuration = try folder.configuration(over: options.config ?? "/etc/vcd/vcd.toml", Self.dropIn)
            let vcd = try PreviewProcess.start(
                PreviewPrograms.own("vcd"),
                ["--local", "--root", "\(folder.path)/root", "--config", configuration],
                errors: "\(folder.path)/vcd.log"
            )
            let result: Result<Void, any Error>
            do {
                try await visit(vcd, folder, words, interruption)
                result = .success(())
            } catch {
                result = .failure(error)
            }
            // It closes and wipes first.
            await vcd.end(within: .seconds(30))
            do {
                try result.get()
            } catch let error as PreviewError {
                throw error
            } catch {
                let failure = Failure(error, words: words)
                Terminal.complain(failure.text)
                throw failure.exitCode
            }
        }
    }

    private func visit(
        _ vcd: PreviewProcess,
        _ folder: PreviewFolder,
        _ words: Words,
        _ interruption: Interruption
    ) async throws {
        let address = "unix:\(folder.path)/root/control"
        let end = ContinuousClock.now + Self.startLimit
        while try await status(address)?.state != .ready {
            let isBlocked = try await status(address)?.state == .blocked
            if vcd.hasEnded() || isBlocked || ContinuousClock.now > end {
                throw PreviewError.notStarted("vcd", folder.lines(of: "vcd.log").last ?? "")
            }
            if interruption.hasCome { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        let visit = try await VarlinkClient.withConnection(to: address) { connection in
            let reply: API.Next.Reply = try await connection.call(API.Next.fullName, API.Next.Parameters())
            return reply.visit
        }
        printLine(words.previewVisitRuns)
        while !interruption.hasCome, let visit {
            guard try await status(address)?.visit?.id == visit.id else { break }
            try await Task.sleep(for: .milliseconds(250))
        }
        let receipt = try await VarlinkClient.withConnection(to: address) { connection in
            let reply: API.WipeReply = try await connection.call(API.Wipe.fullName, API.Wipe.Parameters())
            return reply.receipt
        }
        for line in words.told(of: receipt) { printLine(line) }
    }

    /// Nil where vcd does not answer yet.
    private func status(_ address: String) async throws -> API.Status? {
        do {
            return try await VarlinkClient.withConnection(to: address) { connection in
                let reply: API.GetStatus.Reply = try await connection.call(API.GetStatus.fullName, API.Nothing())
                return reply.status
            }
        } catch is ConnectError {
            return nil
        } catch is ConnectionLost {
            return nil
        }
    }
}
