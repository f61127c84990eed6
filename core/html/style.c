/*
 * What of a style= is kept: alignment and colour as classes, weight, slant
 * and lines as elements.  The rest is the theme's business.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "html/inside.h"

struct color {
	const char	*name;
	unsigned	rgb;
};

/* The names that editors and word processors write. */
static const struct color colors[] = {
	{ "red", 0xFF0000 },	 { "darkred", 0x8B0000 },
	{ "maroon", 0x800000 },	 { "crimson", 0xDC143C },
	{ "firebrick", 0xB22222 }, { "tomato", 0xFF6347 },
	{ "orange", 0xFFA500 },	 { "orangered", 0xFF4500 },
	{ "darkorange", 0xFF8C00 }, { "gold", 0xFFD700 },
	{ "goldenrod", 0xDAA520 }, { "yellow", 0xFFFF00 },
	{ "olive", 0x808000 },	 { "green", 0x008000 },
	{ "lime", 0x00FF00 },	 { "darkgreen", 0x006400 },
	{ "seagreen", 0x2E8B57 }, { "teal", 0x008080 },
	{ "aqua", 0x00FFFF },	 { "blue", 0x0000FF },
	{ "navy", 0x000080 },	 { "darkblue", 0x00008B },
	{ "royalblue", 0x4169E1 }, { "steelblue", 0x4682B4 },
	{ "dodgerblue", 0x1E90FF }, { "gray", 0x808080 },
	{ "grey", 0x808080 },	 { "dimgray", 0x696969 },
	{ "darkgray", 0xA9A9A9 }, { "silver", 0xC0C0C0 },
};

static bool
same(const char *p, size_t length, const char *word)
{
	return (strlen(word) == length && strncasecmp(p, word, length) == 0);
}

const char *
html_align_class(const char *p, size_t length)
{
	if (same(p, length, "left"))
		return ("ta-left");
	if (same(p, length, "center") || same(p, length, "middle"))
		return ("ta-center");
	if (same(p, length, "right"))
		return ("ta-right");
	return (same(p, length, "justify") ? "ta-justify" : NULL);
}

/* 0xRRGGBB; -1: not a colour that we read. */
static long
color_hex(const char *p, size_t length)
{
	char digits[7];
	size_t i, n = length - 1;

	if (n != 3 && n != 6)
		return (-1);
	for (i = 0; i < 6; i++) {
		digits[i] = p[1 + (n == 3 ? i / 2 : i)];
		if (!isxdigit((unsigned char)digits[i]))
			return (-1);
	}
	digits[6] = '\0';
	return (strtol(digits, NULL, 16));
}

/* rgb(200, 16, 46), rgba(200 16 46 / 1) */
static long
color_function(const char *p, size_t length)
{
	const char *end = p + length;
	long part[3];
	int i;

	p = memchr(p, '(', length);
	for (i = 0; i < 3; i++) {
		while (p < end && !isdigit((unsigned char)*p))
			p++;
		for (part[i] = 0; p < end && isdigit((unsigned char)*p); p++)
			if (part[i] < 256)
				part[i] = part[i] * 10 + (*p - '0');
		if (part[i] > 255)
			part[i] = 255;
		while (p < end && *p != ',' && *p != ' ')
			p++;
	}
	return (part[0] << 16 | part[1] << 8 | part[2]);
}

static long
color_read(const char *p, size_t length)
{
	size_t i;

	if (length > 0 && p[0] == '#')
		return (color_hex(p, length));
	if (length > 4 && strncasecmp(p, "rgb", 3) == 0 &&
	    memchr(p, '(', length) != NULL)
		return (color_function(p, length));
	for (i = 0; i < sizeof(colors) / sizeof(colors[0]); i++)
		if (same(p, length, colors[i].name))
			return ((long)colors[i].rgb);
	return (-1);
}

/* Degrees on the colour circle of a colour that isn't grey. */
static long
color_hue(long r, long g, long b, long most, long range)
{
	if (most == r)
		return ((60 * (g - b) / range + 360) % 360);
	if (most == g)
		return (60 * (b - r) / range + 120);
	return (60 * (r - g) / range + 240);
}

/* The nearest of the palette; black, white and purple have none. */
const char *
html_color_class(const char *p, size_t length)
{
	long rgb = color_read(p, length), r, g, b, most, least, hue;

	if (rgb < 0)
		return (NULL);
	r = rgb >> 16, g = rgb >> 8 & 255, b = rgb & 255;
	most = r > g ? (r > b ? r : b) : (g > b ? g : b);
	least = r < g ? (r < b ? r : b) : (g < b ? g : b);
	if (most - least < 40)
		return (most >= 80 && most <= 200 ? "tc-grey" : NULL);
	hue = color_hue(r, g, b, most, most - least);
	if (hue < 20 || hue >= 335)
		return ("tc-red");
	if (hue < 65)
		return ("tc-gold");
	if (hue < 170)
		return ("tc-green");
	return (hue < 265 ? "tc-blue" : NULL);
}

static bool
has_word(const char *p, size_t length, const char *word)
{
	return (memmem(p, length, word, strlen(word)) != NULL);
}

static void
style_declaration(const char *name, size_t name_length, const char *value,
    size_t length, struct html_style *out)
{
	if (same(name, name_length, "text-align"))
		out->align = html_align_class(value, length);
	else if (same(name, name_length, "color"))
		out->color = html_color_class(value, length);
	else if (same(name, name_length, "font-weight")) {
		out->bold = same(value, length, "bold") ||
		    same(value, length, "bolder") ||
		    (length == 3 && value[0] >= '6' && value[0] <= '9');
		out->plain = same(value, length, "normal") ||
		    same(value, length, "400");
	} else if (same(name, name_length, "font-style")) {
		out->italic = same(value, length, "italic") ||
		    same(value, length, "oblique");
		out->upright = same(value, length, "normal");
	} else if (same(name, name_length, "text-decoration") ||
	    same(name, name_length, "text-decoration-line")) {
		out->underline = has_word(value, length, "underline");
		out->strike = has_word(value, length, "line-through");
	} else if (same(name, name_length, "vertical-align")) {
		out->sub = same(value, length, "sub");
		out->super = same(value, length, "super");
	} else if (name_length > 4 && strncasecmp(name, "mso-", 4) == 0)
		out->word = true;
}

/* The end of a declaration: a semicolon outside quotes and brackets. */
static const char *
style_end(const char *p)
{
	char quote = '\0';
	int depth = 0;

	for (; *p != '\0'; p++) {
		if (quote != '\0') {
			if (*p == quote)
				quote = '\0';
		} else if (*p == '"' || *p == '\'')
			quote = *p;
		else if (*p == '(')
			depth++;
		else if (*p == ')' && depth > 0)
			depth--;
		else if (*p == ';' && depth == 0)
			break;
	}
	return (p);
}

void
html_style_read(const char *p, struct html_style *out)
{
	const char *end, *value, *stop;
	size_t name;

	memset(out, 0, sizeof(*out));
	for (; *p != '\0'; p = *end != '\0' ? end + 1 : end) {
		end = style_end(p);
		while (p < end && isspace((unsigned char)*p))
			p++;
		value = memchr(p, ':', (size_t)(end - p));
		if (value == NULL)
			continue;
		for (name = (size_t)(value - p); name > 0 &&
		    isspace((unsigned char)p[name - 1]); name--)
			;
		for (value++; value < end && isspace((unsigned char)*value);)
			value++;
		stop = value < end ? memmem(value, (size_t)(end - value),
		    "!important", 10) : NULL;
		for (stop = stop != NULL ? stop : end; stop > value &&
		    isspace((unsigned char)stop[-1]); stop--)
			;
		style_declaration(p, name, value, (size_t)(stop - value), out);
	}
}
