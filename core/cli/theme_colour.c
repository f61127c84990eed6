/*
 * The tokens of theme.css: all there, and text readable on its ground: 4.5 to
 * 1, frames of fields 3 to 1 (WCAG 2.1, 1.4.3 and 1.4.11).
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/theme.h"

#define COLOURS_MAX 6	/* of a gradient */
#define FOLLOW_MAX 8	/* var() in var() */

struct colours {
	double	light[COLOURS_MAX];	/* relative luminance */
	int	count;
};

static const struct two {
	const char	*text, *ground;
	double		 least;
} pairs[] = {
	{ "ink", "ground", 4.5 }, { "muted", "ground", 4.5 },
	{ "link", "ground", 4.5 }, { "brand", "ground", 4.5 },
	{ "mark", "ground", 4.5 }, { "ink", "grey", 4.5 },
	{ "muted", "grey", 4.5 }, { "ink", "tint", 4.5 },
	{ "brand", "tint", 4.5 }, { "muted", "tint", 4.5 },
	{ "on-brand", "brand", 4.5 }, { "on-brand", "brand-strong", 4.5 },
	{ "brand-strong", "gold-soft", 4.5 },
	{ "top-ink", "top-ground", 4.5 }, { "mast-ink", "mast-ground", 4.5 },
	{ "mast-soft", "mast-ground", 4.5 }, { "nav-ink", "nav-ground", 4.5 },
	{ "nav-on-ink", "nav-on-ground", 4.5 },
	{ "go-ink", "go-ground", 4.5 }, { "foot-ink", "foot-ground", 4.5 },
	{ "gold-text", "ground", 4.5 }, { "red-text", "ground", 4.5 },
	{ "blue-text", "ground", 4.5 }, { "green-text", "ground", 4.5 },
	{ "field", "ground", 3.0 },
};
static const char *const others[] = { "line", "tint-line", "bar", "foot-line",
    "radius", "sans", "serif", "headline" };

/* The value of --NAME, or NULL; its place in *at. */
static const char *
token_value(struct theme_check *t, const char *text, const char *name,
    const char **at)
{
	const char *mark = arena_printf(t->arena, "--%s:", name), *p;
	size_t n;

	if ((*at = strstr(text, mark)) == NULL)
		return (NULL);
	p = *at + strlen(mark);
	p += strspn(p, " \t\n");
	n = strcspn(p, ";}");
	return (arena_printf(t->arena, "%.*s", (int)n, p));
}

static double
channel(unsigned long v)
{
	double c = (double)v / 255;

	return (c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
}

/* #rgb or #rrggbb */
static bool
colour_light(const char *hex, double *light)
{
	size_t n = strspn(hex, "0123456789abcdefABCDEF");
	unsigned long v = strtoul(hex, NULL, 16), r, g, b;

	if (n == 3) {
		r = (v >> 8 & 15) * 17;
		g = (v >> 4 & 15) * 17;
		b = (v & 15) * 17;
	} else if (n == 6) {
		r = v >> 16 & 255;
		g = v >> 8 & 255;
		b = v & 255;
	} else {
		return (false);
	}
	*light = 0.2126 * channel(r) + 0.7152 * channel(g) +
	    0.0722 * channel(b);
	return (true);
}

/* The colours of a value; those of what shines through a transparent one. */
static void
colours_of(struct theme_check *t, const char *text, const char *name,
    int follow, struct colours *out)
{
	const char *at, *p, *value = token_value(t, text, name, &at);

	if (value == NULL || follow == 0)
		return;
	if (strncmp(value, "transparent", 11) == 0) {
		colours_of(t, text, strcmp(name, "nav-on-ground") == 0 ?
		    "nav-ground" : "ground", follow - 1, out);
		return;
	}
	if ((p = strstr(value, "var(--")) != NULL)
		colours_of(t, text, arena_printf(t->arena, "%.*s",
		    (int)strcspn(p + 6, "),"), p + 6), follow - 1, out);
	for (p = value; (p = strchr(p, '#')) != NULL &&
	    out->count < COLOURS_MAX; p++)
		if (colour_light(p + 1, &out->light[out->count]))
			out->count++;
}

/* Of the worst two. */
static double
contrast(const struct colours *a, const struct colours *b)
{
	double worst = 21, high, low;
	int i, j;

	for (i = 0; i < a->count; i++)
		for (j = 0; j < b->count; j++) {
			high = fmax(a->light[i], b->light[j]);
			low = fmin(a->light[i], b->light[j]);
			worst = fmin(worst, (high + 0.05) / (low + 0.05));
		}
	return (worst);
}

static int
line_of(const char *text, const char *at)
{
	int line = 1;

	for (; at != NULL && text < at; text++)
		line += *text == '\n';
	return (line);
}

static void
pair_check(struct theme_check *t, const char *file, const char *text,
    const struct two *p)
{
	struct colours a = { .count = 0 }, b = { .count = 0 };
	const char *at, *unused;
	double c;

	if (token_value(t, text, p->text, &at) == NULL ||
	    token_value(t, text, p->ground, &unused) == NULL) {
		theme_found(t, file, 0, "token --%s is missing",
		    at == NULL ? p->text : p->ground);
		return;
	}
	colours_of(t, text, p->text, FOLLOW_MAX, &a);
	colours_of(t, text, p->ground, FOLLOW_MAX, &b);
	if (a.count == 0 || b.count == 0)
		theme_found(t, file, line_of(text, at), "--%s on --%s: no"
		    " colour as #rrggbb to measure", p->text, p->ground);
	else if ((c = contrast(&a, &b)) < p->least)
		theme_found(t, file, line_of(text, at), "--%s on --%s: %.2f"
		    " to 1, at least %.1f is wanted", p->text, p->ground, c,
		    p->least);
}

void
theme_colours(struct theme_check *t, const char *file, const char *text)
{
	const char *at;
	size_t i;

	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		pair_check(t, file, text, &pairs[i]);
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (token_value(t, text, others[i], &at) == NULL)
			theme_found(t, file, 0, "token --%s is missing",
			    others[i]);
}
