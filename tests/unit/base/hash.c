#include "base/hash.h"
#include "../unit.h"

TEST(sha256_gives_the_published_values)
{
	char out[HASH_SIZE];

	hash_hex("", 0, out);
	CHECK_TEXT(out, "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855");
	hash_hex("abc", 3, out);
	CHECK_TEXT(out, "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad");
	CHECK(hash_valid(out));
}

TEST(only_64_lower_case_hex_digits_are_a_hash)
{
	char out[HASH_SIZE];

	hash_hex("abc", 3, out);
	out[63] = '\0';
	CHECK(!hash_valid(out));
	out[63] = 'A';
	CHECK(!hash_valid(out));
	CHECK(!hash_valid(""));
	CHECK(!hash_valid("../../etc/passwd"));
}

TEST(base64url_gives_the_values_of_rfc_4648)
{
	static const char *const text[] = { "", "f", "fo", "foo", "foob",
		"fooba", "foobar" };
	static const char *const want[] = { "", "Zg", "Zm8", "Zm9v", "Zm9vYg",
		"Zm9vYmE", "Zm9vYmFy" };
	char out[BASE64URL_SIZE(6)];
	size_t i;

	for (i = 0; i < sizeof(text) / sizeof(text[0]); i++) {
		base64url_encode(text[i], strlen(text[i]), out);
		CHECK_TEXT(out, want[i]);
		CHECK_INT(BASE64URL_SIZE(strlen(text[i])), strlen(out) + 1);
	}
	base64url_encode("\xFB\xFF\xFE", 3, out);
	CHECK_TEXT(out, "-__-");
}

TEST(hex_digits_are_lower_case)
{
	char out[HEX_SIZE(3)];

	hex_encode("\x00\xAF\xFF", 3, out);
	CHECK_TEXT(out, "00afff");
}

TEST(secrets_are_equal_only_when_every_byte_is)
{
	CHECK(hash_equal("", ""));
	CHECK(hash_equal("abc", "abc"));
	CHECK(!hash_equal("abc", "abd"));
	CHECK(!hash_equal("abc", "abcd"));
	CHECK(!hash_equal("abc", ""));
}

TEST(tokens_are_43_safe_characters_and_never_the_same)
{
	char a[TOKEN_SIZE], b[TOKEN_SIZE];

	random_token(a);
	random_token(b);
	CHECK_INT(strlen(a), 43);
	CHECK_INT(strspn(a, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789-_"), 43);
	CHECK(strcmp(a, b) != 0);
}

TEST(hmac_is_that_of_rfc_4231)
{
	unsigned char out[HASH_BYTES];
	char hex[HASH_SIZE];

	hash_hmac("Jefe", 4, "what do ya want for nothing?", 28, out);
	hex_encode(out, sizeof(out), hex);
	CHECK_TEXT(hex, "5bdcc146bf60754e6a042426089575c7"
	    "5a003f089d2739839dec58b964ec3843");
}

TEST(base64_of_others_is_read_in_any_form)
{
	struct buf b = { 0 };

	base64_read(&b, "5rGf\n5Z+O", 9);
	CHECK_TEXT(buf_string(&b), "江城");
	buf_reset(&b);
	base64_read(&b, "5rGf5Z-O====", 12);
	CHECK_TEXT(buf_string(&b), "江城");
	buf_reset(&b);
	base64_read(&b, "_*/-+", 5);
	CHECK_INT(b.length, 3);
	CHECK(memcmp(b.data, "\xFF\xFF\xBE", 3) == 0);
	buf_cleanup(&b);
}

TEST(base64url_is_read_in_one_form_only)
{
	unsigned char out[4];

	CHECK(base64url_decode("AAEC_w", out, 4));
	CHECK(out[0] == 0 && out[1] == 1 && out[2] == 2 && out[3] == 255);
	CHECK(!base64url_decode("AAEC_x", out, 4));	/* bits left over */
	CHECK(!base64url_decode("AAEC_w==", out, 4));
	CHECK(!base64url_decode("AAEC/w", out, 4));
	CHECK(!base64url_decode("AAEC_", out, 4));
	CHECK(!base64url_decode("", out, 4));
	CHECK(base64url_decode("", out, 0));
}
