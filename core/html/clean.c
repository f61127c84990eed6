/*
 * Cleaning is repeated until nothing changes: what one parser made of odd
 * nesting must be what every later reader makes of the result.  Mostly the
 * second time only confirms the first.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>

#include "base/utf8.h"
#include "html/inside.h"

#define CLEAN_PASSES 8
#define CLEAN_IDS_MAX 512
#define REPORT_VALUE_MAX 200	/* bytes of a value that a report shows */

void
html_report_init(struct html_report *r, struct arena *a)
{
	r->arena = a;
	r->drops = json_array(a);
	r->total = 0;
}

void
html_drop(struct html_pass *p, const char *kind, const char *element,
    const char *attribute, const char *value)
{
	struct html_report *r = p->report;
	struct json *drop;
	size_t length;

	if (r == NULL || r->total++ >= HTML_REPORT_MAX)
		return;
	drop = json_add(r->drops, json_object(r->arena));
	json_put_text(r->arena, drop, "kind", kind);
	json_put_text(r->arena, drop, "element", element);
	if (attribute != NULL)
		json_put_text(r->arena, drop, "attribute", attribute);
	if (value == NULL)
		return;
	length = strnlen(value, REPORT_VALUE_MAX);
	if (length == REPORT_VALUE_MAX)
		length = utf8_cut(value, length);
	json_put(drop, "value", json_bytes(r->arena, value, length));
}

/* What HTML knows of a character; 0 for nothing: NUL and other controls, and
 * byte order marks. */
static uint32_t
character_known(uint32_t ch)
{
	if (ch == '\r')
		return ('\n');
	if (ch == '\f')
		return (' ');
	if ((ch < ' ' && ch != '\n' && ch != '\t') || ch == 0x7F ||
	    ch == 0xFEFF)
		return (0);
	return (ch == UTF8_BAD || ch == 0xFFFE || ch == 0xFFFF ?
	    UTF8_REPLACEMENT : ch);
}

/* Valid UTF-8 of characters that HTML knows. */
static void
clean_prepare(const char *in, size_t length, struct buf *out)
{
	const char *end = in + length, *from = in, *at;
	char bytes[4];
	uint32_t ch, known;

	while (in < end) {
		at = in;
		ch = utf8_next(&in, end);
		if (ch >= ' ' && ch < 0xFEFF && ch != 0x7F)	/* most */
			continue;
		known = character_known(ch);
		if (known == ch && ch != 0)
			continue;
		buf_append(out, from, (size_t)(at - from));
		from = in;
		if (known != 0 && !(ch == '\r' && in < end && *in == '\n'))
			buf_append(out, bytes, utf8_put(bytes, known));
	}
	buf_append(out, from, (size_t)(end - from));
}

static enum err
clean_pass(const struct html_pass *pass, const struct buf *in,
    struct buf *out, struct fault *f)
{
	struct buf plain;
	enum err err;

	buf_init(&plain);
	buf_text(&plain, "<html><body>");
	clean_prepare(buf_string(in), in->length, &plain);
	buf_reset(out);
	err = html_parse(pass, &plain, out, f);
	buf_cleanup(&plain);
	return (err);
}

/* The first pass reports and notes ids; the others go on until all stays.
 * Where it stays at once, each id has its prefix and no link to one changes
 * for its being known. */
static enum err
clean_repeat(struct html_pass *pass, struct buf *now, struct buf *next,
    struct fault *f)
{
	struct html_names *names = pass->found;
	struct buf swap;
	enum err err;
	int i;

	for (i = 0; i < CLEAN_PASSES; i++) {
		if ((err = clean_pass(pass, now, next, f)) != ERR_OK)
			return (err);
		if (now->length == next->length && memcmp(buf_string(now),
		    buf_string(next), now->length) == 0)
			return (ERR_OK);
		pass->report = NULL;
		pass->known = names;
		pass->found = NULL;
		swap = *now, *now = *next, *next = swap;
	}
	return (fault_set(f, ERR_INPUT, "html.tangled", NULL, NULL));
}

enum err
html_clean(const char *in, size_t length, const struct html_rules *rules,
    struct buf *out, struct html_report *report, struct fault *f)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	char *name[CLEAN_IDS_MAX];
	struct html_names names = { name, 0, CLEAN_IDS_MAX };
	struct html_pass pass = { rules, report, &names, NULL };
	struct buf now, next;
	enum err err;

	if (length > HTML_INPUT_MAX)
		return (fault_set(f, ERR_TOO_LARGE, "html.size", NULL, "%d",
		    HTML_INPUT_MAX / 1024 / 1024));
	pthread_once(&once, xmlInitParser);
	buf_init(&now);
	buf_init(&next);
	buf_append(&now, in, length);
	err = clean_repeat(&pass, &now, &next, f);
	if (err == ERR_OK)
		buf_append(out, buf_string(&next), next.length);
	while (names.count > 0)
		free(name[--names.count]);
	buf_cleanup(&now);
	buf_cleanup(&next);
	return (err);
}
