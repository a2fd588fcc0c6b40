import Glibc

/// The way to the service manager, opened once: for a process that reaches its socket no more later on, as what it starts
/// is not to reach it either.
public struct NotifySocket: Sendable {
    private let descriptor: Int32

    /// - Parameter root: below which `NOTIFY_SOCKET` is looked up.
    /// - Returns: nil without `NOTIFY_SOCKET`, or where nobody listens there.
    public init?(below root: String) {
        guard let path = getenv("NOTIFY_SOCKET"), let address = UnixAddress(path: root + String(cString: path)) else {
            return nil
        }
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard address.withPointer({ connect(descriptor, $0, $1) }) == 0 else {
            close(descriptor)
            return nil
        }
    }

    /// As ``Notify/ready(status:)``.
    public func ready(status: String) { deliver(Notify.ready(with: status)) }

    /// As ``Notify/status(_:)``.
    public func status(_ text: String) { deliver(Notify.status(with: text)) }

    private func deliver(_ state: String) { _ = send(descriptor, state, state.utf8.count, Int32(MSG_NOSIGNAL)) }
}
