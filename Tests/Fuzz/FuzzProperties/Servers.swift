import Foundation

@testable import Probes

/// What servers and the network between may answer, and the address of the page that is asked.
///
/// The first byte chooses: a STUN answer, the head of an HTTP answer, or an address.
func fuzzServer(_ bytes: [UInt8]) throws {
    guard let first = bytes.first else { return }
    let rest = Array(bytes[1...])
    switch first % 3 {
    case 0: try checkStun(rest)
    case 1:
        if case .otherStatus(let status) = PortalAnswer(rest) {
            try require((-99...999).contains(status), "the status is \(status)")
        }
    default: if let text = String(validating: rest, as: UTF8.self) { try checkPortal(text) }
    }
}

private func checkStun(_ bytes: [UInt8]) throws {
    guard let response = try? StunResponse(bytes) else { return }
    try require(response.transaction == Array(bytes[8..<20]), "the transaction is the message's")
    switch response.content {
    case .mapped(let address):
        switch address.family {
        case .ipv4: try require(address.bytes.count == 4, "\(address.bytes.count) bytes")
        case .ipv6: try require(address.bytes.count == 16, "\(address.bytes.count) bytes")
        }
    case .error(let code): try require((0...955).contains(code), "the code \(code)")
    }
}

/// Nothing of an address can make more of a request than one page of one host.
private func checkPortal(_ text: String) throws {
    guard let page = PortalAddress(text) else { return }
    try require(!page.host.isEmpty && page.path.hasPrefix("/"), "\(text) is \(page)")
    let request = String(decoding: page.request, as: UTF8.self)
    let lines = request.components(separatedBy: "\r\n")
    try require(lines.count == 6 && lines[4].isEmpty && lines[5].isEmpty, "one request: \(request.debugDescription)")
    try require(lines[0].split(separator: " ").count == 3, "one page: \(lines[0])")
}
