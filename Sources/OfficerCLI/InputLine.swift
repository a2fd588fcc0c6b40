import ArgumentParser
import Glibc

/// What an officer may give on the standard input, so that it stands neither in `ps` nor in a shell's history.
enum InputField: String {
    case number, note, reason, override, join
}

/// The line that should have held a value is empty.
struct EmptyInput: Error {
    let field: InputField
}

/// A value on the standard input, where the argument is `-`.
enum InputLine {
    static let dash = "-"

    /// What a help text says of it.
    static let hint = "'-' reads it from the standard input"

    /// - Throws: a usage error when more than one of the arguments would be read from there.
    static func requireOne(of arguments: String?...) throws {
        guard arguments.count(where: { $0 == dash }) > 1 else { return }
        throw ValidationError("Only one '-' at a time: the standard input can hold only one of the values.")
    }

    /// The argument, or the line that it stands for.
    static func read(_ argument: String, _ field: InputField, _ words: Words) throws(EmptyInput) -> String {
        guard argument == dash else { return argument }
        if isatty(STDIN_FILENO) == 1 { Terminal.prompt(words.prompt(field)) }
        let line = readLine().map(trimmed) ?? ""
        guard !line.isEmpty else { throw EmptyInput(field: field) }
        return line
    }

    static func read(_ argument: String?, _ field: InputField, _ words: Words) throws(EmptyInput) -> String? {
        guard let argument else { return nil }
        return try read(argument, field, words) as String
    }

    private static func trimmed(_ line: String) -> String {
        let start = line.drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
}
