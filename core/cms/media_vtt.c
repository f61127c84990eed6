/*
 * WebVTT: subtitles of a film, which browsers read themselves.  UTF-8 text of
 * blocks between blank lines: the head, then notes and cues, each of which has
 * a line of two times, the first before the second.  Style sheets and regions
 * are refused: a file of texts has no use for them here.
 */
#include <string.h>

#include "cms/media_type.h"

#define CUES_MAX 20000

struct lines {
	const char	*p, *end;
};

/* A line without its end; false behind the last. */
static bool
line_next(struct lines *l, const char **line, size_t *n)
{
	if (l->p >= l->end)
		return (false);
	*line = l->p;
	while (l->p < l->end && *l->p != '\n' && *l->p != '\r')
		l->p++;
	*n = (size_t)(l->p - *line);
	if (l->p < l->end && *l->p == '\r')
		l->p++;
	if (l->p < l->end && *l->p == '\n' && (l->p == *line + *n ||
	    l->p[-1] == '\r'))
		l->p++;
	return (true);
}

static bool
starts(const char *line, size_t n, const char *word)
{
	size_t w = strlen(word);

	return (n >= w && memcmp(line, word, w) == 0 &&
	    (n == w || line[w] == ' ' || line[w] == '\t'));
}

static bool
digits(const char **p, const char *end, int least, int most, int64_t *out)
{
	int n = 0;

	for (*out = 0; *p < end && **p >= '0' && **p <= '9' && n < most; n++)
		*out = *out * 10 + *(*p)++ - '0';
	return (n >= least);
}

/* "00:01.500" or "01:00:01.500", in milliseconds. */
static bool
time_read(const char **p, const char *end, int64_t *out)
{
	int64_t part[3] = { 0 }, ms;
	int n = 0;

	do {
		if (!digits(p, end, 2, n == 0 ? 4 : 2, &part[n]))
			return (false);
		n++;
	} while (n < 3 && *p < end && **p == ':' && (*p)++ != NULL);
	if (n < 2 || *p >= end || *(*p)++ != '.' ||
	    !digits(p, end, 3, 3, &ms) || part[n - 1] > 59 ||
	    part[n - 2] > (n == 3 ? 59 : 9999))
		return (false);
	*out = (n == 3 ? part[0] * 3600 : 0) * 1000 +
	    part[n - 2] * 60000 + part[n - 1] * 1000 + ms;
	return (true);
}

static bool
blanks(const char **p, const char *end)
{
	const char *from = *p;

	while (*p < end && (**p == ' ' || **p == '\t'))
		++*p;
	return (*p > from);
}

/* Is it the line of a cue's times, and are they right? */
static bool
times_right(const char *line, size_t n)
{
	const char *p = line, *end = line + n;
	int64_t from, to;

	return (time_read(&p, end, &from) && blanks(&p, end) &&
	    end - p >= 3 && memcmp(p, "-->", 3) == 0 && (p += 3) != NULL &&
	    blanks(&p, end) && time_read(&p, end, &to) && from < to &&
	    (p == end || *p == ' ' || *p == '\t'));
}

static bool
has_arrow(const char *line, size_t n)
{
	return (memmem(line, n, "-->", 3) != NULL);
}

/* The lines of a block to its end; `line` is its first. */
static enum err
block_check(struct media_file *m, struct lines *l, const char *line, size_t n,
    size_t *cues)
{
	bool note = starts(line, n, "NOTE");

	if (starts(line, n, "STYLE") || starts(line, n, "REGION"))
		return (media_active(m, "STYLE"));
	if (!note && !has_arrow(line, n) && !line_next(l, &line, &n))
		return (media_broken(m, "cue"));	/* its name alone */
	if (!note && !times_right(line, n))
		return (media_broken(m, "time"));
	if (!note && ++*cues > CUES_MAX)
		return (media_broken(m, "cues"));
	while (line_next(l, &line, &n) && n > 0)
		if (has_arrow(line, n))
			return (media_broken(m, "-->"));
	return (ERR_OK);
}

/* Those of the format, and times within a cue; no other markup. */
static enum err
tags_check(struct media_file *m)
{
	static const char *const known[] = { "c", "i", "b", "u", "v", "lang",
	    "ruby", "rt" };
	const char *p = (const char *)m->p, *end = p + m->n;
	size_t i, n, count = sizeof(known) / sizeof(known[0]);

	while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		p++;
		p += p < end && *p == '/';
		for (n = 0; p + n < end && ((p[n] >= 'a' && p[n] <= 'z') ||
		    (p[n] >= 'A' && p[n] <= 'Z')); )
			n++;
		for (i = 0; i < count && (strlen(known[i]) != n ||
		    memcmp(known[i], p, n) != 0); )
			i++;
		if ((n > 0 && i == count) ||
		    (n == 0 && p < end && (*p == '!' || *p == '?')))
			return (media_active(m, "HTML"));
	}
	return (ERR_OK);
}

enum err
media_vtt(struct media_file *m)
{
	struct lines l = { (const char *)m->p, (const char *)m->p + m->n };
	const char *line = "";
	size_t n = 0, cues = 0;
	enum err e = media_text_only(m);

	if (e == ERR_OK)
		e = tags_check(m);
	if (e != ERR_OK)
		return (e);
	if (m->n >= 3 && memcmp(m->p, "\xEF\xBB\xBF", 3) == 0)
		l.p += 3;
	if (!line_next(&l, &line, &n) || !starts(line, n, "WEBVTT"))
		return (media_broken(m, "WEBVTT"));
	while (line_next(&l, &line, &n) && n > 0)
		if (has_arrow(line, n))
			return (media_broken(m, "WEBVTT"));
	while (e == ERR_OK && line_next(&l, &line, &n))
		if (n > 0)
			e = block_check(m, &l, line, n, &cues);
	if (e == ERR_OK && cues == 0)
		return (media_broken(m, "cue"));
	return (e);
}
