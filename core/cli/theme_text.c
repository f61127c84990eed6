/*
 * The lines of a theme's files: what they name and isn't there, and what the
 * pages' policy (CSP) would refuse or must not let through.  A reader of
 * words, not a parser: what is put together at run time isn't seen here but on
 * the rendered pages.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "cli/theme.h"

#define NAME_MAX_SIZE 200

static int
line_at(const char *text, const char *at)
{
	int line = 1;

	for (; text < at; text++)
		line += *text == '\n';
	return (line);
}

static bool
is_word(char c)
{
	return (isalnum((unsigned char)c) || c == '_');
}

/* Comments become blanks; lines stay. */
static void
comments_blank(char *text, const char *begin, const char *end)
{
	char *at = text, *stop;

	while ((at = strstr(at, begin)) != NULL) {
		stop = strstr(at, end);
		stop = stop != NULL ? stop + strlen(end) : at + strlen(at);
		for (; at < stop; at++)
			if (*at != '\n')
				*at = ' ';
	}
}

/* ---- what is named: include("x"), layout("x"), asset("x"), t("x") ---- */

static void
named_check(struct theme_check *t, const char *file, int line,
    const char *function, const char *name)
{
	if (strcmp(function, "t") == 0) {
		if (lang_text(t->texts[0], name) == NULL)
			theme_found(t, file, line,
			    "text \"%s\" is missing in zh.lang", name);
		if (lang_text(t->texts[1], name) == NULL)
			theme_found(t, file, line,
			    "text \"%s\" is missing in en.lang", name);
	} else if (strcmp(function, "asset") == 0) {
		if (!theme_has(t, "static", name, ""))
			theme_found(t, file, line,
			    "no static file \"%s\"", name);
	} else if (!theme_has(t, "templates", name, ".html")) {
		theme_found(t, file, line, "no template \"%s\"", name);
	}
}

static void
names_check(struct theme_check *t, const char *file, const char *text,
    const char *function)
{
	const char *call = arena_printf(t->arena, "%s(\"", function);
	const char *at = text, *from, *to;
	char name[NAME_MAX_SIZE];

	while ((at = strstr(at, call)) != NULL) {
		from = at + strlen(call);
		to = strchr(from, '"');
		if (to != NULL && (at == text || (!is_word(at[-1]) &&
		    at[-1] != '.' && at[-1] != ':')) &&
		    (to[1] == ')' || to[1] == ',') &&
		    (size_t)(to - from) < sizeof(name)) {
			snprintf(name, sizeof(name), "%.*s",
			    (int)(to - from), from);
			named_check(t, file, line_at(text, at), function,
			    name);
		}
		at = from;
	}
}

/* ---- raw() ---- */

/* What the core has cleaned: a body, and the differences it has marked. */
static bool
raw_good(const char *value)
{
	static const char *const good[] = { "body", "html" };
	const char *dot;
	size_t i, n = strcspn(value, " ");

	for (i = 0; i < n; i++)
		if (!is_word(value[i]) && value[i] != '.')
			return (false);
	if (value[n] != '\0' && strcmp(value + n, " or \"\"") != 0)
		return (false);
	for (dot = value + n; dot > value && dot[-1] != '.'; dot--)
		;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (dot > value && strncmp(dot, good[i], n -
		    (size_t)(dot - value)) == 0)
			return (true);
	return (false);
}

static void
raw_check(struct theme_check *t, const char *file, const char *text)
{
	const char *at = text, *p;
	char value[NAME_MAX_SIZE];
	int depth;

	while ((at = strstr(at, "raw(")) != NULL) {
		if (at > text && is_word(at[-1])) {
			at += 4;
			continue;
		}
		for (p = at + 4, depth = 1; *p != '\0' && depth > 0; p++)
			depth += (*p == '(') - (*p == ')');
		snprintf(value, sizeof(value), "%.*s", (int)(p - at - 5),
		    at + 4);
		if (!raw_good(value))
			theme_found(t, file, line_at(text, at), "raw(%s): only"
			    " what the core has cleaned, as entry.body, may"
			    " pass unescaped", value);
		at += 4;
	}
}

/* ---- what the policy refuses ---- */

struct unwanted {
	const char	*words, *why;
};

static void
unwanted_check(struct theme_check *t, const char *file, const char *text,
    const struct unwanted *list, size_t count)
{
	const char *at;
	size_t i;

	for (i = 0; i < count; i++)
		for (at = text; (at = strcasestr(at, list[i].words)) != NULL;
		    at += strlen(list[i].words))
			theme_found(t, file, line_at(text, at), "%s: %s",
			    list[i].words, list[i].why);
}

/* onclick="…" and the like. */
static void
handlers_check(struct theme_check *t, const char *file, const char *text)
{
	const char *at = text, *p;

	while ((at = strstr(at, " on")) != NULL) {
		for (p = at + 3; islower((unsigned char)*p); p++)
			;
		if (p > at + 3 && p[0] == '=' && (p[1] == '"' || p[1] == '\''))
			theme_found(t, file, line_at(text, at), "%.*s: a"
			    " script in an attribute is refused by the"
			    " browser", (int)(p - at - 1), at + 1);
		at = p;
	}
}

/* The end of a tag: a '>' that ends no expression. */
static const char *
tag_end(const char *at)
{
	while ((at = strchr(at, '>')) != NULL && at[-1] == '%')
		at++;
	return (at);
}

static bool
within(const char *from, const char *to, const char *words)
{
	const char *at = strcasestr(from, words);

	return (at != NULL && at < to);
}

/* A tag that loads something: of this site alone. */
static void
tag_check(struct theme_check *t, const char *file, const char *text,
    const char *at, const char *tag)
{
	static const char *const loads[] = { "src=\"http", "src=\"//",
	    "srcset=\"http", "srcset=\"//", "poster=\"http", "action=\"http",
	    "action=\"//", "data=\"http" };
	const char *end = tag_end(at);
	size_t i;

	if (end == NULL)
		return;
	if (strcmp(tag, "<script") == 0 && !within(at, end, "src="))
		theme_found(t, file, line_at(text, at), "a script in the page"
		    " is refused by the browser: give it a file in static/");
	for (i = 0; i < sizeof(loads) / sizeof(loads[0]); i++)
		if (within(at, end, loads[i]))
			theme_found(t, file, line_at(text, at), "%s…: a page"
			    " loads and sends nothing from or to elsewhere",
			    loads[i]);
	if (strcmp(tag, "<link") == 0 && within(at, end, "stylesheet") &&
	    (within(at, end, "href=\"http") || within(at, end, "href=\"//")))
		theme_found(t, file, line_at(text, at), "a style sheet from"
		    " elsewhere is refused by the browser");
}

void
theme_text_template(struct theme_check *t, const char *file, char *text)
{
	static const struct unwanted list[] = {
		{ " style=\"", "a style in an attribute is refused by the"
		    " browser" },
		{ "<style", "a style in the page is refused by the browser" },
		{ "javascript:", "an address that runs code" },
		{ "<iframe", "a frame shows what isn't reviewed here" },
		{ "<base", "changes all addresses of the page" },
	};
	static const char *const functions[] = { "include", "layout",
	    "asset", "t" };
	static const char *const tags[] = { "<script", "<link", "<img",
	    "<source", "<video", "<audio", "<form", "<object", "<embed" };
	const char *at;
	size_t i;

	comments_blank(text, "<%#", "%>");
	for (i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		names_check(t, file, text, functions[i]);
	raw_check(t, file, text);
	unwanted_check(t, file, text, list, sizeof(list) / sizeof(list[0]));
	handlers_check(t, file, text);
	for (i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		for (at = text; (at = strcasestr(at, tags[i])) != NULL; at++)
			tag_check(t, file, text, at, tags[i]);
}

void
theme_text_css(struct theme_check *t, const char *file, const char *text)
{
	static const struct unwanted list[] = {
		{ "@import", "link the sheet in the layout instead" },
		{ "url(http", "an address elsewhere" },
		{ "url(\"http", "an address elsewhere" },
		{ "url('http", "an address elsewhere" },
		{ "url(//", "an address elsewhere" },
		{ "url(\"//", "an address elsewhere" },
		{ "expression(", "runs code in old browsers" },
	};
	char *copy = arena_text(t->arena, text);

	comments_blank(copy, "/*", "*/");
	unwanted_check(t, file, copy, list, sizeof(list) / sizeof(list[0]));
}

void
theme_text_js(struct theme_check *t, const char *file, const char *text)
{
	static const struct unwanted list[] = {
		{ "\"http:", "an address elsewhere" },
		{ "\"https:", "an address elsewhere" },
		{ "'http:", "an address elsewhere" },
		{ "'https:", "an address elsewhere" },
		{ "`http", "an address elsewhere" },
		{ "eval(", "runs text as code" },
		{ "new Function", "runs text as code" },
		{ ".innerHTML", "lets text become markup: use textContent" },
		{ ".outerHTML", "lets text become markup: use textContent" },
		{ "insertAdjacentHTML", "lets text become markup" },
		{ "document.write", "lets text become markup" },
	};
	char *copy = arena_text(t->arena, text);

	comments_blank(copy, "/*", "*/");
	unwanted_check(t, file, copy, list, sizeof(list) / sizeof(list[0]));
}

void
theme_text_svg(struct theme_check *t, const char *file, const char *text)
{
	static const struct unwanted list[] = {
		{ "<script", "a picture with a script" },
		{ "<foreignObject", "a picture with a page in it" },
		{ "href=\"http", "an address elsewhere" },
		{ "url(http", "an address elsewhere" },
	};

	unwanted_check(t, file, text, list, sizeof(list) / sizeof(list[0]));
	handlers_check(t, file, text);
}
