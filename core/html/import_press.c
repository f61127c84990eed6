/*
 * Texts of WordPress.  It stores no paragraphs where a blank line says the
 * same, and shortcodes in brackets for what it makes when it shows the page.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "html/import_inside.h"

#define CODE_NAME_MAX 24
#define CODE_MAX 4096		/* bytes of its brackets */
#define INSIDE_MAX 65536	/* bytes that it may stand around */
#define GALLERIES_MAX 50	/* of one post */
#define LOOK_MAX (16u * 1024 * 1024)	/* bytes that ends are looked for in */

struct press {
	struct arena	*arena;
	long		post;
	const struct import_files *files;
	struct json	*item;
	struct buf	*out;
	int		galleries;
};

bool
import_is_picture(const char *url)
{
	static const char ends[] = " jpg jpeg png gif webp bmp svg ";
	const char *dot = strrchr(url, '.');
	char end[8] = "";
	size_t i;

	for (i = 0; dot != NULL && i < sizeof(end) - 1 &&
	    isalnum((unsigned char)dot[i + 1]); i++)
		end[i] = (char)tolower((unsigned char)dot[i + 1]);
	return (html_among(ends, end, strlen(end)));
}

/* ---- shortcodes ---- */

struct code {
	char		name[CODE_NAME_MAX];
	const char	*attributes, *attributes_end;
	const char	*after;		/* behind its "]" */
};

static bool
code_at(const char *p, struct code *c)
{
	size_t n = 0;
	const char *end;

	if (*p++ != '[')
		return (false);
	while (n < sizeof(c->name) - 1 && (isalnum((unsigned char)p[n]) ||
	    p[n] == '_' || p[n] == '-'))
		c->name[n] = p[n], n++;
	c->name[n] = '\0';
	if (n == 0 || p[n] == '\0' || strchr(" \t/]", p[n]) == NULL)
		return (false);
	end = memchr(p, ']', strnlen(p, CODE_MAX));
	if (end == NULL)
		return (false);
	c->attributes = p + n;
	c->attributes_end = end;
	c->after = end + 1;
	return (true);
}

/* NAME="value" in `a`, or NULL. */
static const char *
code_attribute(struct arena *a, const struct code *c, const char *name)
{
	const char *p = c->attributes, *end;
	size_t n = strlen(name);

	for (; p + n + 2 < c->attributes_end; p++) {
		if (strncmp(p, name, n) != 0 || p[n] != '=' ||
		    !isspace((unsigned char)p[-1]) ||
		    strchr("\"'", p[n + 1]) == NULL)
			continue;
		end = memchr(p + n + 2, p[n + 1],
		    (size_t)(c->attributes_end - p - (long)n - 2));
		return (end == NULL ? NULL : arena_copy(a, p + n + 2,
		    (size_t)(end - p - (long)n - 2)));
	}
	return (NULL);
}

/* What stands between [name] and [/name]; *after is moved behind it. */
static const char *
code_inside(struct arena *a, const struct code *c, const char **after)
{
	char end[CODE_NAME_MAX + 4];
	int n = snprintf(end, sizeof(end), "[/%s]", c->name);
	const char *close = memmem(c->after, strnlen(c->after, INSIDE_MAX),
	    end, (size_t)n);

	if (close == NULL)
		return ("");
	*after = close + n;
	return (arena_copy(a, c->after, (size_t)(close - c->after)));
}

/* [caption]picture and words[/caption]; newer ones also say caption="…". */
static void
caption(struct press *s, const struct code *c, const char **after)
{
	const char *inside = code_inside(s->arena, c, after), *words;
	const char *said = code_attribute(s->arena, c, "caption");

	words = strstr(inside, "</a>");
	if (words != NULL)
		words += strlen("</a>");
	else if ((words = strcasestr(inside, "<img")) != NULL &&
	    (words = strchr(words, '>')) != NULL)
		words++;
	else
		words = inside;
	buf_text(s->out, "<figure>");
	buf_append(s->out, inside, (size_t)(words - inside));
	buf_text(s->out, "<figcaption>");
	if (said != NULL)
		html_escape(s->out, said, strlen(said), false);
	buf_printf(s->out, "%s</figcaption></figure>", words);
}

static void
picture(struct press *s, const struct import_file *file)
{
	buf_text(s->out, "<figure><img src=\"");
	html_escape(s->out, file->url, strlen(file->url), true);
	buf_text(s->out, "\" alt=\"");
	html_escape(s->out, file->title, strlen(file->title), true);
	buf_text(s->out, "\"></figure>");
}

/* The pictures that it names ("12, 13"), or all that belong to the post. */
static void
gallery(struct press *s, const struct code *c, const char **after)
{
	const char *ids = code_attribute(s->arena, c, "ids");
	const struct import_file *file = NULL;
	size_t before = s->out->length;

	(void)after;
	if (ids == NULL && s->galleries++ < GALLERIES_MAX)
		file = import_file_of(s->files, s->post);
	for (; file != NULL; file = file->next)
		if (file->post == s->post && import_is_picture(file->url))
			picture(s, file);
	for (; ids != NULL && *ids != '\0'; ids += strcspn(ids, ","),
	    ids += *ids == ',')
		if ((file = import_file_by(s->files, strtol(ids, NULL, 10))) !=
		    NULL)
			picture(s, file);
	if (s->out->length == before)
		import_note(s->arena, s->item, "import.code", "[gallery]");
}

static void
place(struct press *s, const char *url)
{
	buf_text(s->out, "<p><a href=\"");
	html_escape(s->out, url, strlen(url), true);
	buf_text(s->out, "\">");
	html_escape(s->out, url, strlen(url), false);
	buf_text(s->out, "</a></p>");
}

/* [embed]address[/embed], [video src="address"]: a link to it. */
static void
embed(struct press *s, const struct code *c, const char **after)
{
	static const char *const NAMES[] = { "src", "mp4", "webm", "mp3",
	    "ogg", "m4a" };
	const char *inside = code_inside(s->arena, c, after), *url = NULL;
	size_t i;

	for (i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]) && url == NULL; i++)
		url = code_attribute(s->arena, c, NAMES[i]);
	if (url == NULL && *inside != '\0' && strchr(inside, '<') == NULL)
		url = inside;
	if (url != NULL)
		place(s, url);
	else
		import_note(s->arena, s->item, "import.code", "[%s]", c->name);
}

static void
nothing(struct press *s, const struct code *c, const char **after)
{
	(void)after;
	import_note(s->arena, s->item, "import.code", "[%s]", c->name);
}

static const struct {
	const char	*name;
	void		(*make)(struct press *s, const struct code *c,
			    const char **after);
} CODES[] = {
	{ "caption", caption }, { "wp_caption", caption },
	{ "gallery", gallery }, { "embed", embed }, { "video", embed },
	{ "audio", embed }, { "playlist", nothing },
	{ "contact-form", nothing }, { "contact-form-7", nothing },
};

static bool
code_make(struct press *s, const char **p)
{
	struct code c;
	size_t i;

	if (!code_at(*p, &c))
		return (false);
	for (i = 0; i < sizeof(CODES) / sizeof(CODES[0]); i++)
		if (strcmp(c.name, CODES[i].name) == 0) {
			*p = c.after;
			CODES[i].make(s, &c, p);
			return (true);
		}
	return (false);
}

/* Shortcodes made, comments (of blocks, "more" and the like) left out. */
static void
codes_make(struct press *s, const char *p)
{
	const char *end = p;

	while (*p != '\0') {
		if (*p == '[' && code_make(s, &p))
			continue;
		if (end != NULL && strncmp(p, "<!--", 4) == 0 &&
		    (end = strstr(p, "-->")) != NULL) {
			p = end + 3;
			continue;
		}
		buf_char(s->out, *p++);
	}
}

/* ---- paragraphs ---- */

static bool
is_block(const char *p)
{
	static const char blocks[] = " table thead tbody tfoot tr td th div dl"
	    " dd dt ul ol li pre form blockquote address p h1 h2 h3 h4 h5 h6"
	    " hr fieldset section article aside header footer nav figure"
	    " figcaption details summary video audio style script object ";
	char name[16];
	size_t n;

	p += 1 + (p[1] == '/');
	for (n = 0; n < sizeof(name) - 1 && isalnum((unsigned char)p[n]); n++)
		name[n] = (char)tolower((unsigned char)p[n]);
	return (html_among(blocks, name, n));
}

/* Lines that belong together; a block's tag stands outside of paragraphs. */
static void
chunk_write(const char *p, const char *end, struct buf *out)
{
	while (p < end && isspace((unsigned char)*p))
		p++;
	while (end > p && isspace((unsigned char)end[-1]))
		end--;
	if (p == end)
		return;
	buf_text(out, "<p>");
	for (; p < end; p++)
		if (*p == '\n')
			buf_text(out, "<br>\n");
		else if (*p != '\r')
			buf_char(out, *p);
	buf_text(out, "</p>\n");
}

/* Behind the block that begins at p, all that is in it; of one that doesn't
 * end, behind its tag.  *look is what may still be spent on looking. */
static const char *
block_end(const char *p, size_t *look)
{
	char open[20], close[20];
	size_t n = strcspn(p + 1, " \t\r\n/>"), depth = 0;
	const char *q, *tag = strchr(p, '>');

	if (p[1] == '/' || n > 15 || tag == NULL)
		return (tag != NULL ? tag + 1 : p + strlen(p));
	snprintf(open, sizeof(open), "<%.*s", (int)n, p + 1);
	snprintf(close, sizeof(close), "</%.*s", (int)n, p + 1);
	for (q = p; (q = strchr(q, '<')) != NULL &&
	    (size_t)(q - p) < *look; q++) {
		if (strncasecmp(q, close, n + 2) == 0 &&
		    !isalnum((unsigned char)q[n + 2]) && --depth == 0)
			return (q + strcspn(q, ">") +
			    (q[strcspn(q, ">")] != '\0'));
		if (strncasecmp(q, open, n + 1) == 0 &&
		    !isalnum((unsigned char)q[n + 1]))
			depth++;
	}
	*look -= q == NULL ? *look < (n = strlen(p)) ? *look : n : *look;
	return (tag + 1);
}

/* The blank line at p, with all that are behind it; NULL: there is none. */
static const char *
blank_line(const char *p)
{
	const char *q = p;

	if (*q++ != '\n')
		return (NULL);
	q += strspn(q, " \t\r");
	if (*q != '\n')
		return (NULL);
	return (q + strspn(q, " \t\r\n"));
}

static void
paragraphs(const char *p, struct buf *out)
{
	const char *start = p, *next;
	size_t look = LOOK_MAX;

	while (*p != '\0') {
		if (*p == '<' && is_block(p)) {
			chunk_write(start, p, out);
			next = block_end(p, &look);
			buf_append(out, p, (size_t)(next - p));
			buf_char(out, '\n');
			start = p = next;
		} else if ((next = blank_line(p)) != NULL) {
			chunk_write(start, p, out);
			start = p = next;
		} else
			p++;
	}
	chunk_write(start, p, out);
}

void
import_press(struct arena *a, const char *text, long post,
    const struct import_files *files, struct json *item, struct buf *out)
{
	struct buf made = { 0 };
	struct press s = { .arena = a, .post = post, .files = files,
	    .item = item, .out = &made };

	codes_make(&s, text);
	/* What its editor of blocks wrote has paragraphs. */
	if (strstr(text, "<!-- wp:") != NULL)
		buf_append(out, buf_string(&made), made.length);
	else
		paragraphs(buf_string(&made), out);
	buf_cleanup(&made);
}
