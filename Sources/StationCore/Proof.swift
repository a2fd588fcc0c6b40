/// That the last home is destroyed and the scan after it found nothing, as a clean receipt on disk says. It can only
/// be made from such a receipt.
public struct CleanProof: Hashable, Sendable {
    public let receipt: ReceiptID

    init?(_ receipt: Receipt) {
        guard receipt.isClean else { return nil }
        self.receipt = receipt.id
    }
}

/// A fresh home made after the proof: the only thing that a visit can start on.
public struct CleanHome: Hashable, Sendable {
    public let proof: CleanProof

    init(madeAfter proof: CleanProof) { self.proof = proof }
}
