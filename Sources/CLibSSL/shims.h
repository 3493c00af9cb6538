// The system's libssl and libcrypto (OpenSSL 3.0 or later), with functions in place of the macros that Swift can't import.
// A shim bears the name of its macro after CLibSSL_, so the OpenSSL manual pages apply as they stand.
#pragma once

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/buffer.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

// Contexts: SSL_CTX_ctrl(3) in its many names.

static const uint64_t CLibSSL_SSL_OP_NO_TICKET = SSL_OP_NO_TICKET;
static const uint64_t CLibSSL_SSL_OP_NO_COMPRESSION = SSL_OP_NO_COMPRESSION;
static const uint64_t CLibSSL_SSL_OP_NO_RENEGOTIATION = SSL_OP_NO_RENEGOTIATION;
static const uint64_t CLibSSL_SSL_OP_CIPHER_SERVER_PREFERENCE = SSL_OP_CIPHER_SERVER_PREFERENCE;
static const uint64_t CLibSSL_SSL_OP_PRIORITIZE_CHACHA = SSL_OP_PRIORITIZE_CHACHA;

static inline int CLibSSL_SSL_CTX_set_min_proto_version(SSL_CTX *context, int version) {
    return (int)SSL_CTX_set_min_proto_version(context, version);
}

static inline int CLibSSL_SSL_CTX_set_max_proto_version(SSL_CTX *context, int version) {
    return (int)SSL_CTX_set_max_proto_version(context, version);
}

static inline void CLibSSL_SSL_CTX_set_mode(SSL_CTX *context, long mode) {
    SSL_CTX_set_mode(context, mode);
}

static inline void CLibSSL_SSL_CTX_set_session_cache_mode(SSL_CTX *context, long mode) {
    SSL_CTX_set_session_cache_mode(context, mode);
}

static inline int CLibSSL_SSL_CTX_set1_groups_list(SSL_CTX *context, const char *groups) {
    return (int)SSL_CTX_set1_groups_list(context, (char *)groups);
}

static inline int CLibSSL_SSL_CTX_add1_chain_cert(SSL_CTX *context, X509 *certificate) {
    return (int)SSL_CTX_add1_chain_cert(context, certificate);
}

// Sessions.

static inline int CLibSSL_SSL_set_tlsext_host_name(SSL *session, const char *name) {
    return (int)SSL_set_tlsext_host_name(session, (char *)name);
}

// Memory BIOs: BIO_s_mem(3).

static inline void CLibSSL_BIO_set_mem_eof_return(BIO *bio, int value) {
    BIO_set_mem_eof_return(bio, value);
}

/// Room that the memory BIO has allocated, in bytes, used or not.
static inline size_t CLibSSL_BIO_mem_capacity(BIO *bio) {
    BUF_MEM *memory = NULL;
    return BIO_get_mem_ptr(bio, &memory) > 0 && memory != NULL ? memory->max : 0;
}

/// The bytes that the memory BIO holds; the pointer is good until the BIO is next touched.
static inline long CLibSSL_BIO_get_mem_data(BIO *bio, const char **bytes) {
    char *start = NULL;
    long count = BIO_get_mem_data(bio, &start);
    *bytes = start;
    return count;
}

// Connections: BIO_s_connect(3) and BIO_f_ssl(3).

static inline void CLibSSL_BIO_set_conn_hostname(BIO *bio, const char *address) {
    BIO_set_conn_hostname(bio, (char *)address);
}

static inline void CLibSSL_BIO_set_nbio(BIO *bio, long value) {
    BIO_set_nbio(bio, value);
}

static inline SSL *CLibSSL_BIO_get_ssl(BIO *bio) {
    SSL *session = NULL;
    return BIO_get_ssl(bio, &session) > 0 ? session : NULL;
}

// Stacks: OPENSSL_sk_num(3) and its like, for the types needed.

static inline int CLibSSL_sk_GENERAL_NAME_num(const GENERAL_NAMES *names) {
    return sk_GENERAL_NAME_num(names);
}

static inline const GENERAL_NAME *CLibSSL_sk_GENERAL_NAME_value(const GENERAL_NAMES *names, int index) {
    return sk_GENERAL_NAME_value(names, index);
}

static inline STACK_OF(X509) *CLibSSL_sk_X509_new_null(void) {
    return sk_X509_new_null();
}

/// Returns the new number of certificates, or 0 on failure; takes no reference.
static inline int CLibSSL_sk_X509_push(STACK_OF(X509) *stack, X509 *certificate) {
    return sk_X509_push(stack, certificate);
}

static inline int CLibSSL_sk_X509_num(const STACK_OF(X509) *stack) {
    return sk_X509_num(stack);
}

static inline X509 *CLibSSL_sk_X509_value(const STACK_OF(X509) *stack, int index) {
    return sk_X509_value(stack, index);
}

/// Frees the stack, not the certificates.
static inline void CLibSSL_sk_X509_free(STACK_OF(X509) *stack) {
    sk_X509_free(stack);
}

// Keys and certificates.

/// XN_FLAG_RFC2253 for X509_NAME_print_ex(3), without the escaping of UTF-8.
static const unsigned long CLibSSL_XN_FLAG_RFC2253_UTF8 = XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB;

static inline EVP_PKEY *CLibSSL_EVP_EC_gen(const char *curve) {
    return EVP_EC_gen((char *)curve);
}

/// Adds an extension written as in x509v3_config(5); `issuer` may be the certificate itself. Returns 1, or 0 on failure.
static inline int CLibSSL_X509_add_extension(X509 *certificate, X509 *issuer, int nid, const char *value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    if (extension == NULL) return 0;
    int added = X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    return added;
}
