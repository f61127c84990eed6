/* A text character by character, as a list's folding sees it: tags and
 * references of HTML where markup is folded, what lies between letters. */
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "base/words_inside.h"

#define MARKUP_MAX 2048		/* bytes of a tag, comment, hidden element */

static const char *const inline_tags[] = { "a", "abbr", "b", "bdi", "bdo",
    "big", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins",
    "kbd", "label", "mark", "q", "s", "small", "span", "strike", "strong",
    "sub", "sup", "tt", "u", "var", "wbr", NULL };

static const struct { const char *name; uint32_t c; } references[] = {
	{ "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' },
	{ "apos", '\'' }, { "nbsp", 0xA0 }, { "ensp", 0x2002 },
	{ "emsp", 0x2003 }, { "thinsp", 0x2009 }, { "zwnj", 0x200C },
	{ "zwj", 0x200D }, { "lrm", 0x200E }, { "rlm", 0x200F },
	{ "shy", 0xAD }, { "middot", 0xB7 }, { "bull", 0x2022 },
	{ "ZeroWidthSpace", 0x200B }, { "NoBreak", 0x2060 },
};

static bool
is_name(char c)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9'));
}

const char *
reference_read(const char *p, const char *end, uint32_t *c)
{
	uint32_t v = 0;
	size_t i, n;
	int base = 10, digit;
	const char *q;

	if (end - p < 4 || p[0] != '&')
		return (NULL);
	if (p[1] != '#') {
		for (i = 0; i < sizeof(references) / sizeof(references[0]);
		    i++) {
			n = strlen(references[i].name);
			if ((size_t)(end - p) > n + 1 && p[n + 1] == ';' &&
			    memcmp(p + 1, references[i].name, n) == 0) {
				*c = references[i].c;
				return (p + n + 2);
			}
		}
		return (NULL);
	}
	q = p + 2;
	if (*q == 'x' || *q == 'X') {
		base = 16;
		q++;
	}
	for (n = 0; q < end && n < 8; q++, n++) {
		digit = *q >= '0' && *q <= '9' ? *q - '0' :
		    base == 16 && (*q | 32) >= 'a' && (*q | 32) <= 'f' ?
		    (*q | 32) - 'a' + 10 : -1;
		if (digit < 0)
			break;
		v = v * (uint32_t)base + (uint32_t)digit;
	}
	if (n == 0 || v == 0 || v > 0x10FFFF || (v >= 0xD800 && v < 0xE000))
		return (NULL);
	*c = v;
	return (q < end && *q == ';' ? q + 1 : q);
}

/* Behind the ">" of the tag at p; a "<" in it means that it is none. */
static const char *
tag_end(const char *p, const char *end)
{
	char quote = '\0';

	for (p++; p < end; p++) {
		if (quote != '\0')
			quote = *p == quote ? '\0' : quote;
		else if (*p == '"' || *p == '\'')
			quote = *p;
		else if (*p == '>')
			return (p + 1);
		else if (*p == '<')
			return (NULL);
	}
	return (NULL);
}

static bool
holds(const char *p, const char *end, const char *text)
{
	size_t n = strlen(text);

	for (; (size_t)(end - p) >= n; p++)
		if (strncasecmp(p, text, n) == 0)
			return (true);
	return (false);
}

/* Does what is in the element not show?  [p, end) is its opening tag. */
static bool
tag_hides(const char *p, const char *end, const char *name, size_t n)
{
	static const char *const STYLES[] = { "display:none", "display: none",
	    "visibility:hidden", "visibility: hidden", "font-size:0",
	    "font-size: 0", " hidden", NULL };
	size_t i;

	if ((n == 6 && strncasecmp(name, "script", n) == 0) ||
	    (n == 5 && strncasecmp(name, "style", n) == 0))
		return (true);
	for (i = 0; STYLES[i] != NULL; i++)
		if (holds(p, end, STYLES[i]))
			return (true);
	return (false);
}

/* Behind the element's closing tag; NULL: there is none near by. */
static const char *
element_end(const char *p, const char *end, const char *name, size_t n)
{
	int depth = 1;

	for (; p < end; p++) {
		if (*p != '<' || (size_t)(end - p) < n + 2)
			continue;
		if (p[1] == '/' && strncasecmp(p + 2, name, n) == 0 &&
		    !is_name(p[n + 2]) && --depth == 0)
			return (tag_end(p, end));
		if (strncasecmp(p + 1, name, n) == 0 && !is_name(p[n + 1]))
			depth++;
	}
	return (NULL);
}

const char *
markup_skip(const char *p, const char *end, enum gap *gap)
{
	const char *name = p + 1, *behind, *element;
	size_t i, n = 0;

	if (end - p > MARKUP_MAX)
		end = p + MARKUP_MAX;
	*gap = GAP_INVISIBLE;
	if (end - p > 6 && memcmp(p, "<!--", 4) == 0) {
		behind = memmem(p + 4, (size_t)(end - p - 4), "-->", 3);
		return (behind != NULL ? behind + 3 : NULL);
	}
	if (name < end && *name == '/')
		name++;
	while (name + n < end && is_name(name[n]))
		n++;
	if (n == 0 || is_name(name[0]) == (name[0] >= '0' && name[0] <= '9') ||
	    (behind = tag_end(p, end)) == NULL)
		return (NULL);
	if (name == p + 1 && tag_hides(p, behind, name, n) &&
	    (element = element_end(behind, end, name, n)) != NULL)
		behind = element;
	for (i = 0; inline_tags[i] != NULL; i++)
		if (strlen(inline_tags[i]) == n &&
		    strncasecmp(inline_tags[i], name, n) == 0)
			return (behind);
	*gap = GAP_PROSE;
	return (behind);
}

bool
reader_next(struct reader *r, struct mark *m)
{
	const char *from = r->p, *behind = NULL;
	uint32_t c = 0;

	if (r->p >= r->end)
		return (false);
	m->start = (size_t)(from - r->text);
	m->c = 0;
	if ((r->fold & WORDS_MARKUP) != 0 && *from == '<')
		behind = markup_skip(from, r->end, &m->gap);
	if (behind != NULL) {
		r->p = behind;
		m->end = (size_t)(behind - r->text);
		return (true);
	}
	if ((r->fold & WORDS_MARKUP) != 0 && *from == '&')
		behind = reference_read(from, r->end, &c);
	if (behind != NULL)
		r->p = behind;
	else
		c = utf8_next(&r->p, r->end);
	m->end = (size_t)(r->p - r->text);
	m->gap = data_gap(r->d, c);
	if (m->gap == GAP_NONE)
		m->c = data_fold(r->d, r->fold, c);
	return (true);
}
