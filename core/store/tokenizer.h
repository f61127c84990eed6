/*
 * The tokenizer of the full-text index, "mingchuang", finds every substring of
 * texts without spaces between words, and parts of words and numbers as well.
 * Its tokens, in one of two kinds of table:
 *
 *	mingchuang		each two neighbouring characters (江城, 城市) in
 *				their order, for phrase queries: short texts
 *	mingchuang grams	each two, three and four neighbouring characters
 *				without order (detail=none): long texts, where
 *				phrases of common pairs would take long
 *
 * and in both
 *
 *	each different character, for queries of one character;
 *	each word of letters (with digits in it) behind a TOKEN_WORD, so that
 *	"ai" may be asked for as a word and not as a part of "maintain";
 *	names given by the caller, each behind a byte from TOKEN_NAME up to
 *	TOKEN_LAST: they stand before the text, with nothing between.
 *
 * Characters are folded first (base/han.h: case, width, traditional forms).
 * Punctuation and spaces end a run, and nothing reaches over them.
 *
 * In a query, a text that begins with a TOKEN_ byte asks for the words or
 * names in it, one of up to four characters (two without "grams") for itself,
 * a longer one for its pairs in this order.  Whoever writes the query has
 * folded the text and left nothing but han_is_text() in it.
 */
#ifndef STORE_TOKENIZER_H
#define STORE_TOKENIZER_H

#include "base/fault.h"

#define TOKEN_WORD 1
#define TOKEN_NAME 2
#define TOKEN_LAST 5
#define TOKEN_GRAM 4	/* characters of the longest gram */

struct sqlite3;

/* Makes the tokenizer known to a connection; db_open() does it for all. */
enum err tokenizer_register(struct sqlite3 *handle, struct fault *f);

#endif
