/*
 * Word lists: what in a text a list of rules names.  Literals are found over
 * folded text, patterns (PCRE2, bounded) over text folded in width, case and
 * to simplified characters, personal data by form and checksum.  Hits are
 * told by the bytes of the original text.
 *
 * What counts as a hit
 *   - Of literals that begin at one place the longest counts.  A hit inside
 *     another that is at least as severe isn't told; hits that overlap in
 *     part are, so that no list hides what another looks for.
 *   - A literal that begins or ends with a Latin letter (or digit) begins or
 *     ends a word in the text too, unless it is written with `*` there.
 *   - A hit with blanks or the marks of a sentence in it, and one of a looser
 *     reading (reversed, pinyin, letters put in), is `warn` at most: people
 *     look at it.  With such marks in some of its gaps only it is ordinary
 *     prose, and none.  But Han characters that are spelled out are the word
 *     all the same: blanks in each gap (绝　密; two characters only where no
 *     others around them are spelled out, too), or, of three and more, marks
 *     in each (敏，感，词).
 *   - WORDS_PARTS: two or three Han characters that are part of longer words
 *     or of two neighbours (路口/交通) are `warn` at most.
 *   - A hit inside an occurrence of a context (WORDS_CONTEXT) is none.
 *
 * A compiled list is only read: any number of threads may use it at a time.
 */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/fault.h"

enum words_severity { WORDS_NOTE, WORDS_WARN, WORDS_BLOCK };

enum words_kind {
	WORDS_LITERAL,
	WORDS_PATTERN,
	WORDS_CONTEXT,
	WORDS_ID_CARD,		/* GB 11643, ISO 7064 MOD 11-2; 15 digits too */
	WORDS_BANK_CARD,	/* ISO/IEC 7812, Luhn */
	WORDS_MOBILE,		/* of the mainland */
	WORDS_TELEPHONE,	/* with an area code, or 400 and 800 */
	WORDS_EMAIL,
	WORDS_KINDS
};

/* What is folded; each is a setting of its own. */
enum words_fold {
	WORDS_CASE = 1,
	WORDS_WIDTH = 2,	/* full width, circled, Kangxi radicals… */
	WORDS_SIMPLIFIED = 4,	/* traditional characters */
	WORDS_GAPS = 8,		/* blanks and symbols between characters */
	WORDS_LOOKALIKE = 16,	/* Cyrillic, Greek, digits for letters */
	WORDS_REPEAT = 32,	/* Latin letters more than once */
	WORDS_MARKUP = 64,	/* HTML tags, comments, references */
	WORDS_INSERTED = 128,	/* single Latin letters between Han */
	WORDS_REVERSED = 256,
	WORDS_PINYIN = 512,
	WORDS_PARTS = 1024,
	WORDS_FOLD_ALL = 2047
};

#define WORDS_LITERAL_MAX 64	/* characters */
#define WORDS_RULES_MAX 200000
#define WORDS_HITS_MAX 10000	/* that one call tells; see words_find() */

/* Tables of characters, readings and words, from FOLDER (core/data/words). */
struct words_data;

enum err words_data_alloc(struct words_data **out, const char *folder,
    struct fault *f);
void words_data_free(struct words_data *d);	/* NULL is allowed */

struct words;

struct words_rule {
	enum words_kind		kind;
	enum words_severity	severity;
	unsigned		fold;	/* enum words_fold, or'ed */
	const char		*text;	/* literal, pattern or context */
	long			number;	/* the caller's own */
};

struct words_hit {
	const struct words_rule	*rule;
	enum words_severity	severity;	/* may be below the rule's */
	size_t			start, end;	/* bytes */
};

/* `data` is borrowed until words_free(). */
void words_alloc(struct words **out, const struct words_data *data);
void words_free(struct words *w);		/* NULL is allowed */

/* Copies the rule.  ERR_INPUT "words.empty" (nothing that counts is in it),
 * "words.long", "words.many", "pattern.bad",
 * "words.never" (a pattern that no text has). */
enum err words_add(struct words *w, const struct words_rule *r,
    struct fault *f);

/* After the last words_add() and before the first words_find(). */
void words_compile(struct words *w);

/* Calls `each` for the hits, in the order of the text, and says how many: of
 * the first WORDS_HITS_MAX all, behind them those that block, up to as many
 * again.  So nothing hides them, however often something else is found. */
size_t words_find(const struct words *w, const char *text, size_t length,
    void (*each)(const struct words_hit *hit, void *arg), void *arg);

/* Is the text, as a whole, a valid number of that kind? */
bool words_valid(enum words_kind kind, const char *text, size_t length);

/* Characters of a hit that a mask leaves as they are; the defaults are the
 * first two of an id, the first three of a phone number (PIPL practice). */
struct words_mask { size_t first, last; };
struct words_mask words_mask_default(enum words_kind kind);

/* Appends the text with "*" for each letter and digit but the first and last
 * ones that the mask leaves. */
void words_mask(const char *text, size_t length, struct words_mask mask,
    struct buf *out);

/* The name of a kind or severity, "id-card", "block"; NULL, -1: none. */
const char *words_kind_name(enum words_kind kind);
int words_kind_of(const char *name);
const char *words_severity_name(enum words_severity severity);
int words_severity_of(const char *name);
const char *words_fold_name(unsigned bit);	/* of 1 << n */

#endif
