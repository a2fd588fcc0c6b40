import Glibc
import Systemd
import TestSupport

@testable import Probes

/// A folder that stands for a PC's `/`.
struct FakePC {
    private let folder: TemporaryFolder
    var files: PCFiles { PCFiles(folder.path) }

    init(_ texts: [String: String] = [:]) throws {
        folder = try TemporaryFolder()
        for (path, text) in texts { try write(path, text) }
    }

    func write(_ path: String, _ text: String) throws {
        makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
        try folder.write(path, text)
    }

    func makeFolder(_ path: String) {
        var made = folder.path
        for part in path.split(separator: "/") {
            made += "/\(part)"
            mkdir(made, 0o755)
        }
    }

    func program(_ path: String, _ text: String = "#!/bin/sh\n") throws {
        try write(path, text)
        chmod("\(folder.path)/\(path)", 0o755)
    }

    func link(_ path: String, to target: String) {
        makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
        symlink(target, "\(folder.path)/\(path)")
    }

    func remove() { folder.remove() }

    /// Runs a test on such a PC, and removes it.
    static func with<Value>(
        _ texts: [String: String] = [:],
        _ body: (FakePC) async throws -> Value
    ) async throws -> Value {
        let pc = try FakePC(texts)
        defer { pc.remove() }
        return try await body(pc)
    }
}

/// Services that answer by the name of the method; all others are absent.
struct FakeServices: SystemServices {
    var answers: [String: [BusValue]] = [:]
    /// What GetAll answers, by the object's path.
    var objects: [String: [String: BusValue]] = [:]
    var error = BusError.disconnected

    func call(_ method: Bus.Method, _ arguments: [BusValue]) async throws(BusError) -> [BusValue] {
        if method.member == "GetAll", let object = objects[method.path] { return [.dictionary(object)] }
        guard let answer = answers[method.member] else { throw error }
        return answer
    }
}

extension BusValue {
    /// `a{sv}`
    static func dictionary(_ values: [String: BusValue]) -> BusValue {
        .array(of: "{sv}", values.map { .entry(.string($0.key), .variant($0.value)) })
    }

    /// As ListUnits has a unit.
    static func unit(_ name: String, _ state: String) -> BusValue {
        .structure([.string(name), .string(""), .string("loaded"), .string(state), .string("")])
    }

    static func units(_ units: [BusValue]) -> BusValue { .array(of: "(ssssssouso)", units) }
}
