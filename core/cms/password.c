/*
 * Passwords: see password.h.  Common ones are refused by what they are made
 * of: letters written as digits are read as letters, what stands before and
 * behind the letters is dropped, and what is left is looked up in
 * core/data/common-passwords.txt.  So "P@ssw0rd2026!" is "password".
 */
#include "cms/password.h"

#include <crypt.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "cms/setting.h"

#define WORD_MAX 64
#define SALT_BYTES 32

_Static_assert(PASSWORD_HASH_SIZE == CRYPT_OUTPUT_SIZE, "see crypt.h");

static bool
password_crypt(const char *text, const char *setting,
    char out[PASSWORD_HASH_SIZE])
{
	struct crypt_data *data = must_alloc(sizeof(*data));
	const char *hash;

	memset(data, 0, sizeof(*data));
	hash = crypt_rn(text, setting, data, (int)sizeof(*data));
	if (hash != NULL)
		snprintf(out, PASSWORD_HASH_SIZE, "%s", hash);
	explicit_bzero(data, sizeof(*data));
	free(data);
	return (hash != NULL);
}

enum err
password_hash(const char *text, int64_t cost, char out[PASSWORD_HASH_SIZE],
    struct fault *f)
{
	char setting[CRYPT_GENSALT_OUTPUT_SIZE], salt[SALT_BYTES];

	random_bytes(salt, sizeof(salt));
	if (crypt_gensalt_rn("$y$", (unsigned long)cost, salt, sizeof(salt),
	    setting, sizeof(setting)) == NULL ||
	    !password_crypt(text, setting, out))
		return (fault_set(f, ERR_INTERNAL, "password.hash", NULL,
		    NULL));
	return (ERR_OK);
}

bool
password_verify(const char *text, const char *hash, int64_t cost)
{
	char got[PASSWORD_HASH_SIZE];

	if (hash == NULL) {
		(void)password_hash(text, cost, got, NULL);
		return (false);
	}
	return (password_crypt(text, hash, got) && hash_equal(got, hash));
}

/* Kinds: lower case, upper case, digits, all else (Chinese, too). */
static int
password_kinds(const char *text)
{
	bool lower = false, upper = false, digit = false, other = false;

	for (; *text != '\0'; text++) {
		lower |= *text >= 'a' && *text <= 'z';
		upper |= *text >= 'A' && *text <= 'Z';
		digit |= *text >= '0' && *text <= '9';
		other |= isalnum((unsigned char)*text) == 0;
	}
	return (lower + upper + digit + other);
}

static char
letter_of(char c)
{
	static const char from[] = "@4301!$57|+", to[] = "aaeoiisstlt";
	const char *at = strchr(from, c);

	if (c != '\0' && at != NULL)
		return (to[at - from]);
	return ((char)tolower((unsigned char)c));
}

/* Latin letters, and all of the characters beyond ASCII. */
static bool
is_letter(char c)
{
	return (isalpha((unsigned char)c) != 0 || (c & 0x80) != 0);
}

/* The part of `text` from its first to its last letter, in lower case. */
static void
word_letters(const char *text, char word[WORD_MAX])
{
	const char *first = text, *last = text + strlen(text);
	size_t n = 0;

	while (first < last && !is_letter(*first))
		first++;
	while (last > first && !is_letter(last[-1]))
		last--;
	for (; first < last && n < WORD_MAX - 1; first++)
		word[n++] = letter_of(*first);
	word[n] = '\0';
}

/* All of `text`, in lower case. */
static void
word_whole(const char *text, char word[WORD_MAX])
{
	size_t n;

	for (n = 0; n < WORD_MAX - 1 && text[n] != '\0'; n++)
		word[n] = (char)tolower((unsigned char)text[n]);
	word[n] = '\0';
}

/* The same with every character read as a letter: "p4ssw0rd" may begin or
 * end with one. */
static void
word_leet(const char *text, char word[WORD_MAX])
{
	char all[WORD_MAX] = "";
	size_t n;

	for (n = 0; n < WORD_MAX - 1 && text[n] != '\0'; n++)
		all[n] = letter_of(text[n]);
	all[n] = '\0';
	word_letters(all, word);
}

static enum err
password_common(struct cms *cms, const char *text, bool *common,
    struct fault *f)
{
	char forms[3][WORD_MAX], line[WORD_MAX], *path = NULL;
	FILE *file;
	size_t i;

	*common = false;
	word_whole(text, forms[0]);
	word_letters(text, forms[1]);
	word_leet(text, forms[2]);
	if (asprintf(&path, "%s/core/data/common-passwords.txt",
	    cms_root(cms)) < 0)
		abort();
	file = fopen(path, "re");
	free(path);
	if (file == NULL)
		return (fault_set(f, ERR_INTERNAL, "password.list", NULL,
		    "core/data/common-passwords.txt"));
	while (!*common && fgets(line, sizeof(line), file) != NULL) {
		line[strcspn(line, "\r\n")] = '\0';
		for (i = 0; i < 3 && line[0] != '\0' && line[0] != '#'; i++)
			*common |= strcmp(line, forms[i]) == 0;
	}
	fclose(file);
	return (ERR_OK);
}

/* Fewer than five different characters: "Aa111111". */
static bool
password_dull(const char *text)
{
	bool seen[256] = { false };
	size_t different = 0, i;

	for (i = 0; text[i] != '\0'; i++)
		if (!seen[(unsigned char)text[i]]) {
			seen[(unsigned char)text[i]] = true;
			different++;
		}
	return (different < 5);
}

enum err
password_rules(struct cms *cms, const char *name, const char *text,
    struct fault *f)
{
	int64_t least = policy(cms, POLICY_PASSWORD_LENGTH);
	int64_t kinds = policy(cms, POLICY_PASSWORD_KINDS);
	size_t length = utf8_count(text, strlen(text));
	bool common = false;
	enum err e;

	if ((int64_t)length < least)
		return (fault_set(f, ERR_INPUT, "password.short", "password",
		    "%lld", (long long)least));
	if (length > PASSWORD_MAX)
		return (fault_set(f, ERR_INPUT, "input.long", "password",
		    "%d", PASSWORD_MAX));
	if (password_kinds(text) < kinds)
		return (fault_set(f, ERR_INPUT, "password.kinds", "password",
		    "%lld", (long long)kinds));
	if (strcasestr(text, name) != NULL)
		return (fault_set(f, ERR_INPUT, "password.name", "password",
		    NULL));
	e = password_common(cms, text, &common, f);
	if (e == ERR_OK && (common || password_dull(text)))
		e = fault_set(f, ERR_INPUT, "password.common", "password",
		    NULL);
	return (e);
}
