import CLinux
import Glibc
import SeatMessages

/// What runs in a session beside the client, which it ends after.
struct SessionProcesses {
    /// A program, and what is to be said when it can't be had.
    struct Program {
        var command: [String]
        /// The Debian package that has it.
        var package: String
        var cause: SeatFailure.Cause
        /// Whether it ends when its inherited descriptor is closed, and must not be asked in another way.
        var endsWhenLetGo = false

        func failure(_ what: String) -> SeatFailure {
            SeatFailure(cause: cause, message: "\(command.first ?? "") \(what) (Debian's package \(package)).")
        }
    }

    private struct Part {
        var process: ChildProcess
        /// The other end of the program's inherited descriptor; negative for none.
        var line: Int32 = -1
        var isAsked = true
    }

    private var parts: [Part] = []

    /// A PC that has just started, with a slow disk, takes its time for a compositor.
    private static let startLimit: Duration = .seconds(30)
    private static let stopLimit: Duration = .seconds(1)
    private static let pause: Duration = .milliseconds(20)

    /// Starts a program that is ready at once.
    @discardableResult
    mutating func start(_ program: Program) throws(SeatFailure) -> ChildProcess {
        let process = try Self.spawn(program, handing: nil)
        parts.append(Part(process: process))
        return process
    }

    /// Starts a program that is ready when its socket is there.
    mutating func start(_ program: Program, until socket: String) throws(SeatFailure) {
        let process = try start(program)
        let begin = ContinuousClock.now
        while access(socket, F_OK) != 0 {
            if process.ends(within: Self.pause) { throw program.failure("ended as soon as it had begun") }
            if ContinuousClock.now - begin > Self.startLimit { throw program.failure("did not come up") }
        }
    }

    /// Starts a program that says a line on descriptor ``ChildProcess/inherited`` when it is ready. The descriptor's
    /// end is kept open until the program is to end.
    mutating func startTelling(_ program: Program) throws(SeatFailure) -> (process: ChildProcess, line: String) {
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw program.failure("could not be started: \(String(cString: strerror(errno)))")
        }
        let process: ChildProcess
        do throws(SeatFailure) {
            defer { close(ends[1]) }
            process = try Self.spawn(program, handing: ends[1])
        } catch {
            close(ends[0])
            throw error
        }
        parts.append(Part(process: process, line: ends[0], isAsked: !program.endsWhenLetGo))
        var ready = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
        guard poll(&ready, 1, Int32(Self.startLimit / .milliseconds(1))) == 1,
            let line = LineReader(descriptor: ends[0]).next()
        else { throw program.failure("did not come up") }
        return (process, String(decoding: line, as: UTF8.self))
    }

    /// Asks all of them to end, and kills what doesn't.
    mutating func stop() {
        for part in parts.reversed() {
            if part.line >= 0 { close(part.line) }
            if part.isAsked { part.process.signal(SIGTERM) }
        }
        let begin = ContinuousClock.now
        for part in parts.reversed() {
            let left = max(.zero, Self.stopLimit - (ContinuousClock.now - begin))
            if !part.process.ends(within: left) { part.process.signal(SIGKILL) }
            _ = part.process.wait()
        }
        parts = []
    }

    private static func spawn(_ program: Program, handing descriptor: Int32?) throws(SeatFailure) -> ChildProcess {
        do {
            return try ChildProcess.start(program.command, handing: descriptor)
        } catch {
            throw SeatFailure(
                cause: program.cause,
                message: "\(error.message) It is in Debian's package \(program.package)."
            )
        }
    }
}
