/*
 * Patterns that can't be found in any text: nothing but places ("^", "\b"),
 * something before the beginning ("a^") or behind the end ("$a").  Only what
 * is sure counts: a pattern with alternatives or several lines is believed.
 */
#include <string.h>

#include "base/words_inside.h"

enum part { PART_PLACE, PART_BEGIN, PART_END, PART_CHAR, PART_ANY, PART_NEVER,
    PART_UNKNOWN };

/* Behind the bracket that closes the class or group at p. */
static const char *
class_skip(const char *p)
{
	p += p[1] == '^' ? 2 : 1;
	p += *p == ']';
	for (; *p != '\0' && *p != ']'; p++)
		if (*p == '\\' && p[1] != '\0')
			p++;
		else if (*p == '[' && p[1] == ':' && strstr(p, ":]") != NULL)
			p = strstr(p, ":]") + 1;
	return (*p == ']' ? p + 1 : p);
}

static const char *
group_skip(const char *p)
{
	int depth = 0;

	while (*p != '\0') {
		if (*p == '\\' && p[1] != '\0')
			p += 2;
		else if (*p == '[')
			p = class_skip(p);
		else if (*p == '(' || *p == ')') {
			depth += *p == '(' ? 1 : -1;
			p++;
			if (depth == 0)
				break;
		} else
			p++;
	}
	return (p);
}

static enum part
part_escape(const char **p)
{
	char c = (*p)[1];

	*p += c == '\0' ? 1 : 2;
	if (c == 'A')
		return (PART_BEGIN);
	if (c == 'z' || c == 'Z')
		return (PART_END);
	if (strchr("bBGK", c) != NULL)
		return (PART_PLACE);
	if (strchr("dw", c) != NULL)
		return (PART_CHAR);
	if (c == 'Q' || c == 'E' || c == 'g' || (c >= '1' && c <= '9'))
		return (PART_UNKNOWN);
	if ((strchr("pPxoN", c) != NULL) && **p == '{')
		*p += strcspn(*p, "}") + (strchr(*p, '}') != NULL);
	return (PART_ANY);
}

static enum part
part_group(const char **p)
{
	const char *from = *p;

	*p = group_skip(from);
	if (strncmp(from, "(?!)", 4) == 0 || strncmp(from, "(*F", 3) == 0)
		return (PART_NEVER);
	if (strncmp(from, "(?=", 3) == 0 || strncmp(from, "(?!", 3) == 0 ||
	    strncmp(from, "(?<=", 4) == 0 || strncmp(from, "(?<!", 4) == 0)
		return (PART_PLACE);
	return (PART_UNKNOWN);
}

/* The part at *p, which moves behind it and its quantifier; *some: it stands
 * there once at least. */
static enum part
part_read(const char **p, bool *some)
{
	enum part part = PART_CHAR;

	if (**p == '\\')
		part = part_escape(p);
	else if (**p == '(')
		part = part_group(p);
	else if (**p == '[') {
		part = PART_ANY;
		*p = class_skip(*p);
	} else {
		/* "$" is before a line end that is the last character, too. */
		part = **p == '^' ? PART_BEGIN : **p == '$' ? PART_END :
		    **p == '\n' ? PART_ANY : PART_CHAR;
		for ((*p)++; (**p & 0xC0) == 0x80; (*p)++)
			;
	}
	*some = **p != '*' && **p != '?' && strncmp(*p, "{0", 2) != 0 &&
	    strncmp(*p, "{,", 2) != 0;
	if (**p == '{')
		*p += strcspn(*p, "}") + (strchr(*p, '}') != NULL);
	*p += strspn(*p, "*+?");
	return (part);
}

bool
pattern_never(const char *p)
{
	bool before = false, ended = false, filled = false, some;
	enum part part;

	while (*p != '\0') {
		if (*p == '|')
			return (false);
		part = part_read(&p, &some);
		if (part == PART_NEVER)
			return (some);
		if (part == PART_UNKNOWN)
			return (false);
		if ((part == PART_BEGIN && before && some) ||
		    (part == PART_CHAR && ended && some))
			return (true);
		before = before || ((part == PART_CHAR || part == PART_ANY) &&
		    some);
		ended = ended || (part == PART_END && some);
		filled = filled || part == PART_CHAR || part == PART_ANY;
	}
	return (!filled);
}
