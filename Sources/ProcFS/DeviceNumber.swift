import Glibc

/// The number of a device (makedev(3)).
public struct DeviceNumber: Hashable, Sendable {
    private let value: UInt64

    public init(_ number: dev_t) { value = UInt64(number) }

    /// `major:minor`, as in proc_pid_mountinfo(5). In the number itself they are interleaved.
    public var text: String {
        let major = (value >> 8) & 0xfff | (value >> 32) & ~0xfff
        let minor = value & 0xff | (value >> 12) & ~0xff
        return "\(major):\(minor)"
    }
}
