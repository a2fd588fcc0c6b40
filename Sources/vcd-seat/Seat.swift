import CLinux
import FoundationEssentials
import Glibc
import SeatMessages

/// Fills the home, starts display and client, and ends them when it is told to, or when vcd is gone.
struct Seat {
    private let input = LineReader(descriptor: STDIN_FILENO)

    /// - Returns: the seat's exit status.
    func run() -> Int32 {
        guard let line = input.next(), let order = try? JSONDecoder().decode(SeatOrder.self, from: Data(line)) else {
            report(.failed(SeatFailure(cause: .client, message: "No order came from vcd.")))
            return 64
        }
        do {
            if let template = order.template { try fillHome(from: template) }
            makePrivateFolders()
            try SystemCallFilter.denyKeyrings()
            let display = try Display.start(order.display)
            defer { display.stop() }
            let client = try ChildProcess.start(display.wrap(order.command))
            report(.started)
            let ending = supervise(client)
            report(ending)
            return 0
        } catch {
            report(.failed(error))
            return 70
        }
    }

    private func fillHome(from template: String) throws(SeatFailure) {
        guard let home = getenv("HOME") else {
            throw SeatFailure(cause: .template, message: "HOME is not set.")
        }
        try TemplateCopy.copy(from: template, to: String(cString: home))
    }

    /// The folders that the environment names and that programs expect to be there.
    private func makePrivateFolders() {
        for name in ["TMPDIR", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"] {
            guard let value = getenv(name) else { continue }
            var path = ""
            for part in String(cString: value).split(separator: "/") {
                path += "/" + part
                mkdir(path, 0o700)
            }
        }
    }

    /// Waits until the client ends; asks it to when vcd says so or is gone.
    private func supervise(_ client: ChildProcess) -> SeatReport {
        var watched = [
            pollfd(fd: client.pidfd, events: Int16(POLLIN), revents: 0),
            pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            guard poll(&watched, nfds_t(watched.count), -1) >= 0 || errno == EINTR else { break }
            if watched[0].revents != 0 { break }
            if watched[1].revents != 0 {
                client.terminate()
                // One request is enough; vcd kills the sandbox when the grace is over.
                watched[1].fd = -1
            }
        }
        return client.wait()
    }

    private func report(_ report: SeatReport) {
        guard var line = try? JSONEncoder().encode(report) else { return }
        line.append(UInt8(ascii: "\n"))
        line.withUnsafeBytes { _ = write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }
}

extension SeatFailure: Error {}

/// Reads lines from a descriptor, byte by byte: there is one, and what follows it is only waited for.
struct LineReader {
    private static let longest = 1 << 20
    let descriptor: Int32

    func next() -> [UInt8]? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while line.count < Self.longest, read(descriptor, &byte, 1) == 1 {
            if byte == UInt8(ascii: "\n") { return line }
            line.append(byte)
        }
        return nil
    }
}
