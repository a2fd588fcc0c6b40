import Testing

@testable import Varlink

@Suite struct InterfaceParserTests {
    static let start = "interface org.example.a\n"

    @Test func readsEveryKindOfType() throws {
        let text = """
            # A comment.
            interface org.example.more-2.x
            type State (start, progress) # behind
            type All (a: bool, b: int, c: float, d: string, e: object, f: State, g: ?[]string, h: [string]int,
              i: (x: int, y: (one, two)), j: []?(z: int), k: [string]())
            method Do(all: All) -> (state: ?State)
            method Nothing() -> ()
            error Bad (reason: string)
            """
        let interface = try InterfaceDescription(parsing: text)
        #expect(interface.name == "org.example.more-2.x")
        #expect(interface.source == text)
        #expect(interface.types["State"] == .enumeration(["start", "progress"]))
        guard case .fields(let fields) = interface.types["All"] else {
            Issue.record("All has no fields")
            return
        }
        #expect(fields.map(\.name).joined() == "abcdefghijk")
        #expect(fields[6].type == .nullable(.array(.string)))
        #expect(fields[7].type == .map(.int))
        #expect(fields[10].type == .map(.inline(.fields([]))))
        #expect(interface.methods["Nothing"] == .init(input: .fields([]), output: .fields([])))
        #expect(interface.errors["Bad"] == .fields([.init(name: "reason", type: .string)]))
    }

    static let bad: [(text: String, line: Int, column: Int, message: String)] = [
        ("", 1, 1, "'interface' expected"),
        ("interface example", 1, 11, "an interface name such as org.example.name expected"),
        ("interface org..x", 1, 11, "an interface name such as org.example.name expected"),
        (start + "metod A() -> ()", 2, 1, "'type', 'method' or 'error' expected"),
        (start + "method a() -> ()", 2, 8, "a name with a capital letter first expected"),
        (start + "method A() ()", 2, 12, "'->' expected"),
        (start + "method A(x int) -> ()", 2, 12, "':' and a type expected"),
        (start + "type A (x: Nix)", 2, 12, "type 'Nix' is not declared"),
        (start + "type A (x: number)", 2, 12, "a type expected"),
        (start + "type A (x: ??int)", 2, 12, "'?' stands twice"),
        (start + "type A (a, b: int)", 2, 12, "an enumeration has no field types"),
        (start + "type A (a: int, a: int)", 2, 17, "'a' stands here twice"),
        (start + "type A (a)\ntype A (b)", 3, 6, "'A' is declared twice"),
        (start + "error A (a, b)", 2, 11, "':' and a type expected"),
        (start + "type A (" + String(repeating: "x:(", count: 80), 2, 200, "nested too deeply"),
    ]

    @Test(arguments: bad)
    func saysWhatIsWrongAndWhere(_ case: (text: String, line: Int, column: Int, message: String)) {
        do {
            _ = try InterfaceDescription(parsing: `case`.text)
            Issue.record("no error for \(`case`.text)")
        } catch {
            #expect(error.message == `case`.message)
            #expect(error.line == `case`.line)
            if `case`.message != "nested too deeply" { #expect(error.column == `case`.column, "\(`case`.text)") }
        }
    }

    @Test func namesTheFieldThatIsWrong() throws {
        let interface = try InterfaceDescription(
            parsing: Self.start + "type S (one, two)\nmethod A(a: int, b: ?[](s: S), c: ?[string]float) -> ()"
        )
        let input = try #require(interface.methods["A"]).input
        func wrong(_ fields: [String: JSONValue]) -> String? {
            interface.firstInvalidField(in: .object(fields), as: input)
        }
        #expect(wrong(["a": .int(1)]) == nil)
        #expect(wrong([:]) == "a")
        #expect(wrong(["a": .double(1.5)]) == "a")
        #expect(wrong(["a": .int(1), "x": .null]) == "x")
        #expect(wrong(["a": .int(1), "b": .null]) == nil)
        #expect(wrong(["a": .int(1), "b": .array([.object(["s": .string("three")])])]) == "b.0.s")
        #expect(wrong(["a": .int(1), "b": .array([.object(["s": .string("two")])])]) == nil)
        #expect(wrong(["a": .int(1), "c": .object(["k": .bool(true)])]) == "c.k")
        #expect(wrong(["a": .int(1), "c": .object(["k": .int(1)])]) == nil)
    }
}
