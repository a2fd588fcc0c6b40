import CLinux
import Glibc
import Systemd

/// What udev tells of cameras and sound, passed on into a visit's network namespace, where nobody would hear it otherwise: a
/// camera that is plugged in again in mid-call is to be found by the call program.
struct DeviceNews {
    /// Where the keeper of the namespace waits for the socket that hears it (``Uplink`` opens it in the PC's own).
    static let place = "/run/vcd-network/devices"

    private let waiting: Int32
    private let told: Int32
    private var heard: Int32 = -1

    /// Longer than anything that udev says.
    private static let most = 1 << 16
    private static let subsystems = ["video4linux", "media", "sound"]

    init() {
        told = vcd_open_device_news()
        let descriptor = socket(
            AF_UNIX,
            Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue),
            0
        )
        unlink(Self.place)
        if let address = UnixAddress(path: Self.place), address.withPointer({ bind(descriptor, $0, $1) }) == 0,
            listen(descriptor, 1) == 0
        {
            waiting = descriptor
        } else {
            close(descriptor)
            waiting = -1
        }
    }

    /// Passes it on until something can be read from `ending`.
    mutating func pass(until ending: Int32) {
        while true {
            var watched = [ending, waiting, heard].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            guard poll(&watched, nfds_t(watched.count), -1) > 0 else { continue }
            if watched[0].revents != 0 { return }
            if watched[1].revents != 0 { take() }
            if watched[2].revents != 0 { passOn() }
        }
    }

    private mutating func take() {
        let caller = accept(waiting, nil, nil)
        guard caller >= 0 else { return }
        defer { close(caller) }
        let descriptor = vcd_receive_descriptor(caller)
        guard descriptor >= 0 else { return }
        if heard >= 0 { close(heard) }
        heard = descriptor
    }

    private func passOn() {
        var bytes = [UInt8](repeating: 0, count: Self.most)
        while true {
            let count = recv(heard, &bytes, bytes.count, 0)
            guard count > 0 else { return }
            let message = bytes.prefix(count)
            if Self.isOfCall(message) {
                _ = message.withUnsafeBytes { vcd_tell_devices(told, $0.baseAddress, $0.count) }
            }
        }
    }

    /// - Parameter message: of udev: a header of numbers, then properties that end with a zero each.
    static func isOfCall(_ message: ArraySlice<UInt8>) -> Bool {
        message.split(separator: 0).contains { property in
            subsystems.contains { property.elementsEqual("SUBSYSTEM=\($0)".utf8) }
        }
    }

    /// Hands the keeper the socket that hears it, from the PC's own network namespace.
    static func hear() {
        let descriptor = vcd_hear_devices()
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let keeper = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard keeper >= 0 else { return }
        defer { close(keeper) }
        guard let address = UnixAddress(path: place), address.withPointer({ connect(keeper, $0, $1) }) == 0 else {
            return
        }
        _ = vcd_send_descriptor(keeper, descriptor)
    }
}
