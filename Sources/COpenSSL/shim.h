#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

/* Macros and stacks, which Swift does not see. */

/* SSL_set_tlsext_host_name(3). */
static inline long vcd_ssl_set_server_name(SSL *ssl, const char *name) { return SSL_set_tlsext_host_name(ssl, name); }

/* The certificates of a verified chain (SSL_get0_verified_chain(3)), from the server's own upwards; NULL past its end. */
static inline X509 *vcd_ssl_verified_certificate(const SSL *ssl, int index) {
    STACK_OF(X509) *chain = SSL_get0_verified_chain(ssl);
    return chain ? sk_X509_value(chain, index) : NULL;
}
