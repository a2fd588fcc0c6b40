import COpenSSL
import Glibc

/// A TLS handshake that ends with a look at the certificate; nothing is said over the connection.
struct Handshake {
    enum Failure: Error, Hashable {
        /// The file of further authorities can't be read.
        case authorities
        case noAnswer
        case closed
        /// What came is no TLS.
        case noAgreement
        /// It speaks versions of TLS alone that browsers no longer do (RFC 8996).
        case oldVersion
        /// It broke off, with its alert's number (RFC 8446, section 6).
        case refused(alert: Int)
    }

    private let socket: Socket
    private let ssl: OpaquePointer
    private let input: OpaquePointer
    private let output: OpaquePointer

    /// - Parameter host: whom the certificate must be for, a name or an address.
    /// - Parameter authorities: a PEM file of authorities beside the system's.
    static func certificate(
        of host: String,
        over socket: Socket,
        authorities: String?,
        until deadline: Deadline
    ) throws(Failure) -> Certificate {
        guard let context = SSL_CTX_new(TLS_client_method()) else { throw .noAgreement }
        defer { SSL_CTX_free(context) }
        SSL_CTX_set_default_verify_paths(context)
        guard vcd_ssl_require_version(context, TLS1_2_VERSION) == 1 else { throw .noAgreement }
        if let authorities, SSL_CTX_load_verify_file(context, authorities) != 1 { throw .authorities }
        // The certificate is judged afterwards: a handshake that is broken off at a bad one doesn't show its dates.
        SSL_CTX_set_verify(context, SSL_VERIFY_NONE, nil)
        guard let ssl = SSL_new(context) else { throw .noAgreement }
        defer { SSL_free(ssl) }
        guard expect(host, of: ssl), let handshake = Handshake(socket, ssl) else { throw .noAgreement }
        try handshake.run(until: deadline)
        guard let certificate = Certificate(of: ssl) else { throw .noAgreement }
        return certificate
    }

    private init?(_ socket: Socket, _ ssl: OpaquePointer) {
        // Not OpenSSL's own socket BIO: it writes without MSG_NOSIGNAL.
        guard let input = BIO_new(BIO_s_mem()) else { return nil }
        guard let output = BIO_new(BIO_s_mem()) else {
            BIO_free(input)
            return nil
        }
        SSL_set_bio(ssl, input, output)
        self.socket = socket
        self.ssl = ssl
        self.input = input
        self.output = output
    }

    private static func expect(_ host: String, of ssl: OpaquePointer) -> Bool {
        if Lookup.isLiteral(host) { return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host) == 1 }
        // As browsers do: the subject's common name counts for nothing (RFC 9525), and a wildcard is a whole label.
        SSL_set_hostflags(ssl, UInt32(X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
        return SSL_set1_host(ssl, host) == 1 && vcd_ssl_set_server_name(ssl, host) == 1
    }

    private func run(until deadline: Deadline) throws(Failure) {
        while true {
            ERR_clear_error()
            let result = SSL_connect(ssl)
            let error = result == 1 ? SSL_ERROR_NONE : SSL_get_error(ssl, result)
            let reason = ERR_peek_error()
            if error != SSL_ERROR_NONE, error != SSL_ERROR_WANT_READ { throw Failure(reason) }
            try flush(until: deadline)
            if error == SSL_ERROR_NONE { return }
            try fill(until: deadline)
        }
    }

    private func flush(until deadline: Deadline) throws(Failure) {
        var bytes = [UInt8](repeating: 0, count: BIO_ctrl_pending(output))
        guard !bytes.isEmpty else { return }
        let count = BIO_read(output, &bytes, Int32(clamping: bytes.count))
        guard socket.send(Array(bytes.prefix(Int(count))), until: deadline) else {
            throw deadline.isOver ? .noAnswer : .closed
        }
    }

    private func fill(until deadline: Deadline) throws(Failure) {
        guard socket.wait(for: POLLIN, until: deadline) else { throw .noAnswer }
        switch socket.receive() {
        case .bytes(let bytes): BIO_write(input, bytes, Int32(clamping: bytes.count))
        case .nothing: return
        case .closed, .failed: throw .closed
        }
    }
}

extension Handshake.Failure {
    private static let protocolVersion = 70

    /// - Parameter error: of OpenSSL's queue (ERR_peek_error(3)).
    fileprivate init(_ error: UInt) {
        let alert = Int(vcd_ssl_alert(error))
        if alert == Self.protocolVersion || vcd_ssl_is_other_version(error) == 1 {
            self = .oldVersion
        } else {
            self = alert >= 0 ? .refused(alert: alert) : .noAgreement
        }
    }
}
