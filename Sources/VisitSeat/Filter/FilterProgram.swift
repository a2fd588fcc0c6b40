import CLinux
import Glibc

/// A filter as the kernel's own small machine runs it (seccomp(2), linux/filter.h).
struct FilterProgram {
    /// Of linux/filter.h; `load` and the jumps compare with the accumulator.
    enum Code {
        static let load: UInt16 = 0x20
        static let and: UInt16 = 0x54
        static let jump: UInt16 = 0x05
        static let jumpIfEqual: UInt16 = 0x15
        static let jumpIfGreater: UInt16 = 0x25
        static let jumpIfAtLeast: UInt16 = 0x35
        static let answer: UInt16 = 0x06
    }

    /// Offsets into struct seccomp_data.
    enum Place {
        static let call: UInt32 = 0
        static let architecture: UInt32 = 4
        /// The low half, first on the little-endian machines that ``vcd_filter_architecture()`` knows.
        static func argument(_ number: Int) -> UInt32 { 16 + 8 * UInt32(number) }
    }

    private(set) var steps: [vcd_filter_step] = []

    /// - Parameters:
    ///   - architecture: calls by the tables of any other are refused.
    ///   - newest: the last call that is known; the kernel has none beyond.
    init(architecture: UInt32, newest: UInt32, _ calls: [FilteredCall]) {
        add(Code.load, Place.architecture)
        add(Code.jumpIfEqual, architecture, ifTrue: 1)
        answer(.refuse(EPERM))
        add(Code.load, Place.call)
        add(Code.jumpIfGreater, newest, ifFalse: 1)
        answer(.refuse(ENOSYS))
        for call in calls { add(call) }
        answer(.allow)
    }

    private mutating func add(_ call: FilteredCall) {
        add(Code.jumpIfEqual, call.number, ifTrue: 1)
        let skip = steps.count
        add(Code.jump, 0)
        for rule in call.rules { add(rule) }
        steps[skip].value = UInt32(steps.count - skip - 1)
    }

    private mutating func add(_ rule: FilterRule) {
        let begin = steps.count
        for test in rule.tests {
            add(Code.load, Place.argument(test.argument))
            if test.mask != .max { add(Code.and, test.mask) }
            // To be led past the rule where they don't hold.
            switch test.relation {
            case .equals(let value): add(Code.jumpIfEqual, value)
            case .hasBits: add(Code.jumpIfGreater, 0)
            case .isAtLeast(let value): add(Code.jumpIfAtLeast, value)
            }
        }
        answer(rule.answer)
        for at in begin..<steps.count - 1 where steps[at].code & 7 == Code.jump {
            steps[at].if_false = UInt8(steps.count - at - 1)
        }
    }

    private mutating func answer(_ answer: FilterAnswer) { add(Code.answer, answer.code) }

    private mutating func add(_ code: UInt16, _ value: UInt32, ifTrue: UInt8 = 0, ifFalse: UInt8 = 0) {
        steps.append(vcd_filter_step(code: code, if_true: ifTrue, if_false: ifFalse, value: value))
    }
}
