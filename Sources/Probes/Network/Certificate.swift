import COpenSSL

/// What a server's certificate is worth.
struct Certificate: Hashable, Sendable {
    /// Why it is not to be trusted (X509_STORE_CTX_get_error(3)).
    enum Fault: Hashable, Sendable {
        case expired, notYetValid, wrongName, unknownIssuer
        /// It is for something else than a server.
        case wrongPurpose
        /// Its key or its signature can be forged.
        case weak
        case other(code: Int)
    }

    let fault: Fault?
    /// Until the first certificate of its chain ends; below zero for the days since.
    let daysLeft: Int
}

extension Certificate {
    /// The certificate of a finished handshake.
    init?(of ssl: OpaquePointer) {
        guard let own = SSL_get0_peer_certificate(ssl) else { return nil }
        let fault = Fault(verifyResult: SSL_get_verify_result(ssl))
        let chain = fault == nil ? sequence(state: 0) { Self.next(of: ssl, &$0) }.map { $0 } : []
        self.init(fault: fault, daysLeft: ([own] + chain).map(Self.daysLeft).min() ?? 0)
    }

    private static func next(of ssl: OpaquePointer, _ index: inout Int32) -> OpaquePointer? {
        defer { index += 1 }
        return vcd_ssl_verified_certificate(ssl, index)
    }

    private static func daysLeft(_ certificate: OpaquePointer) -> Int {
        var days: Int32 = 0
        var seconds: Int32 = 0
        ASN1_TIME_diff(&days, &seconds, nil, X509_get0_notAfter(certificate))
        return Int(days)
    }
}

extension Certificate.Fault {
    init?(verifyResult: Int) {
        switch Int32(truncatingIfNeeded: verifyResult) {
        case X509_V_OK: return nil
        case X509_V_ERR_CERT_HAS_EXPIRED: self = .expired
        case X509_V_ERR_CERT_NOT_YET_VALID: self = .notYetValid
        case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH: self = .wrongName
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_UNTRUSTED:
            self = .unknownIssuer
        case X509_V_ERR_INVALID_PURPOSE: self = .wrongPurpose
        case X509_V_ERR_EE_KEY_TOO_SMALL, X509_V_ERR_CA_KEY_TOO_SMALL, X509_V_ERR_CA_MD_TOO_WEAK: self = .weak
        default: self = .other(code: verifyResult)
        }
    }
}
