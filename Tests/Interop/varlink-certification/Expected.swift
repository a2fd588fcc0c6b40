import Varlink

/// What each call must carry and what it is answered with.
enum Expected {
    static let pi = 3.141592653589793
    static let scalars: [String: JSONValue] = [
        "bool": .bool(false), "int": .int(2), "float": .double(pi), "string": .string("a lot of string"),
    ]
    static let map: JSONValue = .object(["foo": .string("Foo"), "bar": .string("Bar")])
    static let set: JSONValue = .object(["one": .object([:]), "two": .object([:]), "three": .object([:])])
    static let replies = (1...10).map { "Reply number \($0)" }

    static let mytype: JSONValue = .object([
        "object": .object([
            "method": .string("org.varlink.certification.Test09"), "parameters": .object(["map": map]),
        ]),
        "enum": .string("two"),
        "struct": .object(["first": .int(1), "second": .string("2")]),
        "array": .array([.string("one"), .string("two"), .string("three")]),
        "dictionary": map,
        "stringset": set,
        "interface": .object([
            "foo": .array([
                .null, .object(["foo": .string("foo"), "bar": .string("bar")]), .null,
                .object(["one": .string("foo"), "two": .string("bar")]),
            ]),
            "anon": .object(["foo": .bool(true), "bar": .bool(false)]),
        ]),
    ])

    /// The walk in its order: what a call carries beside the client's id, and what the reply is.
    static let walk: [(method: String, parameters: [String: JSONValue], reply: [String: JSONValue])] = [
        ("Test01", [:], ["bool": .bool(true)]),
        ("Test02", ["bool": .bool(true)], ["int": .int(1)]),
        ("Test03", ["int": .int(1)], ["float": .double(1)]),
        ("Test04", ["float": .double(1)], ["string": .string("ping")]),
        ("Test05", ["string": .string("ping")], scalars),
        ("Test06", scalars, ["struct": .object(scalars)]),
        ("Test07", ["struct": .object(scalars)], ["map": map]),
        ("Test08", ["map": map], ["set": set]),
        ("Test09", ["set": set], ["mytype": mytype]),
        ("Test10", ["mytype": mytype], ["string": .string("Reply number 10")]),
        ("Test11", ["last_more_replies": .array(replies.map(JSONValue.string))], [:]),
        ("End", [:], ["all_ok": .bool(true)]),
    ]
}

extension JSONValue {
    /// Equal as the protocol means it: 1 is 1.0, and a field that is null is a field that is not there.
    func means(_ other: JSONValue) -> Bool {
        switch (self, other) {
        case (.int(let a), .double(let b)), (.double(let b), .int(let a)): return Double(a) == b
        case (.array(let a), .array(let b)): return a.count == b.count && zip(a, b).allSatisfy { $0.means($1) }
        case (.object(let a), .object(let b)):
            return Set(a.keys).union(b.keys).allSatisfy { (a[$0] ?? .null).means(b[$0] ?? .null) }
        default: return self == other
        }
    }
}
