/*
 * The lines of a theme's files: what they name and isn't there, and what the
 * pages' policy (CSP) would refuse or must not let through.  A reader of
 * words, not a parser: what is put together at run time isn't seen here but on
 * the rendered pages.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

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

/* Is the place inside <% %>? */
static bool
in_lua(const char *text, const char *at)
{
	const char *p = text, *open = NULL;

	for (; p < at; p++)
		if (p[0] == '<' && p[1] == '%')
			open = p;
		else if (p[0] == '%' && p[1] == '>')
			open = NULL;
	return (open != NULL);
}

/* The name on its own: raw is only ever called, and with a bracket at once, so
 * that each place where it is can be looked at. */
static void
raw_check(struct theme_check *t, const char *file, const char *text)
{
	const char *at, *p;
	char value[NAME_MAX_SIZE];
	int depth;

	for (at = text; (at = strstr(at, "raw")) != NULL; at += 3) {
		if ((at > text && (is_word(at[-1]) || at[-1] == '-' ||
		    at[-1] == '/' || at[-1] == '.')) || is_word(at[3]) ||
		    !in_lua(text, at))
			continue;
		if (at[3] != '(') {
			theme_found(t, file, line_at(text, at), "raw without"
			    " its bracket: only raw(entry.body) and the like"
			    " can be followed");
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

/* Lua becomes blanks, and what it writes letters; lines stay. */
static void
lua_blank(char *text)
{
	char *at = text, *stop;
	char with;

	while ((at = strstr(at, "<%")) != NULL) {
		with = at[2] == '=' ? 'x' : ' ';
		stop = strstr(at, "%>");
		stop = stop != NULL ? stop + 2 : at + strlen(at);
		for (; at < stop; at++)
			if (*at != '\n')
				*at = with;
	}
}

void
theme_text_template(struct theme_check *t, const char *file, char *text)
{
	static const char *const functions[] = { "include", "layout",
	    "asset", "t" };
	size_t i;

	comments_blank(text, "<%#", "%>");
	for (i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		names_check(t, file, text, functions[i]);
	raw_check(t, file, text);
	lua_blank(text);
	theme_markup(t, file, text, false);
}

/* Braces and quotes of a sheet; a fault ends what browsers read of it. */
static void
braces_check(struct theme_check *t, const char *file, const char *css)
{
	const char *p, *open = css;
	int depth = 0;

	for (p = css; *p != '\0'; p++) {
		if (*p == '"' || *p == '\'') {
			open = p;
			p += 1 + strcspn(p + 1, *p == '"' ? "\"\n" : "'\n");
			if (*p != *open) {
				theme_found(t, file, line_at(css, open),
				    "a quotation that doesn't end");
				return;
			}
		} else if (*p == '{' && depth++ == 0) {
			open = p;
		} else if (*p == '}' && depth-- == 0) {
			theme_found(t, file, line_at(css, p),
			    "} without {");
			return;
		}
	}
	if (depth > 0)
		theme_found(t, file, line_at(css, open), "{ without }");
}

/* url(…), and what a sheet has in quotation marks: nothing of elsewhere. */
static void
addresses_check(struct theme_check *t, const char *file, const char *css,
    bool quoted)
{
	const char *p, *q;

	for (p = css; *p != '\0'; p++) {
		q = p;
		if (strncasecmp(p, "url(", 4) == 0)
			q += 4 + strspn(p + 4, " \t\n\"'");
		else if (quoted && (*p == '"' || *p == '\''))
			q++;
		if (q != p && (strncasecmp(q, "http:", 5) == 0 ||
		    strncasecmp(q, "https:", 6) == 0 ||
		    strncmp(q, "//", 2) == 0)) {
			theme_found(t, file, line_at(css, p), "%.*s: an"
			    " address elsewhere", (int)(strcspn(q, ")\"'\n") +
			    (size_t)(q - p)), p);
			p = q;
		}
	}
}

void
theme_text_css(struct theme_check *t, const char *file, const char *text)
{
	static const struct unwanted list[] = {
		{ "@import", "link the sheet in the layout instead" },
		{ "expression(", "runs code in old browsers" },
	};
	char *copy = arena_text(t->arena, text);

	comments_blank(copy, "/*", "*/");
	unwanted_check(t, file, copy, list, sizeof(list) / sizeof(list[0]));
	addresses_check(t, file, copy, true);
	braces_check(t, file, copy);
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
		{ "\"//", "an address elsewhere" },
		{ "'//", "an address elsewhere" },
		{ "`//", "an address elsewhere" },
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
		{ "href='http", "an address elsewhere" },
		{ "href=\"//", "an address elsewhere" },
		{ "href='//", "an address elsewhere" },
		{ " onload=", "a picture with a script" },
		{ " onclick=", "a picture with a script" },
	};

	unwanted_check(t, file, text, list, sizeof(list) / sizeof(list[0]));
	addresses_check(t, file, text, false);
}
