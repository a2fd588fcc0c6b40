import Glibc

/// What the kernel answers to a system call.
enum FilterAnswer: Hashable {
    case allow
    /// It fails with this error number (errno(3)).
    case refuse(Int32)

    /// SECCOMP_RET_... of seccomp(2).
    var code: UInt32 {
        switch self {
        case .allow: 0x7fff_0000
        case .refuse(let error): 0x0005_0000 | UInt32(error)
        }
    }
}

/// A question about an argument. Only its low 32 bits count: the kernel takes no more of the arguments that are asked
/// about here, so whoever sets a higher bit gets past a comparison of the whole.
struct FilterTest: Hashable {
    enum Relation: Hashable {
        /// With the mask, it is this.
        case equals(UInt32)
        /// It has at least one bit of the mask.
        case hasBits
        case isAtLeast(UInt32)
    }

    let argument: Int
    var mask: UInt32 = .max
    let relation: Relation

    func holds(for value: UInt32) -> Bool {
        switch relation {
        case .equals(let wanted): value & mask == wanted
        case .hasBits: value & mask != 0
        case .isAtLeast(let least): value & mask >= least
        }
    }

    static func argument(_ number: Int, is value: UInt32, mask: UInt32 = .max) -> FilterTest {
        FilterTest(argument: number, mask: mask, relation: .equals(value))
    }
}

/// The answer to a call for which all tests hold.
struct FilterRule: Hashable {
    var tests: [FilterTest] = []
    let answer: FilterAnswer
}

/// What is said to one call: the first rule that fits.
struct FilteredCall: Hashable {
    /// Its number on this architecture.
    let number: UInt32
    /// The last one has no tests.
    let rules: [FilterRule]

    init(number: UInt32, rules: [FilterRule] = [], otherwise: FilterAnswer) {
        self.number = number
        self.rules = rules + [FilterRule(answer: otherwise)]
    }
}
