/* What the files words*.c share.  Inside core/base only. */
#ifndef BASE_WORDS_INSIDE_H
#define BASE_WORDS_INSIDE_H

#include <stdint.h>

#include "base/words.h"

/* ---- characters (words_data.c) */

#define DATA_CODES 0x30000u	/* beyond: invisible from E0000, else itself */
#define READINGS_FIRST 0x4E00u
#define READINGS_LAST 0x9FFFu
#define SYLLABLES_MAX 512
#define SYLLABLE_LETTERS 6
#define READINGS 3

/* Of how much a character between two others tells, in rising order. */
enum gap { GAP_NONE, GAP_INVISIBLE, GAP_SYMBOL, GAP_BLANK, GAP_PROSE };

struct words_data {
	uint32_t	*width, *simplified, *lower, *lookalike; /* 0: itself */
	uint8_t		*gap;		/* enum gap of each; GAP_NONE: counts */
	uint16_t	(*readings)[READINGS];	/* 0: none, else syllable */
	char		syllables[SYLLABLES_MAX][SYLLABLE_LETTERS + 2];
	size_t		syllable_count;		/* from 1 */
	uint32_t	*lexicon;	/* fingerprint << 5 | weight; 0: free */
};

uint32_t data_fold(const struct words_data *d, unsigned fold, uint32_t c);
enum gap data_gap(const struct words_data *d, uint32_t c);
/* The syllable of that name, 0: there is none. */
unsigned data_syllable(const struct words_data *d, const char *p, size_t n);

static inline bool
is_latin(uint32_t c)
{
	return (c >= 'a' && c <= 'z');
}

static inline bool
is_number(uint32_t c)
{
	return (c >= '0' && c <= '9');
}

static inline bool
is_han(uint32_t c)
{
	return ((c >= 0x3400 && c <= 0x9FFF) || c == 0x3007 ||
	    (c >= 0x20000 && c <= 0x323AF));
}

/* ---- reading a text (words_read.c) */

struct reader {
	const struct words_data *d;
	unsigned	fold;
	const char	*text, *p, *end;
};

struct mark {			/* what stands at one place of a text */
	uint32_t	c;	/* folded; 0 for a gap */
	enum gap	gap;
	size_t		start, end;
};

/* The next character, reference or tag; false at the end. */
bool reader_next(struct reader *r, struct mark *m);
/* Behind a tag, comment or hidden element at p; NULL: it is only a "<". */
const char *markup_skip(const char *p, const char *end, enum gap *gap);
/* Behind a character reference at p, NULL: none. */
const char *reference_read(const char *p, const char *end, uint32_t *c);

/* ---- a goto table over symbols (words_table.c) */

typedef uint16_t symbol;	/* 0: in no literal */

struct sequence {
	const symbol	*s;
	uint32_t	n;
	int32_t		rule;
};

struct table;

/* Of equal sequences the first added counts. */
struct table *table_alloc(struct sequence *q, size_t n);
void table_free(struct table *t);

/* The sequences that stand at s, the longest first; how many. */
struct match { int32_t rule; uint32_t n; };
size_t table_at(const struct table *t, const symbol *s, size_t n,
    struct match *out, size_t room);

/* Has what table_at() will look at fetched. */
void table_prefetch(const struct table *t, const symbol *s);

/* Could a sequence begin at s?  s[1] and s[2] may be read.  One bitmap tells by
 * three symbols, one by the two of a sequence that ends there. */
struct table_filter {
	const uint64_t	*triples, *ends;
	const uint8_t	*singles;
};
const struct table_filter *table_filter(const struct table *t);

#define AHEAD 6		/* places whose part of the table is fetched before */
#define END_BITS 18
#define TRIPLE_BITS 21

static inline uint32_t
pair_hash(symbol a, symbol b)
{
	return ((uint32_t)a * 0x9E3779B1u ^ (uint32_t)b * 0x85EBCA6Bu);
}

static inline uint32_t
triple_hash(uint32_t pair, symbol c)
{
	return ((pair ^ (uint32_t)c * 0xC2B2AE35u) * 0x27D4EB2Fu);
}

static inline bool
bit_is(const uint64_t *bits, uint32_t i)
{
	return ((bits[i >> 6] >> (i & 63)) & 1);
}

/* Does a sequence of three or more begin there? */
static inline bool
filter_long(const struct table_filter *f, const symbol *s)
{
	return (bit_is(f->triples, triple_hash(pair_hash(s[0], s[1]), s[2]) >>
	    (32 - TRIPLE_BITS)));
}

static inline bool
filter_pass(const struct table_filter *f, const symbol *s)
{
	uint32_t h = pair_hash(s[0], s[1]);
	unsigned goes_on = bit_is(f->triples, triple_hash(h, s[2]) >>
	    (32 - TRIPLE_BITS));
	unsigned ends = bit_is(f->ends, h >> (32 - END_BITS));

	/* Both always: a branch here would go wrong too often. */
	return ((goes_on | ends) != 0);
}

/* ---- rules of one kind of folding */

/* A block of a text as symbols, with where they stand: small enough to stay in
 * the processor's nearest cache. */
#define STREAM_MAX 4096
#define STREAM_CARRY (2 * WORDS_LITERAL_MAX)	/* of the block before */

static inline bool
symbol_latin(symbol s)
{
	return (s - 1u < 26);
}

struct stream {
	symbol		s[STREAM_MAX + 3];
	uint32_t	at[STREAM_MAX];	/* byte in the text */
	uint32_t	c[STREAM_MAX];	/* folded; only where asked for */
	size_t		n;
	size_t		next;		/* byte of the text to go on from */
	symbol		last;
	bool		latin, letters;	/* in this or the last block; in this */
};

struct literal {
	uint32_t	*c;	/* folded, runs of letters as one */
	uint8_t		*run;	/* how many */
	uint32_t	n;
	bool		han;		/* nothing else */
	bool		latin;		/* nothing else */
	bool		loose;		/* it has gaps of its own */
	bool		open_left, open_right;
};

#define SYMBOL_GAP 0xFFFF	/* passed over */
#define SYMBOL_SLOW 0xFFFE	/* "<" and "&" where markup is folded */
#define SYMBOL_LAST 0xFFF0

struct group {
	struct group	*next;
	unsigned	fold;
	bool		contexts;
	symbol		*symbols;	/* of each code below DATA_CODES */
	uint32_t	symbol_count;
	size_t		count;		/* of literals */
	struct table	*table, *syllables;
	struct table	*digits;	/* literals with some; NULL: none */
	size_t		longest;	/* characters of a literal */
	bool		has_long;	/* literals worth a reversed look */
};

struct rule {
	struct words_rule	r;
	struct literal		l;
	void			*pattern;	/* pcre2_code */
};

struct words {
	const struct words_data	*d;
	struct rule		*rules;
	size_t			count, room;
	struct group		*groups;
	unsigned		kinds;		/* 1 << enum words_kind */
	bool			compiled;
};

/* Hits as they are found, before it is settled which count. */
struct found {
	const struct words	*w;
	const char		*text;
	size_t			length;
	struct words_hit	*hits;
	size_t			n, room;
};

void found_add(struct found *f, const struct rule *r,
    enum words_severity severity, size_t start, size_t end);

/* words_literal.c */
enum err literal_read(const struct words_data *d, struct rule *r,
    struct fault *f);
/* What the hit is worth: -1 none, else the severity. */
int literal_weigh(const struct found *f, const struct rule *r, size_t start,
    size_t end);
/* The byte behind the character that begins at `at`. */
size_t text_behind(const struct found *f, unsigned fold, size_t at);
/* Does a letter or digit stand right there, as at the literal's edge? */
bool text_joined(const struct found *f, unsigned fold, size_t start,
    size_t end, uint32_t first, uint32_t last);

/* words_stream.c */
/* The next block after *s, which begins with the end of it; false where there
 * is none.  A zeroed stream is before the first. */
bool stream_read(const struct group *g, const struct found *f,
    struct stream *s, bool folded);
void group_scan(struct found *f, const struct group *g,
    const struct stream *s);

/* words_guess.c, words_pinyin.c: looser readings, of a block or the text. */
void guess_inserted(struct found *f, const struct group *g,
    const struct stream *s);
void guess_reversed(struct found *f, const struct group *g,
    const struct stream *s);
/* What is written with letters, from `start` to `end`. */
void guess_leet(struct found *f, const struct group *g, size_t start,
    size_t end);
/* words_digit.c: literals with digits, where letters stand for them or they for
 * letters.  Needs s->c. */
void guess_digits(struct found *f, const struct group *g,
    const struct stream *s);
void digits_compile(const struct words *w, struct group *g);
void guess_pinyin(struct found *f, const struct group *g, size_t start,
    size_t end);
/* The next part of a block that has letters in it, from *i on: with `reach`
 * characters around them, between Han characters.  Needs s->c. */
bool letters_near(const struct stream *s, size_t reach, size_t *i,
    size_t *from, size_t *to);
void pinyin_compile(struct words *w, struct group *g);

/* words_lexicon.c: is [start, end) cut out of other words? */
bool lexicon_part(const struct words_data *d, const uint32_t *c, size_t n,
    size_t start, size_t end);
void lexicon_add(struct words_data *d, const uint32_t *c, size_t n,
    unsigned weight);

/* words_kind.c, words_pattern.c */
void kinds_scan(struct found *f);
enum err rule_pattern(const struct words_data *d, struct rule *r,
    struct fault *f);
/* words_never.c: is it sure that the pattern is found nowhere? */
bool pattern_never(const char *pattern);
void pattern_scan(struct found *f);
void rule_pattern_free(struct rule *r);

#endif
