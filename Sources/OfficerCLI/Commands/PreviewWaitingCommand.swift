import ArgumentParser
import Glibc

struct PreviewWaitingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waiting",
        abstract: "Show the waiting screen on a made-up day (layar tunggu)."
    )

    @Option(help: "The one state to show, such as called; otherwise all in turn.")
    var state: String?

    @OptionGroup var options: PreviewOptions

    func run() async throws {
        try await options.run { folder, words in
            let interruption = Interruption()
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0 else { throw PreviewError.noFolder }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            let arguments =
                ["--preview"] + (state.map { ["--state", $0] } ?? []) + (options.config.map { ["--config", $0] } ?? [])
            let board = try PreviewProcess.start(
                PreviewPrograms.own("vcd-board"),
                arguments,
                output: ends[1],
                errors: "\(folder.path)/board.log"
            )
            close(ends[1])
            defer { close(ends[0]) }
            // It says where the page is as soon as that is there, or ends.
            guard let address = Self.line(from: ends[0]) else {
                await board.end(within: .seconds(1))
                throw PreviewError.notStarted("vcd-board", folder.lines(of: "board.log").first ?? "")
            }
            do {
                try await show(address, folder, words, interruption)
            } catch {
                await board.end(within: .seconds(5))
                throw error
            }
            await board.end(within: .seconds(5))
        }
    }

    private func show(
        _ address: String,
        _ folder: PreviewFolder,
        _ words: Words,
        _ interruption: Interruption
    ) async throws {
        guard let browser = PreviewPrograms.installed(["chromium", "chromium-browser", "google-chrome"]) else {
            guard let opener = PreviewPrograms.installed(["xdg-open"]) else {
                throw PreviewError.noProgram("chromium")
            }
            let opened = try PreviewProcess.start(opener, [address])
            printLine(words.previewWithoutWindow(address))
            while !interruption.hasCome { try await Task.sleep(for: .milliseconds(100)) }
            if !opened.hasEnded() { await opened.end(within: .seconds(1)) }
            return
        }
        let window = try PreviewProcess.start(
            browser,
            [
                "--app=\(address)", "--user-data-dir=\(folder.path)/profile", "--no-first-run",
                "--no-default-browser-check", "--password-store=basic", "--window-size=1366,768",
            ]
        )
        printLine(words.previewIsShown)
        while !interruption.hasCome {
            if window.hasEnded() { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        await window.end(within: .seconds(5))
    }

    private static func line(from descriptor: Int32) -> String? {
        var text: [UInt8] = []
        var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&ready, 1, 10_000) > 0 {
            var byte: UInt8 = 0
            guard read(descriptor, &byte, 1) == 1 else { return nil }
            if byte == UInt8(ascii: "\n") { return String(decoding: text, as: UTF8.self) }
            text.append(byte)
        }
        return nil
    }
}
