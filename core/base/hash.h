/*
 * SHA-256, texts for bytes, comparing secrets, and random tokens.  Hashes go
 * by as 64 lower-case hex digits, tokens as base64url (RFC 4648, section 5)
 * without padding.  A machine without randomness or SHA-256 ends the process.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define HASH_BYTES 32
#define HASH_SIZE (2 * HASH_BYTES + 1)	/* hex and NUL */
#define TOKEN_BYTES 32
#define TOKEN_SIZE BASE64URL_SIZE(TOKEN_BYTES)

/* Room for n bytes as text, with the NUL. */
#define HEX_SIZE(n) (2 * (n) + 1)
#define BASE64URL_SIZE(n) (((n) * 4 + 2) / 3 + 1)

void hash_sha256(const void *p, size_t length, unsigned char out[HASH_BYTES]);
void hash_hex(const void *p, size_t length, char out[HASH_SIZE]);

/* HMAC-SHA-256 (RFC 2104). */
void hash_hmac(const void *key, size_t key_length, const void *p,
    size_t length, unsigned char out[HASH_BYTES]);

/* Of a whole file, as long as it may be; false where it can't be read (errno
 * says why).  A link in its place isn't followed. */
bool hash_file(const char *path, char out[HASH_SIZE]);

/* Is `p` what hash_hex() could have written? */
bool hash_valid(const char *p);

/* For tables in memory whose names come from strangers: FNV-1a from a start
 * that only the table knows. */
uint64_t hash_quick(uint64_t seed, const char *text);

/* Equal texts?  Takes a time that depends on the lengths alone. */
bool hash_equal(const char *a, const char *b);

/* Texts of `length` bytes, ending with NUL; see HEX_SIZE, BASE64URL_SIZE. */
void hex_encode(const void *p, size_t length, char *out);
void base64url_encode(const void *p, size_t length, char *out);

/* Exactly `length` bytes from a text that base64url_encode() could have
 * written; false for any other. */
bool base64url_decode(const char *text, void *out, size_t length);

/* Appends the bytes of base64 as others write it, in the letters of either
 * section 4 or 5; what is none of them is passed over. */
void base64_read(struct buf *out, const char *text, size_t length);

void random_bytes(void *p, size_t length);
/* Letters and digits for people to copy by hand, each equally likely: no 0 O,
 * 1 I L, and of 2 Z, 5 S, 8 B, V U only the first.  Writes `length` of them
 * and the NUL. */
#define RANDOM_LETTERS "23456789ACDEFGHJKMNPQRTVWXY"
void random_letters(char *out, size_t length);
/* 256 random bits as 43 characters that need no escaping anywhere. */
void random_token(char out[TOKEN_SIZE]);

#endif
