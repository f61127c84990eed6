/* Patterns of a list: PCRE2 over folded text, each search bounded.  Compiled
 * to machine code where the system allows it. */
#define PCRE2_CODE_UNIT_WIDTH 8

#include <ctype.h>
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/pattern.h"
#include "base/utf8.h"
#include "base/words_inside.h"

#define FOLD_PATTERN (WORDS_WIDTH | WORDS_SIMPLIFIED)
#define HEAP_KIB 1024
#define HITS_MAX 200		/* of one pattern in one text */
#define MESSAGE_MAX 120

/* The pattern as texts are when it is looked for: 軟體 finds what 软体 does.
 * Signs stay, as in texts, and the ends of a range. */
static void
pattern_fold(const struct words_data *d, const char *text, struct buf *out)
{
	const char *p = text, *end = text + strlen(text), *from;
	char bytes[4];
	uint32_t c, folded;

	while (p < end) {
		from = p;
		c = utf8_next(&p, end);
		folded = c < 0x80 || c == UTF8_BAD || *p == '-' ||
		    data_gap(d, c) != GAP_NONE ||
		    (from > text && from[-1] == '-') ? c :
		    data_fold(d, FOLD_PATTERN, c);
		if (folded == c || (folded < 0x80 && ispunct((int)folded)))
			buf_append(out, from, (size_t)(p - from));
		else
			buf_append(out, bytes, utf8_put(bytes, folded));
	}
}

enum err
rule_pattern(const struct words_data *d, struct rule *r, struct fault *f)
{
	PCRE2_UCHAR message[MESSAGE_MAX];
	struct buf folded = { 0 };
	pcre2_code *code;
	size_t where;
	int error;

	if (strlen(r->r.text) > PATTERN_MAX)
		return (fault_set(f, ERR_INPUT, "pattern.bad", "rule",
		    "over %d bytes", PATTERN_MAX));
	pattern_fold(d, r->r.text, &folded);
	code = pcre2_compile((PCRE2_SPTR)buf_string(&folded), folded.length,
	    PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C |
	    ((r->r.fold & WORDS_CASE) != 0 ? PCRE2_CASELESS : 0), &error,
	    &where, NULL);
	buf_cleanup(&folded);
	if (code == NULL) {
		pcre2_get_error_message(error, message, sizeof(message));
		return (fault_set(f, ERR_INPUT, "pattern.bad", "rule",
		    "%s: %zu: %s", r->r.text, where, (const char *)message));
	}
	if (pattern_never(r->r.text)) {
		pcre2_code_free(code);
		return (fault_set(f, ERR_INPUT, "words.never", "rule", "%s",
		    r->r.text));
	}
	(void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	r->pattern = code;
	return (ERR_OK);
}

void
rule_pattern_free(struct rule *r)
{
	pcre2_code_free(r->pattern);
}

/* The text in width and simplified characters, without what can't be seen;
 * at[i]: where the character of byte i stands in the original. */
struct folded {
	char		*p;
	uint32_t	*at;
	size_t		n;
};

static void
folded_read(const struct found *f, struct folded *out)
{
	struct reader r = { f->w->d, WORDS_MARKUP, f->text, f->text,
	    f->text + f->length };
	struct mark m;
	const char *p;
	uint32_t c;
	size_t k, n;

	/* A character never folds to a longer one, but a reference may. */
	out->p = must_alloc(f->length * 2 + 8);
	out->at = must_alloc((f->length * 2 + 8) * sizeof(*out->at));
	out->n = 0;
	while (reader_next(&r, &m)) {
		p = f->text + m.start;
		if (m.c != 0)
			c = data_fold(f->w->d, FOLD_PATTERN, m.c);
		else if (m.gap == GAP_INVISIBLE)
			continue;
		else
			c = *p == '<' && m.end - m.start > 1 ? '\n' :
			    utf8_next(&p, f->text + m.end);
		n = utf8_put(out->p + out->n, c < 0x110000 ? c :
		    UTF8_REPLACEMENT);
		for (k = 0; k < n; k++)
			out->at[out->n + k] = (uint32_t)m.start;
		out->n += n;
	}
	out->at[out->n] = (uint32_t)f->length;
}

static void
rule_scan(struct found *f, const struct rule *r, const struct folded *t,
    pcre2_match_data *data, pcre2_match_context *limits)
{
	size_t at = 0, *where, hits = 0;

	while (at < t->n && hits < HITS_MAX && pcre2_match(r->pattern,
	    (PCRE2_SPTR)t->p, t->n, at, PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY,
	    data, limits) >= 0) {
		where = pcre2_get_ovector_pointer(data);
		if (where[1] <= where[0] || where[0] < at)
			break;
		found_add(f, r, r->r.severity, t->at[where[0]],
		    t->at[where[1]]);
		at = where[1];
		hits++;
	}
}

void
pattern_scan(struct found *f)
{
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	pcre2_match_context *limits = pcre2_match_context_create(NULL);
	struct folded t;
	size_t i;

	if (data == NULL || limits == NULL)
		abort();
	pcre2_set_match_limit(limits, PATTERN_STEPS);
	pcre2_set_depth_limit(limits, PATTERN_STEPS);
	pcre2_set_heap_limit(limits, HEAP_KIB);
	folded_read(f, &t);
	for (i = 0; i < f->w->count; i++)
		if (f->w->rules[i].r.kind == WORDS_PATTERN)
			rule_scan(f, &f->w->rules[i], &t, data, limits);
	free(t.p);
	free(t.at);
	pcre2_match_data_free(data);
	pcre2_match_context_free(limits);
}
