import NIOCore
import StationAPI

@testable import Varlink

/// A first byte of 0 to 31 chooses a method, and its parameters follow; all other bytes are a whole message.
func fuzzCall(_ bytes: [UInt8]) throws {
    if let first = bytes.first, first < 0x20 {
        let method = methods[Int(first) % methods.count]
        guard let parameters = try? JSONReader.value(of: Array(bytes[1...])) else { return }
        try take(method.name, parameters)
    } else {
        guard let call = try? WireFormat.decode(CallMessage.self, from: ByteBuffer(bytes: bytes)) else { return }
        let text = try succeeding("a call that was read can be written") { try WireFormat.encode(call) }
        let again = try succeeding("a call that was written can be read") {
            try WireFormat.decode(CallMessage.self, from: message(text))
        }
        try require(again.method == call.method && again.parameters == call.parameters, "the call is the same")
        try require(
            again.more == call.more && again.oneway == call.oneway && again.upgrade == call.upgrade,
            "its flags too"
        )
        guard call.method.hasPrefix("\(API.name).") else { return }
        try take(String(call.method.dropFirst(API.name.count + 1)), call.parameters ?? .object([:]))
    }
}

/// What the interface's description lets through is what the method's type takes, and nothing that it refuses is read
/// further.
private func take(_ name: String, _ parameters: JSONValue) throws {
    let description = try required(parsed, "the interface parses")
    guard let method = methods.first(where: { $0.name == name }),
        let declared = description.methods[name]
    else {
        try require(description.methods[name] == nil, "\(name) is declared and has no type")
        return
    }
    guard description.firstInvalidField(in: parameters, as: declared.input) == nil else { return }
    try succeeding("\(name) takes what its description allows: \(parameters)") { try method.decode(parameters) }
}

private let parsed = try? InterfaceDescription(parsing: API.description)

private struct Method: Sendable {
    let name: String
    let decode: @Sendable (JSONValue) throws -> Void

    init<Station: StationMethod>(_ method: Station.Type) {
        name = Station.shortName
        decode = { _ = try JSONValueDecoder.decode(Station.Parameters.self, from: $0) }
    }
}

private let methods: [Method] = [
    Method(API.GetStatus.self), Method(API.Monitor.self), Method(API.Prepare.self), Method(API.Next.self),
    Method(API.End.self), Method(API.Wipe.self), Method(API.Drill.self), Method(API.Extend.self),
    Method(API.Connected.self), Method(API.Hold.self), Method(API.Resume.self), Method(API.RestartCall.self),
    Method(API.Call.self),
    Method(API.AcceptSlot.self), Method(API.Panic.self), Method(API.Unlock.self), Method(API.GetSchedule.self),
    Method(API.AddEntry.self), Method(API.ListEntries.self), Method(API.RemoveEntry.self), Method(API.MoveEntry.self),
    Method(API.MarkAbsent.self), Method(API.Import.self), Method(API.GetReport.self), Method(API.Check.self),
    Method(API.AcceptCheck.self), Method(API.Shutdown.self), Method(API.CancelShutdown.self),
    Method(API.GetReceipts.self), Method(API.VerifyReceipts.self), Method(API.GetTemplate.self),
    Method(API.AcceptTemplate.self),
]
