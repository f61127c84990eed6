/*
 * What a search costs: CPU time of search_run() by kind of query, over a site
 * that fill.c made.  Queries are pieces of texts that are there, drawn the
 * same way each time.
 *
 *	search --sites DIR --site NAME [--queries N] [--index N]
 *
 * Prints a line of JSON for each kind: {"kind","queries","p50_ms","p99_ms",
 * "max_ms","found"}, the last being the mean of the totals.  The times are of
 * this thread's CPU, which is the figure to trust where cores are shared; all
 * queries of a kind are asked three times over, and the shortest of each
 * counts, for a busy sibling of the core can double a time.  With --index, N of the entries are taken out of the index and put
 * back first, each in a transaction as publishing has it; "all" builds the
 * whole index anew.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/han.h"
#include "base/utf8.h"
#include "cms/search.h"
#include "cms/site.h"
#include "html/text.h"

#define QUERIES 300
#define ROUNDS 3

struct bench {
	struct cms	*cms;
	struct site	*site;
	struct fault	*fault;
	int64_t		last, random;	/* last entry */
	int		queries;
	const char	*index;
};

/* A text to draw from, as runs of Han characters with spaces between. */
struct sample {
	uint32_t	c[4096];
	size_t		count;
	char		column[64];
	int64_t		published_at;
};

static int64_t
draw(struct bench *b, int64_t below)
{
	b->random = (int64_t)(((uint64_t)b->random * 6364136223846793005u +
	    1442695040888963407u) >> 1);
	return ((b->random >> 20) % below);
}

static enum err
sample_read(struct bench *b, struct arena *a, struct sample *out)
{
	struct buf text = { 0 };
	struct json *row = NULL;
	const char *p, *end;
	uint32_t c;
	enum err e = db_one(b->site->db, a, &row, b->fault,
	    "SELECT l.published_at, c.path, l.content ->> 'body' AS body"
	    " FROM live l JOIN \"column\" c ON c.id = l.\"column\""
	    " WHERE l.entry >= :at ORDER BY l.entry LIMIT 1",
	    DB_INT(":at", draw(b, b->last) + 1));

	if (e != ERR_OK)
		return (e);
	out->count = 0;
	out->published_at = json_get_int(row, "published_at", 0);
	snprintf(out->column, sizeof(out->column), "%s",
	    json_get_text(row, "path", ""));
	p = json_get_text(row, "body", "");
	html_text_alt(p, strlen(p), &text);
	p = buf_string(&text);
	for (end = p + text.length; p < end && out->count < 4096; ) {
		c = utf8_next(&p, end);
		out->c[out->count++] = c >= 0x4E00 && han_is_text(c) ? c : ' ';
	}
	buf_cleanup(&text);
	return (ERR_OK);
}

/* A piece of `length` characters without a space in it. */
static void
piece(struct bench *b, const struct sample *s, size_t length, struct buf *out)
{
	char one[4];
	size_t at, i, n;
	int tries;

	for (tries = 0; tries < 1000 && s->count > length; tries++) {
		at = (size_t)draw(b, (int64_t)(s->count - length));
		for (n = 0; n < length && s->c[at + n] != ' '; n++)
			continue;
		if (n < length)
			continue;
		if (out->length > 0)
			buf_char(out, ' ');
		for (i = at; i < at + n; i++)
			buf_append(out, one, utf8_put(one, s->c[i]));
		return;
	}
}

struct kind {
	const char	*name;
	int		words, length;	/* length 0: 5 to 12 */
	bool		filters, typo;
};

static const struct kind kinds[] = {
	{ "one character", 1, 1, false, false },
	{ "two characters", 1, 2, false, false },
	{ "two characters, column, days", 1, 2, true, false },
	{ "four characters", 1, 4, false, false },
	{ "phrase", 1, 0, false, false },
	{ "phrase, column, days", 1, 0, true, false },
	{ "three words", 3, 2, false, false },
	{ "three words, column, days", 3, 2, true, false },
	{ "nothing found", 1, 0, false, true },
	{ "nothing found, column, days", 1, 0, true, true },
};

static double
cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return ((double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6);
}

/* What to ask: pieces of a text, and around its day. */
static enum err
query_draw(struct bench *b, struct arena *a, const struct kind *k,
    struct search_query *q)
{
	struct buf text = { 0 };
	struct sample s;
	enum err e = sample_read(b, a, &s);
	int i;

	for (i = 0; e == ERR_OK && i < k->words; i++)
		piece(b, &s, (size_t)(k->length > 0 ? k->length :
		    5 + draw(b, 8)), &text);
	if (k->typo)
		buf_text(&text, "鼋鼍");
	*q = (struct search_query){ .limit = 10,
	    .q = arena_text(a, buf_string(&text)) };
	if (k->filters) {
		q->column = arena_text(a, s.column);
		q->from = s.published_at - (draw(b, 20) + 1) * 86400;
		q->to = s.published_at + (draw(b, 20) + 1) * 86400;
	}
	buf_cleanup(&text);
	return (e);
}

static enum err
query(struct bench *b, const struct search_query *q, double *ms,
    int64_t *found)
{
	struct arena *a = arena_alloc();
	struct json *out = NULL;
	double begun = cpu_ms(), took;
	enum err e = search_run(b->site, a, q, &out, b->fault);

	took = cpu_ms() - begun;
	if (*ms == 0 || took < *ms)
		*ms = took;
	*found = json_get_int(out, "total", 0);
	arena_free(a);
	return (e);
}

static int
compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x < *y ? -1 : *x > *y);
}

static enum err
index_one(struct bench *b)
{
	int64_t entry = draw(b, b->last) + 1;
	enum err e = site_begin(b->site, b->fault);

	if (e == ERR_OK)
		e = search_forget(b->site, entry, b->fault);
	if (e == ERR_OK)
		e = search_add(b->site, entry, b->fault);
	return (e == ERR_OK ? site_commit(b->site, b->fault) : e);
}

static enum err
index_measure(struct bench *b)
{
	bool all = strcmp(b->index, "all") == 0;
	int64_t i, n = all ? 0 : atoll(b->index);
	double begun = cpu_ms();
	enum err e = ERR_OK;

	if (all)
		e = search_rebuild(b->site, &n, b->fault);
	else
		for (i = 0; e == ERR_OK && i < n; i++)
			e = index_one(b);
	if (e == ERR_OK && n > 0)
		printf("{\"kind\":\"index %s\",\"texts\":%" PRId64
		    ",\"mean_ms\":%.2f}\n", all ? "all" : "out and in", n,
		    (cpu_ms() - begun) / (double)n);
	return (e);
}

static enum err
measure(struct bench *b, const struct kind *k)
{
	struct arena *a = arena_alloc();
	size_t count = (size_t)b->queries;
	struct search_query *q = arena_get(a, count * sizeof(*q));
	double *ms = arena_get(a, count * sizeof(*ms));
	int64_t found, sum = 0;
	enum err e = ERR_OK;
	size_t i;
	int round;

	for (i = 0; e == ERR_OK && i < count; i++)
		e = query_draw(b, a, k, &q[i]);
	for (round = 0; round < ROUNDS; round++)
		for (i = 0; e == ERR_OK && i < count; i++) {
			e = query(b, &q[i], &ms[i], &found);
			sum += found;
		}
	qsort(ms, count, sizeof(*ms), compare);
	if (e == ERR_OK)
		printf("{\"kind\":\"%s\",\"queries\":%zu,\"p50_ms\":%.2f,"
		    "\"p99_ms\":%.2f,\"max_ms\":%.2f,\"found\":%" PRId64
		    "}\n", k->name, count, ms[count / 2],
		    ms[count * 99 / 100], ms[count - 1],
		    sum / ROUNDS / (int64_t)count);
	arena_free(a);
	return (e);
}

int
main(int argc, char **argv)
{
	const char *sites = NULL, *site = NULL, *root = getenv("MINGCHUANG_ROOT");
	struct fault f = { .err = ERR_OK };
	struct bench b = { .fault = &f, .random = 11, .queries = QUERIES };
	size_t k;
	enum err e;
	int i;

	for (i = 1; i + 1 < argc; i += 2)
		if (strcmp(argv[i], "--sites") == 0)
			sites = argv[i + 1];
		else if (strcmp(argv[i], "--site") == 0)
			site = argv[i + 1];
		else if (strcmp(argv[i], "--queries") == 0)
			b.queries = atoi(argv[i + 1]);
		else if (strcmp(argv[i], "--index") == 0)
			b.index = argv[i + 1];
		else
			break;
	if (i != argc || sites == NULL || site == NULL || b.queries < 1) {
		fputs("search --sites DIR --site NAME [--queries N] [--index N]\n",
		    stderr);
		return (2);
	}
	e = cms_open(&b.cms, root != NULL ? root : ".", sites,
	    b.index != NULL ? DB_WRITE : DB_READ, &f);
	if (e == ERR_OK)
		e = cms_site(b.cms, site, &b.site, &f);
	if (e == ERR_OK)
		e = db_value(b.site->db, &b.last, &f,
		    "SELECT max(entry) FROM live");
	if (e == ERR_OK && b.index != NULL)
		e = index_measure(&b);
	for (k = 0; e == ERR_OK && k < sizeof(kinds) / sizeof(kinds[0]); k++)
		e = measure(&b, &kinds[k]);
	if (e != ERR_OK)
		fprintf(stderr, "search: %s %s %s\n", f.name, f.field,
		    f.detail);
	cms_close(b.cms);
	return (e == ERR_OK ? 0 : 1);
}
