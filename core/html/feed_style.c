/* What a style= of a feed may say: plain values of harmless properties, which
 * fetch nothing, cover nothing and move nothing. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "html/feed_inside.h"

static const char PROPERTIES[] = " azimuth background-color "
    "border-bottom-color border-collapse border-color border-left-color "
    "border-right-color border-top-color clear color cursor direction display "
    "elevation float font font-family font-size font-style font-variant "
    "font-weight height letter-spacing line-height overflow pause pause-after "
    "pause-before pitch pitch-range richness speak speak-header speak-numeral "
    "speak-punctuation speech-rate stress text-align text-decoration "
    "text-indent unicode-bidi vertical-align voice-family volume white-space "
    "width ";
/* Of these, and all that begins so with a hyphen behind, only such values: */
static const char GROUPS[] = " background border margin padding ";
static const char WORDS[] = " auto aqua black block blue bold both bottom "
    "brown center collapse dashed dotted fuchsia gray green !important italic "
    "left lime maroon medium none navy normal nowrap olive pointer purple red "
    "right solid silver teal top transparent underline white yellow ";

static bool
among(const char *words, const char *p, size_t length)
{
	const char *at = words;

	for (; length > 0 && (at = strcasestr(at, p)) != NULL; at++)
		if (at > words && at[-1] == ' ' && at[length] == ' ')
			return (true);
	return (false);
}

/* #fff, rgb(1,2,3), 2px, 0 */
static bool
value_plain(const char *p)
{
	static const char *const units[] = { "", "cm", "em", "ex", "in", "mm",
		"pc", "pt", "px", "%", ",", ")" };
	size_t i;

	if (*p == '#')
		return (p[1] != '\0' &&
		    p[1 + strspn(p + 1, "0123456789abcdefABCDEF")] == '\0');
	if (strncasecmp(p, "rgb(", 4) == 0)
		return (p[4 + strspn(p + 4, "0123456789%,)")] == '\0');
	p += *p == '-';
	p += strspn(p, "0123456789.");
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcasecmp(p, units[i]) == 0)
			return (true);
	return (false);
}

static bool
values_plain(char *value)
{
	char *word, *rest = NULL;

	for (word = strtok_r(value, " \t\r\n", &rest); word != NULL;
	    word = strtok_r(NULL, " \t\r\n", &rest))
		if (!among(WORDS, word, strlen(word)) && !value_plain(word))
			return (false);
	return (true);
}

static bool
property_allowed(const char *name, const char *value)
{
	char group[32], words[256];
	size_t length = strcspn(name, "-");

	if (among(PROPERTIES, name, strlen(name)))
		return (true);
	if (length >= sizeof(group) || strlen(value) >= sizeof(words))
		return (false);
	memcpy(group, name, length);
	group[length] = '\0';
	memcpy(words, value, strlen(value) + 1);
	return (among(GROUPS, group, length) && values_plain(words));
}

/* Without url(…); false where it holds what no plain value does: a hyphen at
 * the beginning of a word is a browser's own property, or less than nothing. */
static bool
style_plain(const char *style, struct buf *out)
{
	const char *p = style, *stop;

	while ((stop = strcasestr(p, "url(")) != NULL) {
		buf_append(out, p, (size_t)(stop - p));
		buf_char(out, ' ');
		p = stop + strcspn(stop, ")");
		p += *p == ')';
		p += strspn(p, " ");
	}
	buf_text(out, p);
	for (p = buf_string(out); *p != '\0'; p++)
		if (*p == '-' && (p == buf_string(out) ||
		    !isalnum((unsigned char)p[-1]) ||
		    !isalnum((unsigned char)p[1])))
			return (false);
		else if (!isalnum((unsigned char)*p) && !isspace((unsigned char)*p)
		    && strchr(":,;#%.!-'\"()", *p) == NULL)
			return (false);
	return (strcasestr(buf_string(out), "expression") == NULL);
}

void
feed_style(const char *style, struct buf *out)
{
	struct buf plain = { 0 };
	char *line, *rest = NULL;
	size_t start = out->length;

	if (!style_plain(style, &plain) || plain.length == 0) {
		buf_cleanup(&plain);
		return;
	}
	for (line = strtok_r(plain.data, ";", &rest); line != NULL;
	    line = strtok_r(NULL, ";", &rest)) {
		char *colon = strchr(line, ':'), *name, *value;

		if (colon == NULL || strchr(colon + 1, ':') != NULL) {
			/* Not a declaration: nothing of it is trusted. */
			if (line[strspn(line, " \t\r\n")] == '\0')
				continue;
			out->length = start;
			break;
		}
		*colon = '\0';
		name = line + strspn(line, " \t\r\n");
		name[strcspn(name, " \t\r\n")] = '\0';
		value = colon + 1 + strspn(colon + 1, " \t\r\n");
		if (*value == '\0' || !property_allowed(name, value))
			continue;
		buf_printf(out, "%s%s: %s;", out->length > start ? " " : "",
		    name, value);
	}
	buf_cleanup(&plain);
}
