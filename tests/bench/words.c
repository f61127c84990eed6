/*
 * Word lists beside hyperscan: the same 50,000 literals over the same 10 MB of
 * Chinese text, in the same run, five rounds in turn; medians.  Text and
 * literals are made from the words of core/data/words/lexicon.txt by their
 * frequency, with one literal in about 600 characters.
 *
 * Hyperscan can't fold: it gets text that is folded already, tells only where
 * a match ends, and knows nothing of whole words or contexts.  Ours reads the
 * text as it came, in three settings: characters alone (what hyperscan does,
 * and folding), with blanks, symbols and markup passed over (what a list has
 * at the least), and with all looser readings.
 *
 * Usage: words ROOT; prints a table.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <hs/hs.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/words.h"

#define LITERALS 50000
#define PATTERNS 100
#define TEXT_BYTES (10 * 1024 * 1024)
#define ROUNDS 5
#define EVERY 200	/* words of text for one literal */
#define ARTICLE 2000	/* characters */

#define PLAIN (WORDS_CASE | WORDS_WIDTH | WORDS_SIMPLIFIED)
#define USUAL (PLAIN | WORDS_GAPS | WORDS_REPEAT | WORDS_MARKUP)

struct lexicon {
	char		**words;
	double		*upto;		/* sums of frequencies */
	size_t		n;
};

static const char *
data_folder(const char *root)
{
	static char path[1024];

	snprintf(path, sizeof(path), "%s/core/data/words", root);
	return (path);
}

static uint64_t seed = 20260421;

static double
chance(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return ((double)(seed >> 11) / 9007199254740992.0);
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return ((double)t.tv_sec * 1000 + (double)t.tv_nsec / 1e6);
}

static void
lexicon_read(struct lexicon *l, const char *root)
{
	char path[1024], line[128], word[100];
	double sum = 0;
	int weight;
	FILE *f;

	snprintf(path, sizeof(path), "%s/core/data/words/lexicon.txt", root);
	if ((f = fopen(path, "re")) == NULL) {
		perror(path);
		exit(1);
	}
	l->words = must_alloc(500000 * sizeof(*l->words));
	l->upto = must_alloc(500000 * sizeof(*l->upto));
	while (fgets(line, sizeof(line), f) != NULL && l->n < 500000)
		if (sscanf(line, "%99s %d", word, &weight) == 2 &&
		    line[0] != '#') {
			l->words[l->n] = must_text(word);
			l->upto[l->n++] = sum += (double)(1 << weight);
		}
	fclose(f);
}

static const char *
common_word(const struct lexicon *l)
{
	double at = chance() * l->upto[l->n - 1];
	size_t low = 0, high = l->n - 1, mid;

	while (low < high) {
		mid = (low + high) / 2;
		if (l->upto[mid] < at)
			low = mid + 1;
		else
			high = mid;
	}
	return (l->words[low]);
}

/* Two words side by side, either of them any of the lexicon. */
static char **
literals_make(const struct lexicon *l)
{
	char **out = must_alloc(LITERALS * sizeof(*out)), both[256];
	size_t i;

	for (i = 0; i < LITERALS; i++) {
		snprintf(both, sizeof(both), "%s%s",
		    l->words[(size_t)(chance() * (double)l->n)],
		    i % 3 == 0 ? "" :
		    l->words[(size_t)(chance() * (double)l->n)]);
		/* A third is single words, the rare ones. */
		if (i % 3 == 0)
			snprintf(both + strlen(both), 8, "%s", "帮");
		out[i] = must_text(both);
	}
	return (out);
}

static void
text_make(const struct lexicon *l, char **literals, struct buf *out)
{
	size_t n = 0;

	while (out->length < TEXT_BYTES) {
		buf_text(out, ++n % EVERY == 0 ?
		    literals[(size_t)(chance() * LITERALS)] : common_word(l));
		if (n % 6 == 0)
			buf_text(out, n % 18 == 0 ? "。" : "，");
		if (n % 120 == 0)
			buf_text(out, "\n");
		if (n % 150 == 0)
			buf_text(out, " GDP ");
	}
}

static void
count_hit(const struct words_hit *hit, void *arg)
{
	(void)hit;
	(*(size_t *)arg)++;
}

static int
count_match(unsigned id, unsigned long long from, unsigned long long to,
    unsigned flags, void *arg)
{
	(void)id, (void)from, (void)to, (void)flags;
	(*(size_t *)arg)++;
	return (0);
}

static struct words *
ours_make(const struct words_data *d, char **literals, unsigned fold,
    int patterns, double *took)
{
	struct words *w;
	char text[64];
	double from = now();
	int i;

	words_alloc(&w, d);
	for (i = 0; i < LITERALS; i++)
		(void)words_add(w, &(struct words_rule){ WORDS_LITERAL,
		    WORDS_WARN, fold, literals[i], i }, NULL);
	for (i = 0; i < patterns; i++) {
		snprintf(text, sizeof(text), "第%d[号条].{0,8}(编号|文件)", i);
		(void)words_add(w, &(struct words_rule){ WORDS_PATTERN,
		    WORDS_WARN, fold, text, i }, NULL);
	}
	words_compile(w);
	*took = now() - from;
	return (w);
}

static hs_database_t *
theirs_make(char **literals, double *took)
{
	unsigned *flags = must_alloc(LITERALS * sizeof(*flags));
	unsigned *ids = must_alloc(LITERALS * sizeof(*ids)), i;
	size_t *lengths = must_alloc(LITERALS * sizeof(*lengths));
	hs_database_t *db;
	hs_compile_error_t *error;
	double from = now();

	for (i = 0; i < LITERALS; i++) {
		flags[i] = 0;
		ids[i] = i;
		lengths[i] = strlen(literals[i]);
	}
	if (hs_compile_lit_multi((const char *const *)literals, flags, ids,
	    lengths, LITERALS, HS_MODE_BLOCK, NULL, &db, &error) !=
	    HS_SUCCESS) {
		fprintf(stderr, "hyperscan: %s\n", error->message);
		exit(1);
	}
	*took = now() - from;
	free(flags);
	free(ids);
	free(lengths);
	return (db);
}

static int
order(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x < y ? -1 : x > y);
}

static double
median(double *v)
{
	qsort(v, ROUNDS, sizeof(*v), order);
	return (v[ROUNDS / 2]);
}

static void
row(const char *program, double milliseconds, size_t hits, double load)
{
	printf("%-44s %8.0f MB/s %9zu hits %8.0f ms to load\n", program,
	    TEXT_BYTES / 1e3 / milliseconds, hits, load);
}

/* The article: 2,000 characters, all literals, 100 patterns. */
static void
article(const struct words *w, const struct buf *text)
{
	double took[ROUNDS], from;
	size_t hits = 0, length = ARTICLE * 3;
	int i, k;

	while (length > 0 && (text->data[length] & 0xC0) == 0x80)
		length--;
	for (i = 0; i < ROUNDS; i++) {
		from = now();
		for (k = 0; k < 20; k++) {
			hits = 0;
			words_find(w, text->data, length, count_hit, &hits);
		}
		took[i] = (now() - from) / 20;
	}
	printf("%-44s %8.3f ms %11zu hits\n", "article, 100 patterns, all "
	    "readings", median(took), hits);
}

int
main(int argc, char **argv)
{
	static const struct { const char *name; unsigned fold; } SETTINGS[] = {
		{ "mingchuang, characters folded", PLAIN },
		{ "mingchuang, blanks and markup passed over", USUAL },
		{ "mingchuang, all looser readings", WORDS_FOLD_ALL },
	};
	struct lexicon l = { 0 };
	struct words_data *d;
	struct words *w[3];
	struct buf text = { 0 };
	struct fault f = { 0 };
	double load[4], took[4][ROUNDS], from;
	size_t hits[4] = { 0 }, i, k;
	char **literals;
	hs_database_t *db;
	hs_scratch_t *scratch = NULL;

	from = now();
	if (argc != 2 || words_data_alloc(&d, data_folder(argv[1]), &f) !=
	    ERR_OK) {
		fprintf(stderr, "usage: words ROOT %s\n", f.detail);
		return (2);
	}
	printf("%-44s %29.0f ms\n", "tables of characters and words",
	    now() - from);
	lexicon_read(&l, argv[1]);
	literals = literals_make(&l);
	text_make(&l, literals, &text);
	for (i = 0; i < 3; i++)
		w[i] = ours_make(d, literals, SETTINGS[i].fold, 0, &load[i]);
	db = theirs_make(literals, &load[3]);
	hs_alloc_scratch(db, &scratch);
	for (k = 0; k < ROUNDS; k++) {
		for (i = 0; i < 3; i++) {
			hits[i] = 0;
			from = now();
			words_find(w[i], text.data, text.length, count_hit,
			    &hits[i]);
			took[i][k] = now() - from;
		}
		hits[3] = 0;
		from = now();
		hs_scan(db, text.data, (unsigned)text.length, 0, scratch,
		    count_match, &hits[3]);
		took[3][k] = now() - from;
	}
	for (i = 0; i < 3; i++)
		row(SETTINGS[i].name, median(took[i]), hits[i], load[i]);
	row("hyperscan, folded before", median(took[3]), hits[3], load[3]);
	words_free(w[2]);
	w[2] = ours_make(d, literals, WORDS_FOLD_ALL, PATTERNS, &load[2]);
	article(w[2], &text);
	return (0);
}
