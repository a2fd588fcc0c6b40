import Glibc
import NIOCore
import Synchronization

/// How long a caller waits for a service that says nothing.
public struct Patience: Sendable {
    /// How long nothing may come before the service is asked, on another connection, whether it is there.
    public var quiet: Duration
    /// How long that may take.
    public var answer: Duration

    public init(quiet: Duration, answer: Duration) {
        self.quiet = quiet
        self.answer = answer
    }
}

/// A service took a connection and answers nobody: it hangs, or it is down and a service manager holds its socket
/// (systemd.socket(5)).
public struct ServiceSilent: Error, Hashable, Sendable {}

/// Gives a connection up when its service answers nobody. A call that only takes long is waited for.
final class SilenceWatch: Sendable {
    private let address: String
    private let patience: Patience
    private let channel: any Channel
    private let wasSilent = Mutex(false)

    init(_ address: String, _ patience: Patience, _ channel: any Channel) {
        self.address = address
        self.patience = patience
        self.channel = channel
    }

    /// Whether the connection was given up.
    var isSilent: Bool { wasSilent.withLock { $0 } }

    /// Watches until it is cancelled or the connection is given up.
    func run() async {
        while (try? await Task.sleep(for: patience.quiet)) != nil {
            guard await isAnswering() else {
                wasSilent.withLock { $0 = true }
                channel.close(promise: nil)
                return
            }
        }
    }

    private struct Anything: Codable {}

    private func isAnswering() async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { [address] in
                do {
                    _ = try await VarlinkClient.withConnection(to: address) { connection in
                        try await connection.call("org.varlink.service.GetInfo", Anything(), as: Anything.self)
                    }
                    return true
                } catch let error as ConnectError {
                    // A full queue is one that nobody takes from. Who is gone has closed the connection itself.
                    return error.reason != .system(EAGAIN)
                } catch {
                    // Turned away by somebody who is there.
                    return true
                }
            }
            group.addTask { [patience] in
                // Cancelled, nobody asks any more.
                (try? await Task.sleep(for: patience.answer)) == nil
            }
            let answer = await group.next() ?? true
            group.cancelAll()
            return answer
        }
    }
}
