/*
 * Lua patterns (manual §6.4.1) with a bounded matcher.  Lua's own may try
 * exponentially many ways in one call of C, where no hook runs; PCRE2's match
 * limit starts anew at each place of the subject.  Here every character that
 * is looked at is a step, and steps are charged to the state's budget, so that
 * the budget of the run is the bound; subjects are bounded by its memory.
 */
#ifndef SCRIPT_PATTERN_H
#define SCRIPT_PATTERN_H

#include <limits.h>
#include <stdbool.h>
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
	bool		 skips;		/* `first` is filled in */
	bool		 first[UCHAR_MAX + 1];	/* may a match begin with it? */
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

/* Searching a long subject: after pattern_first(), pattern_next() goes on from
 * `s` to where a match can begin, by the first item of the pattern `p`; the
 * end of the subject where it can nowhere. */
void pattern_first(struct pattern *m, const char *p);
const char *pattern_next(struct pattern *m, const char *s);

#endif
