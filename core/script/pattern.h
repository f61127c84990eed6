/*
 * Lua patterns (manual §6.4.1) with a bounded matcher.  Lua's own may try
 * exponentially many ways in one call of C, where no hook runs; PCRE2's match
 * limit starts anew at each place of the subject.  Here every character that
 * is looked at is a step, and steps are charged to the state's budget, so that
 * the budget of the run is the bound; subjects are bounded by its memory.
 */
#ifndef SCRIPT_PATTERN_H
#define SCRIPT_PATTERN_H

#include <stddef.h>
#include <stdint.h>

#include <lua.h>

#define PATTERN_CAPTURES 32
#define PATTERN_DEPTH 200	/* nested calls of the matcher */

struct pattern {
	lua_State	*L;
	const char	*begin, *end;	/* the subject */
	const char	*p_end;		/* of the pattern */
	int		 depth, level;	/* level: captures so far */
	int64_t		 steps;		/* not charged yet */
	struct {
		const char	*at;
		ptrdiff_t	 length;	/* or one of the two below */
	} capture[PATTERN_CAPTURES];
};
#define PATTERN_OPEN (-1)
#define PATTERN_POSITION (-2)

/* The end of the match of `p` at `s`, or NULL.  Raises on a bad pattern and
 * when the budget is spent. */
const char *pattern_match(struct pattern *m, const char *s, const char *p);

/* Charges what is left over after a match. */
void pattern_charge(struct pattern *m);

/* Pushes capture i; with no captures, capture 0 is the whole match s…e. */
void pattern_push(struct pattern *m, int i, const char *s, const char *e);

/* Pushes all captures (the whole match where none, unless s is NULL). */
int pattern_push_all(struct pattern *m, const char *s, const char *e);


#endif
