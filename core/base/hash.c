/* Hashes and tokens: see hash.h. */
#include "base/hash.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

void
hash_sha256(const void *p, size_t length, unsigned char out[HASH_BYTES])
{
	if (EVP_Digest(p, length, out, NULL, EVP_sha256(), NULL) != 1) {
		fprintf(stderr, "OpenSSL has no SHA-256\n");
		abort();
	}
}

void
hash_hex(const void *p, size_t length, char out[HASH_SIZE])
{
	unsigned char sum[HASH_BYTES];

	hash_sha256(p, length, sum);
	hex_encode(sum, sizeof(sum), out);
}

bool
hash_valid(const char *p)
{
	size_t length = strspn(p, "0123456789abcdef");

	return (length == HASH_SIZE - 1 && p[length] == '\0');
}

bool
hash_equal(const char *a, const char *b)
{
	size_t length = strlen(a);

	return (length == strlen(b) && CRYPTO_memcmp(a, b, length) == 0);
}

void
hex_encode(const void *p, size_t length, char *out)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *s = p;
	size_t i;

	for (i = 0; i < length; i++) {
		*out++ = digits[s[i] >> 4];
		*out++ = digits[s[i] & 15];
	}
	*out = '\0';
}

void
base64url_encode(const void *p, size_t length, char *out)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789-_";
	const unsigned char *s = p;
	unsigned bits = 0, count = 0;
	size_t i;

	for (i = 0; i < length; i++) {
		bits = (bits << 8 | s[i]) & 0xFFFF;
		for (count += 8; count >= 6; count -= 6)
			*out++ = digits[bits >> (count - 6) & 63];
	}
	if (count > 0)
		*out++ = digits[bits << (6 - count) & 63];
	*out = '\0';
}

void
random_bytes(void *p, size_t length)
{
	char *at = p;
	ssize_t n;

	while (length > 0) {
		n = getrandom(at, length, 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			perror("getrandom");
			abort();
		}
		at += n;
		length -= (size_t)n;
	}
}

void
random_token(char out[TOKEN_SIZE])
{
	unsigned char bytes[TOKEN_BYTES];

	random_bytes(bytes, sizeof(bytes));
	base64url_encode(bytes, sizeof(bytes), out);
	OPENSSL_cleanse(bytes, sizeof(bytes));
}
