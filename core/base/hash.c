/* Hashes and tokens: see hash.h. */
#include "base/hash.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

static EVP_MD *fetched;

static void
fetch(void)
{
	fetched = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (fetched == NULL) {
		fprintf(stderr, "OpenSSL has no SHA-256\n");
		abort();
	}
}

/* EVP_sha256() would be looked up among all providers at each use. */
static const EVP_MD *
sha256(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, fetch);
	return (fetched);
}

void
hash_sha256(const void *p, size_t length, unsigned char out[HASH_BYTES])
{
	if (EVP_Digest(p, length, out, NULL, sha256(), NULL) != 1)
		abort();
}

void
hash_hex(const void *p, size_t length, char out[HASH_SIZE])
{
	unsigned char sum[HASH_BYTES];

	hash_sha256(p, length, sum);
	hex_encode(sum, sizeof(sum), out);
}

void
hash_hmac(const void *key, size_t key_length, const void *p, size_t length,
    unsigned char out[HASH_BYTES])
{
	if (HMAC(sha256(), key, (int)key_length, p, length, out, NULL) ==
	    NULL) {
		fprintf(stderr, "OpenSSL has no HMAC\n");
		abort();
	}
}

bool
hash_file(const char *path, char out[HASH_SIZE])
{
	unsigned char piece[65536], sum[HASH_BYTES];
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW), saved;
	ssize_t n = fd == -1 ? -1 : 1;

	if (md == NULL || EVP_DigestInit_ex(md, sha256(), NULL) != 1)
		abort();
	while (n > 0) {
		n = read(fd, piece, sizeof(piece));
		if (n == -1 && errno == EINTR)
			n = 1;
		else if (n > 0 && EVP_DigestUpdate(md, piece, (size_t)n) != 1)
			abort();
	}
	saved = errno;
	if (EVP_DigestFinal_ex(md, sum, NULL) != 1)
		abort();
	hex_encode(sum, sizeof(sum), out);
	EVP_MD_CTX_free(md);
	if (fd != -1)
		close(fd);
	errno = saved;
	return (n == 0);
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

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "abcdefghijklmnopqrstuvwxyz0123456789-_";

void
base64url_encode(const void *p, size_t length, char *out)
{
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

/* What stays over at the end must be zero, or two texts would mean one thing. */
bool
base64url_decode(const char *text, void *out, size_t length)
{
	unsigned char *to = out;
	unsigned bits = 0, count = 0;
	const char *d;
	size_t n = 0;

	if (strlen(text) != BASE64URL_SIZE(length) - 1)
		return (false);
	for (; *text != '\0'; text++) {
		if ((d = strchr(digits, *text)) == NULL)
			return (false);
		bits = (bits << 6 | (unsigned)(d - digits)) & 0xFFFF;
		count += 6;
		if (count >= 8 && n < length)
			to[n++] = (unsigned char)(bits >> (count -= 8));
	}
	return (n == length && (bits & ((1u << count) - 1)) == 0);
}

static int
base64_value(unsigned char c)
{
	if (isupper(c))
		return (c - 'A');
	if (islower(c))
		return (c - 'a' + 26);
	if (isdigit(c))
		return (c - '0' + 52);
	return (c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1);
}

void
base64_read(struct buf *out, const char *text, size_t length)
{
	unsigned bits = 0, count = 0;
	int value;

	for (; length > 0; text++, length--) {
		if ((value = base64_value((unsigned char)*text)) < 0)
			continue;
		bits = (bits << 6 | (unsigned)value) & 0xFFFF;
		if ((count += 6) < 8)
			continue;
		count -= 8;
		buf_char(out, (char)(bits >> count & 0xFF));
	}
}

uint64_t
hash_quick(uint64_t seed, const char *text)
{
	uint64_t h = UINT64_C(14695981039346656037) ^ seed;

	for (; *text != '\0'; text++)
		h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
	return (h ^ h >> 32);
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
random_letters(char *out, size_t length)
{
	const size_t letters = sizeof(RANDOM_LETTERS) - 1;
	unsigned char byte;
	size_t i = 0;

	while (i < length) {
		random_bytes(&byte, 1);
		if (byte < 256 / letters * letters)	/* else unfair */
			out[i++] = RANDOM_LETTERS[byte % letters];
	}
	out[i] = '\0';
}

void
random_token(char out[TOKEN_SIZE])
{
	unsigned char bytes[TOKEN_BYTES];

	random_bytes(bytes, sizeof(bytes));
	base64url_encode(bytes, sizeof(bytes), out);
	OPENSSL_cleanse(bytes, sizeof(bytes));
}
