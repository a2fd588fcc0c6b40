import Foundation
import NIOCore
import Testing

@testable import Varlink

@Suite struct JSONReaderTests {
    private func read(_ text: String) throws -> JSONValue { try JSONReader.value(of: Array(text.utf8)) }

    @Test(arguments: [
        ("{}", JSONValue.object([:])), (" [ ] ", .array([])), ("null", .null),
        ("[true,false]", .array([.bool(true), .bool(false)])),
        ("-0", .int(0)), ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
        ("9223372036854775808", .double(9_223_372_036_854_775_808)), ("2.0", .int(2)), ("2e3", .int(2_000)),
        ("0.5", .double(0.5)), ("-1.5E-2", .double(-0.015)),
        (#""a\"\\\/\b\f\n\r\t""#, .string("a\"\\/\u{8}\u{C}\n\r\t")),
        (#""\u00e9\uD83D\ude00é😀""#, .string("é😀é😀")),
        (#"{"a":{"b":[1,{"c":null}]}}"#, .object(["a": .object(["b": .array([.int(1), .object(["c": .null])])])])),
    ])
    func reads(_ text: String, _ expected: JSONValue) throws {
        #expect(try read(text) == expected)
        #expect(
            try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) == expected,
            "JSONDecoder reads the same"
        )
    }

    @Test(arguments: [
        "", " ", "{", "[", "[1", "[1,", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "tru", "nulll", "1 2",
        "01", "-",
        "+1", ".5", "1.", "1e", "1e+", "0x1", "NaN", "\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\u{1}\"", "'a'",
        "[1]]",
        "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "1e400", "\u{FEFF}{}",
    ])
    func refuses(_ text: String) { #expect(throws: MalformedMessage.self) { try read(text) } }

    @Test func refusesWhatIsNoUTF8() {
        for bytes: [UInt8] in [[0x22, 0xff, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22], [0x22, 0xc0, 0x80, 0x22], [0xff]] {
            #expect(throws: MalformedMessage.self) { try JSONReader.value(of: bytes) }
        }
    }

    /// Where readers differ, one of them could be led past what another has checked.
    @Test func refusesWhatReadersDisagreeAbout() {
        #expect(throws: MalformedMessage.self) { try read(#"{"visit":1,"visit":2}"#) }
        let nested = JSONReader.deepest
        #expect(throws: Never.self) {
            try read(String(repeating: "[", count: nested) + String(repeating: "]", count: nested))
        }
        #expect(throws: MalformedMessage.self) { try read(String(repeating: "[", count: nested + 1)) }
        #expect(throws: MalformedMessage.self) { try read(String(repeating: "9", count: 5_000)) }
    }

    /// JSONDecoder took more than four seconds for the first of these, and a quarter of an hour for the second.
    @Test func theCostGrowsWithTheLengthAlone() throws {
        let towers = String(
            repeating: String(repeating: "[", count: 60) + String(repeating: "]", count: 60) + ",",
            count: 8_000
        )
        let begin = ContinuousClock.now
        #expect(throws: MalformedMessage.self) {
            try read(String(repeating: "[", count: 400) + String(repeating: "]", count: 400))
        }
        guard case .array(let values) = try read("[\(towers)1]") else {
            Issue.record("no array")
            return
        }
        #expect(values.count == 8_001)
        #expect(
            ContinuousClock.now - begin < .seconds(10),
            "a megabyte of brackets, by a program that is not optimised"
        )
    }

    private struct Wanted: Codable, Equatable {
        var text: String
        var number: Int?
        var small: UInt8?
        var list: [Inner]
        var map: [String: Double]
        var free: JSONValue

        struct Inner: Codable, Equatable { var isOn: Bool }
    }

    @Test func makesTypedValues() throws {
        let wanted = Wanted(
            text: "t",
            number: nil,
            small: 255,
            list: [.init(isOn: true), .init(isOn: false)],
            map: ["a": 1, "b": 0.5],
            free: .object(["x": .array([.null])])
        )
        let text = try String(decoding: JSONEncoder().encode(wanted), as: UTF8.self)
        #expect(try JSONValueDecoder.decode(Wanted.self, from: read(text)) == wanted)
    }

    @Test(arguments: [
        (#"{"list":[],"map":{},"free":1}"#, "text"), (#"{"text":1,"list":[],"map":{},"free":1}"#, "text"),
        (#"{"text":"","small":256,"list":[],"map":{},"free":1}"#, "small"),
        (#"{"text":"","list":[{"isOn":true},{}],"map":{},"free":1}"#, "list.1.isOn"),
        (#"{"text":"","list":[],"map":{"a":""},"free":1}"#, "map.a"),
    ])
    func namesTheFieldThatIsWrong(_ text: String, _ field: String) throws {
        do {
            _ = try JSONValueDecoder.decode(Wanted.self, from: read(text))
            Issue.record("taken")
        } catch let error as DecodingError {
            #expect(error.fieldPath == field)
        }
    }
}
