import Glibc

/// The one way of vcctl's texts to the standard output. What can't be written there is an error of its own: an officer who
/// exports a roster to a full disk must not take half of it for all.
enum Output {
    /// Writes a text at once, also into a pipe. Where that fails vcctl says so and leaves with 73 (sysexits.h(3head),
    /// EX_CANTCREAT); where nobody reads any more there is nobody to tell.
    static func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { leave(errno) }
            rest = rest.dropFirst(count)
        }
    }

    private static func leave(_ reason: Int32) -> Never {
        if reason != EPIPE {
            let words = Words.asked(for: Array(CommandLine.arguments.dropFirst()))
            Terminal.complain(words.notWritten(String(cString: strerror(reason))))
        }
        exit(EX_CANTCREAT)
    }

    /// From now on vcctl leaves as soon as nobody reads its output any more: one that shows what happens, and at a quiet
    /// station writes nothing for hours, would otherwise stay for ever, also at the far end of ssh.
    static func endWithReader() {
        var thread = pthread_t()
        pthread_create(
            &thread,
            nil,
            { _ in
                var output = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
                // A plain file, which has no reader, is never reported.
                while poll(&output, 1, -1) < 0, errno == EINTR {}
                exit(EX_CANTCREAT)
            },
            nil
        )
    }
}
