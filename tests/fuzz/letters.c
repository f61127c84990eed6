/* What visitors type: codes of receipts, and answers of challenges. */
#include "base/arena.h"
#include "base/hash.h"
#include "cms/challenge.h"
#include "cms/receipt.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_alloc();
	char *text = arena_copy(a, data, size), *end;
	char code[RECEIPT_CODE_SIZE], again[RECEIPT_CODE_SIZE];
	unsigned char bytes[CHALLENGE_BYTES];
	char token[CHALLENGE_TOKEN_SIZE];
	int n;

	if ((end = memchr(text, '\0', size)) != NULL)
		*end = '\0';
	if (receipt_code_read(text, code)) {
		HOLDS(strlen(code) == RECEIPT_CODE_LENGTH);
		HOLDS(receipt_code_read(code, again));
		HOLDS(strcmp(code, again) == 0);
	}
	n = challenge_number(text);
	HOLDS(n >= -1 && n <= CHALLENGE_ANSWER_MAX);
	challenge_works("token", text, CHALLENGE_BITS);
	if (base64url_decode(text, bytes, sizeof(bytes))) {
		base64url_encode(bytes, sizeof(bytes), token);
		HOLDS(strcmp(token, text) == 0);
	}
	arena_free(a);
	return (0);
}
