/* The matcher: see pattern.h.  Classes are those of the C locale. */
#include "script/pattern.h"

#include <assert.h>
#include <ctype.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "script/state.h"

#define PATTERN_LOOK 1024	/* steps between two charges */
#define STEPS_PER_CHARGE 4	/* steps that cost as much as an instruction */
#define PATTERN_LONG 512	/* bytes that are worth a table of beginnings */
#define SKIPS_PER_STEP 4	/* bytes where no match can begin */

static const char *match_here(struct pattern *m, const char *s, const char *p);

void
pattern_charge(struct pattern *m)
{
	int64_t steps = m->steps / STEPS_PER_CHARGE;

	m->steps = 0;
	state_charge(m->L, steps);
}

static inline void
step(struct pattern *m)
{
	if (++m->steps >= PATTERN_LOOK)
		pattern_charge(m);
}

static bool
class_has(int c, int class)
{
	bool yes;

	switch (tolower(class)) {
	case 'a': yes = isalpha(c); break;
	case 'c': yes = iscntrl(c); break;
	case 'd': yes = isdigit(c); break;
	case 'g': yes = isgraph(c); break;
	case 'l': yes = islower(c); break;
	case 'p': yes = ispunct(c); break;
	case 's': yes = isspace(c); break;
	case 'u': yes = isupper(c); break;
	case 'w': yes = isalnum(c); break;
	case 'x': yes = isxdigit(c); break;
	default: return (class == c);
	}
	return (isupper(class) ? !yes : yes);
}

/* Behind the single-character item at p. */
static const char *
item_end(struct pattern *m, const char *p)
{
	if (*p++ == '%') {
		if (p == m->p_end)
			luaL_error(m->L, "malformed pattern (ends with '%%')");
		return (p + 1);
	}
	if (p[-1] != '[')
		return (p);
	if (p < m->p_end && *p == '^')
		p++;
	do {	/* the first character may be ] */
		if (p == m->p_end)
			luaL_error(m->L, "malformed pattern (missing ']')");
		if (*p++ == '%' && p < m->p_end)
			p++;
	} while (p == m->p_end || *p != ']');
	return (p + 1);
}

/* Whether the set p…end (its brackets) has c. */
static bool
set_has(struct pattern *m, int c, const char *p, const char *end)
{
	bool yes = true;

	if (p[1] == '^') {
		yes = false;
		p++;
	}
	while (++p < end) {
		step(m);
		if (*p == '%') {
			if (class_has(c, (unsigned char)*++p))
				return (yes);
		} else if (p[1] == '-' && p + 2 < end) {
			if ((unsigned char)p[0] <= c &&
			    c <= (unsigned char)p[2])
				return (yes);
			p += 2;
		} else if ((unsigned char)*p == c) {
			return (yes);
		}
	}
	return (!yes);
}

static inline bool
item_is(struct pattern *m, int c, const char *p, const char *end)
{
	switch (*p) {
	case '.': return (true);
	case '%': return (class_has(c, (unsigned char)p[1]));
	case '[': return (set_has(m, c, p, end - 1));
	default: return ((unsigned char)*p == c);
	}
}

static bool
item_has(struct pattern *m, const char *s, const char *p, const char *end)
{
	step(m);
	return (s < m->end && item_is(m, (unsigned char)*s, p, end));
}

static const char *
match_balance(struct pattern *m, const char *s, const char *p)
{
	char open, close;
	int depth = 1;

	if (m->p_end - p < 2)
		luaL_error(m->L, "malformed pattern (missing arguments to '%%b')");
	open = p[0];
	close = p[1];
	if (s >= m->end || *s != open)
		return (NULL);
	while (++s < m->end) {
		step(m);
		if (*s == close) {
			if (--depth == 0)
				return (s + 1);
		} else if (*s == open) {
			depth++;
		}
	}
	return (NULL);
}

static const char *
match_most(struct pattern *m, const char *s, const char *p, const char *end)
{
	const char *found;
	ptrdiff_t i = 0;

	while (item_has(m, s + i, p, end))
		i++;
	for (; i >= 0; i--) {
		step(m);
		if ((found = match_here(m, s + i, end + 1)) != NULL)
			return (found);
	}
	return (NULL);
}

static const char *
match_least(struct pattern *m, const char *s, const char *p, const char *end)
{
	const char *found;

	for (;;) {
		if ((found = match_here(m, s, end + 1)) != NULL)
			return (found);
		if (!item_has(m, s, p, end))
			return (NULL);
		s++;
	}
}

static const char *
capture_begin(struct pattern *m, const char *s, const char *p, ptrdiff_t what)
{
	const char *found;

	if (m->level >= PATTERN_CAPTURES)
		luaL_error(m->L, "too many captures");
	m->capture[m->level].at = s;
	m->capture[m->level].length = what;
	m->level++;
	if ((found = match_here(m, s, p)) == NULL)
		m->level--;
	return (found);
}

static const char *
capture_end(struct pattern *m, const char *s, const char *p)
{
	const char *found;
	int i = m->level - 1;

	while (i >= 0 && m->capture[i].length != PATTERN_OPEN)
		i--;
	if (i < 0)
		luaL_error(m->L, "invalid pattern capture");
	m->capture[i].length = s - m->capture[i].at;
	if ((found = match_here(m, s, p)) == NULL)
		m->capture[i].length = PATTERN_OPEN;
	return (found);
}

/* What capture %1…%9 holds, again. */
static const char *
match_again(struct pattern *m, const char *s, int digit)
{
	int i = digit - '1';
	size_t length;

	if (i < 0 || i >= m->level || m->capture[i].length == PATTERN_OPEN)
		luaL_error(m->L, "invalid capture index %%%d", i + 1);
	if (m->capture[i].length == PATTERN_POSITION)
		return (NULL);
	length = (size_t)m->capture[i].length;
	m->steps += (int64_t)(length / 16);
	step(m);
	if ((size_t)(m->end - s) < length ||
	    memcmp(m->capture[i].at, s, length) != 0)
		return (NULL);
	return (s + length);
}

/* %f[set]: *p stands behind the f, and is moved behind the set. */
static bool
match_frontier(struct pattern *m, const char *s, const char **p)
{
	const char *set = *p, *end;
	int before = s == m->begin ? 0 : (unsigned char)s[-1];
	int after = s < m->end ? (unsigned char)*s : 0;

	if (set == m->p_end || *set != '[')
		luaL_error(m->L, "missing '[' after '%%f' in pattern");
	end = *p = item_end(m, set);
	return (!set_has(m, before, set, end - 1) &&
	    set_has(m, after, set, end - 1));
}

/* A single-character item and what follows it (* + - ?).  Where the rest is to
 * be matched by the caller: true, with *s and *p moved. */
static bool
match_item(struct pattern *m, const char **s, const char **p,
    const char **found)
{
	const char *item = *p, *end = item_end(m, item);
	int repeat = end < m->p_end ? *end : '\0';
	bool has;

	switch (repeat) {
	case '*':
		*found = match_most(m, *s, item, end);
		return (false);
	case '-':
		*found = match_least(m, *s, item, end);
		return (false);
	case '+':
		*found = item_has(m, *s, item, end) ?
		    match_most(m, *s + 1, item, end) : NULL;
		return (false);
	case '?':
		if (item_has(m, *s, item, end) && (*found =
		    match_here(m, *s + 1, end + 1)) != NULL)
			return (false);
		*p = end + 1;
		return (true);
	}
	has = item_has(m, *s, item, end);
	*found = NULL;
	*s += has;
	*p = end;
	return (has);
}

/* An item that is more than a character: captures, %b, %f, %1.  True where
 * there is none here; else *found, or *p moved behind it and *s not NULL. */
static bool
match_special(struct pattern *m, const char **s, const char **p,
    const char **found)
{
	const char *at = *p;
	int next = at + 1 < m->p_end ? (unsigned char)at[1] : '\0';

	*found = NULL;
	if (*at == '(') {
		*found = next == ')' ?
		    capture_begin(m, *s, at + 2, PATTERN_POSITION) :
		    capture_begin(m, *s, at + 1, PATTERN_OPEN);
		*s = NULL;
		return (false);
	}
	if (*at == ')') {
		*found = capture_end(m, *s, at + 1);
		*s = NULL;
		return (false);
	}
	if (*at != '%' || (next != 'b' && next != 'f' && !isdigit(next)))
		return (true);
	*p = at + 2;
	if (next == 'b') {
		*s = match_balance(m, *s, at + 2);
		*p = at + 4;
	} else if (next == 'f') {
		if (!match_frontier(m, *s, p))
			*s = NULL;
	} else {
		*s = match_again(m, *s, next);
	}
	return (false);
}

static const char *
match_here(struct pattern *m, const char *s, const char *p)
{
	const char *found = NULL;

	if (++m->depth > PATTERN_DEPTH)
		luaL_error(m->L, "pattern too complex");
	for (;;) {
		step(m);
		if (p == m->p_end || (*p == '$' && p + 1 == m->p_end)) {
			found = p == m->p_end || s == m->end ? s : NULL;
			break;
		}
		if (!match_special(m, &s, &p, &found)) {
			if (s == NULL)
				break;
		} else if (!match_item(m, &s, &p, &found)) {
			break;
		}
	}
	m->depth--;
	return (found);
}

const char *
pattern_match(struct pattern *m, const char *s, const char *p)
{
	assert(s != NULL);	/* NULL is no match */
	m->level = m->depth = 0;
	return (match_here(m, s, p));
}

/* The item that a match has to begin with, or NULL: it may begin with another
 * or with none. */
static const char *
first_item(struct pattern *m, const char *p)
{
	const char *end;

	while (p < m->p_end && *p == '(')
		p += p + 1 < m->p_end && p[1] == ')' ? 2 : 1;
	if (p == m->p_end || *p == ')' || *p == '$' || (*p == '%' &&
	    p + 1 < m->p_end && (p[1] == 'b' || p[1] == 'f' ||
	    isdigit((unsigned char)p[1]))))
		return (NULL);
	end = item_end(m, p);
	return (end < m->p_end && strchr("*?-", *end) != NULL ? NULL : p);
}

void
pattern_first(struct pattern *m, const char *p)
{
	const char *item = NULL, *end;
	int c;

	if (m->end - m->begin >= PATTERN_LONG)
		item = first_item(m, p);
	m->skips = item != NULL;
	if (item == NULL)
		return;
	end = item_end(m, item);
	for (c = 0; c <= UCHAR_MAX; c++)
		m->first[c] = item_is(m, c, item, end);
}

const char *
pattern_next(struct pattern *m, const char *s)
{
	const char *at = s;

	if (!m->skips)
		return (s);
	while (at < m->end && !m->first[(unsigned char)*at])
		at++;
	m->steps += (at - s) / SKIPS_PER_STEP;
	return (at);
}
