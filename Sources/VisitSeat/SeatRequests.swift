import CLinux
import Glibc
import SeatMessages

/// What the seat is asked while the client runs, and over which descriptors.
enum SeatRequests {
    /// Lines on a descriptor, whose end means to close.
    case lines(LineReader)
    /// Signals, each with a descriptor of its own (signalfd(2)).
    case signals(close: Int32, restart: Int32)

    enum Request: Hashable { case close, restart }

    var descriptors: [Int32] {
        switch self {
        case .lines(let reader): [reader.descriptor]
        case .signals(let close, let restart): [close, restart]
        }
    }

    /// Takes what can be read from one of the descriptors.
    ///
    /// - Returns: nil for what nobody knows.
    func take(from descriptor: Int32) -> Request? {
        switch self {
        case .lines(let reader):
            guard let line = reader.next() else { return .close }
            return switch String(decoding: line, as: UTF8.self) {
            case seatCloseLine: .close
            case seatRestartLine: .restart
            default: nil
            }
        case .signals(let close, _):
            // struct signalfd_siginfo.
            var bytes = [UInt8](repeating: 0, count: 128)
            _ = read(descriptor, &bytes, bytes.count)
            return descriptor == close ? .close : .restart
        }
    }
}
