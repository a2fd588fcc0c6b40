#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

/* Macros and stacks, which Swift does not see. */

/* SSL_CTX_set_min_proto_version(3). */
static inline int vcd_ssl_require_version(SSL_CTX *context, int version) {
    return SSL_CTX_set_min_proto_version(context, version);
}

/* SSL_set_tlsext_host_name(3). */
static inline long vcd_ssl_set_server_name(SSL *ssl, const char *name) { return SSL_set_tlsext_host_name(ssl, name); }

/* The certificates of a verified chain (SSL_get0_verified_chain(3)), from the server's own upwards; NULL past its end. */
static inline X509 *vcd_ssl_verified_certificate(const SSL *ssl, int index) {
    STACK_OF(X509) *chain = SSL_get0_verified_chain(ssl);
    return chain ? sk_X509_value(chain, index) : NULL;
}

/* What a failed handshake says: the number of the other side's alert (RFC 8446, section 6), -1 where there was none. */
static inline int vcd_ssl_alert(unsigned long error) {
    if (ERR_GET_LIB(error) != ERR_LIB_SSL) return -1;
    int reason = ERR_GET_REASON(error);
    return reason > SSL_AD_REASON_OFFSET && reason <= SSL_AD_REASON_OFFSET + 255 ? reason - SSL_AD_REASON_OFFSET : -1;
}

/* 1 where the other side chose a version that isn't spoken here. */
static inline int vcd_ssl_is_other_version(unsigned long error) {
    int reason = ERR_GET_REASON(error);
    return ERR_GET_LIB(error) == ERR_LIB_SSL &&
           (reason == SSL_R_UNSUPPORTED_PROTOCOL || reason == SSL_R_WRONG_SSL_VERSION);
}
