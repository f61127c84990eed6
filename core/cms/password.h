/*
 * Passwords: yescrypt (crypt(5), "$y$"), the rules for new ones, and the cost
 * of a hash.  Hashing takes tens of milliseconds: never inside a write
 * transaction.
 */
#ifndef CMS_PASSWORD_H
#define CMS_PASSWORD_H

#include <stdbool.h>

#include "cms/cms.h"

#define PASSWORD_HASH_SIZE 384	/* CRYPT_OUTPUT_SIZE */
#define PASSWORD_MAX 200	/* characters */
#define PASSWORD_NONE "*"	/* no text has this hash (crypt(5)) */

/* A fresh hash; `cost` is crypt_gensalt(3)'s count, 1 to 11. */
enum err password_hash(const char *text, int64_t cost,
    char out[PASSWORD_HASH_SIZE], struct fault *f);

/* Is `text` the password of `hash`?  A NULL hash takes as long and is false,
 * so that the time doesn't tell which names exist. */
bool password_verify(const char *text, const char *hash, int64_t cost);

/* Length, kinds of characters, not the name, not a common one: ERR_INPUT
 * "password.…" with field "password". */
enum err password_rules(struct cms *cms, const char *name, const char *text,
    struct fault *f);

#endif
