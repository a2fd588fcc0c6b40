import CLinux
import Glibc

/// What a visit may ask of devices by ioctl(2); all else is refused, whatever device it is for. What would stay in a
/// device for the next visit is not on the list: no control of a sound card or camera is made or set, no key of a
/// keyboard gets another code, no extension unit of a camera is spoken to.
struct DeviceRequests {
    let setsSound: Bool

    /// A number is a direction and a size in its upper half, a type and a number in its lower (ioctl(2), asm/ioctl.h).
    private enum Mask {
        static let type: UInt32 = 0xff00
        static let typeWithDirection: UInt32 = 0xc000_ff00
        static let typeWithSize: UInt32 = 0xffff_ff00
    }

    var rules: [FilterRule] {
        exactly(vcd_requests_never_of_terminals(), .refuse(EPERM))
            // Terminals and descriptors of any kind: the old numbers, without direction and size.
            + [whole("T", Mask.typeWithSize)]
            + exactly(vcd_requests_of_terminals())
            + exactly(vcd_requests_of_sockets())
            + exactly(vcd_requests_of_pictures())
            // A stream of sound is its open file's own.
            + [whole("A", Mask.type)]
            + exactly(vcd_requests_of_sound_controls())
            + (setsSound ? [only(vcd_request_to_set_sound(), .allow)] : [])
            + exactly(vcd_requests_of_sound_timers())
            // Pictures that are drawn: DRM, and buffers and fences that are handed on.
            + [whole("d", Mask.type), whole("b", Mask.type), whole(">", Mask.type)]
            // Keyboard and mouse: what asks.
            + [whole("E", Mask.typeWithDirection, direction: 2)]
            + exactly(vcd_requests_of_input())
    }

    private func exactly(_ list: UnsafePointer<UInt32>?, _ answer: FilterAnswer = .allow) -> [FilterRule] {
        guard let list else { return [] }
        return (0...).lazy.map { list[$0] }.prefix { $0 != 0 }.map { only($0, answer) }
    }

    private func only(_ request: UInt32, _ answer: FilterAnswer) -> FilterRule {
        FilterRule(tests: [.argument(1, is: request)], answer: answer)
    }

    private func whole(_ type: Unicode.Scalar, _ mask: UInt32, direction: UInt32 = 0) -> FilterRule {
        FilterRule(tests: [.argument(1, is: direction << 30 | type.value << 8, mask: mask)], answer: .allow)
    }
}
