/*
 * What stays: E. W. Myers, "An O(ND) Difference Algorithm and Its
 * Variations" (1986), in its form of linear memory, first over lines (what
 * ends with a block), then over tokens between lines that stay.  All of it
 * draws on one budget of steps; where that ends, the rest is replaced.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "html/compare.h"

#define MATCH_STEPS 40000000	/* well under a second */
#define MATCH_EDITS 4000	/* edits looked for in one stretch, each way */

struct match {
	const uint32_t	*a, *b;		/* ids */
	bool		*in_a, *in_b;	/* the answer */
	int		*forth, *back;	/* furthest points by diagonal */
	long		steps;
};

struct stretch { size_t a, a_end, b, b_end; };

/* Equal beginnings and ends stay; what is between remains in `s`. */
static void
match_ends(struct match *m, struct stretch *s)
{
	while (s->a < s->a_end && s->b < s->b_end &&
	    m->a[s->a] == m->b[s->b])
		m->in_a[s->a++] = m->in_b[s->b++] = true;
	while (s->a < s->a_end && s->b < s->b_end &&
	    m->a[s->a_end - 1] == m->b[s->b_end - 1])
		m->in_a[--s->a_end] = m->in_b[--s->b_end] = true;
}

/* One step of the search from an end: extends every diagonal by one edit.
 * `other` are the points of the opposite search, `delta` the difference of
 * diagonals; true when they meet: the point is in *x. */
static bool
match_step(struct match *m, const struct stretch *s, int d, bool backward,
    int *x_out, int *y_out)
{
	int n = (int)(s->a_end - s->a), k_other, x, y, k;
	int w = (int)(s->b_end - s->b), delta = n - w;
	int *own = (backward ? m->back : m->forth) + MATCH_EDITS + 1;
	int *other = (backward ? m->forth : m->back) + MATCH_EDITS + 1;
	int limit = backward ? d : d - 1;	/* edits the other has made */

	for (k = -d; k <= d; k += 2) {
		x = k == -d || (k != d && own[k - 1] < own[k + 1]) ?
		    own[k + 1] : own[k - 1] + 1;
		y = x - k;
		while (x < n && y < w && x >= 0 && y >= 0 && (backward ?
		    m->a[s->a_end - 1 - (size_t)x] ==
		    m->b[s->b_end - 1 - (size_t)y] :
		    m->a[s->a + (size_t)x] == m->b[s->b + (size_t)y]))
			x++, y++, m->steps--;
		own[k] = x;
		m->steps--;
		k_other = delta - k;
		if ((delta & 1) == backward || k_other < -limit ||
		    k_other > limit || x + other[k_other] < n)
			continue;
		if (x < 0 || y < 0 || x > n || y > w)
			continue;
		*x_out = backward ? n - x : x;
		*y_out = backward ? w - y : y;
		return (true);
	}
	return (false);
}

/* A point on the shortest way through the stretch; false: too far to find. */
static bool
match_middle(struct match *m, const struct stretch *s, struct stretch *first)
{
	int d, x, y, most = MATCH_EDITS;

	m->forth[MATCH_EDITS + 2] = m->back[MATCH_EDITS + 2] = 0;
	for (d = 0; d < most && m->steps > 0; d++)
		if (match_step(m, s, d, false, &x, &y) ||
		    match_step(m, s, d, true, &x, &y)) {
			first->a = s->a;
			first->b = s->b;
			first->a_end = s->a + (size_t)x;
			first->b_end = s->b + (size_t)y;
			return (true);
		}
	return (false);
}

/* Divides until nothing is left; the stack grows with the logarithm at best
 * and never beyond the number of edits found. */
static void
match_run(struct match *m, struct stretch all)
{
	size_t count = 0, size = 64;
	struct stretch *stack = must_alloc(size * sizeof(*stack)), s, first;

	stack[count++] = all;
	while (count > 0) {
		s = stack[--count];
		match_ends(m, &s);
		if (s.a == s.a_end || s.b == s.b_end ||
		    !match_middle(m, &s, &first))
			continue;
		if ((first.a_end == s.a && first.b_end == s.b) ||
		    (first.a_end == s.a_end && first.b_end == s.b_end))
			continue;
		if (count + 2 > size) {
			size *= 2;
			stack = must_realloc(stack, size * sizeof(*stack));
		}
		stack[count++] = first;
		s.a = first.a_end;
		s.b = first.b_end;
		stack[count++] = s;
	}
	free(stack);
}

/* A body's ids, and its lines: where each ends, and its number. */
struct side {
	uint32_t	*id, *line;
	size_t		*end;
	size_t		lines;
	bool		*stays, *line_stays;
};

static void
side_init(struct side *s, const struct tokens *t, struct intern *lines)
{
	size_t i, from = 0;

	memset(s, 0, sizeof(*s));
	s->id = must_alloc(t->count * sizeof(*s->id));
	s->line = must_alloc((t->count + 1) * sizeof(*s->line));
	s->end = must_alloc((t->count + 1) * sizeof(*s->end));
	s->stays = must_alloc(t->count);
	s->line_stays = must_alloc(t->count + 1);
	memset(s->stays, 0, t->count);
	memset(s->line_stays, 0, t->count + 1);
	for (i = 0; i < t->count; i++)
		s->id[i] = t->token[i].id;
	for (i = 0; i < t->count; i++) {
		if (i + 1 < t->count && !(t->token[i].block &&
		    t->token[i].kind == HTML_PIECE_CLOSE))
			continue;
		s->end[s->lines] = i + 1;
		s->line[s->lines++] = intern_id(lines, s->id + from,
		    (i + 1 - from) * sizeof(*s->id));
		from = i + 1;
	}
}

static void
side_cleanup(struct side *s, struct tokens *t)
{
	size_t i;

	for (i = 0; i < t->count; i++)
		t->token[i].stays = s->stays[i];
	free(s->id);
	free(s->line);
	free(s->end);
	free(s->stays);
	free(s->line_stays);
}

/* Between lines that stay, the same over tokens. */
static void
match_between(struct match *m, struct side *a, struct side *b)
{
	size_t i = 0, k = 0;
	struct stretch s = { 0, 0, 0, 0 };

	m->a = a->id, m->b = b->id;
	m->in_a = a->stays, m->in_b = b->stays;
	for (;;) {
		while (i < a->lines && !a->line_stays[i])
			s.a_end = a->end[i++];
		while (k < b->lines && !b->line_stays[k])
			s.b_end = b->end[k++];
		match_run(m, s);
		if (i == a->lines || k == b->lines)
			break;
		memset(a->stays + s.a_end, true, a->end[i] - s.a_end);
		memset(b->stays + s.b_end, true, b->end[k] - s.b_end);
		s.a = s.a_end = a->end[i++];
		s.b = s.b_end = b->end[k++];
	}
}

void
tokens_match(struct tokens *a, struct tokens *b)
{
	struct intern lines = { NULL, 0, 0 };
	struct match m = { .steps = MATCH_STEPS };
	struct side sa, sb;

	side_init(&sa, a, &lines);
	side_init(&sb, b, &lines);
	m.forth = must_alloc((2 * MATCH_EDITS + 4) * sizeof(int));
	m.back = must_alloc((2 * MATCH_EDITS + 4) * sizeof(int));
	m.a = sa.line, m.b = sb.line;
	m.in_a = sa.line_stays, m.in_b = sb.line_stays;
	match_run(&m, (struct stretch){ 0, sa.lines, 0, sb.lines });
	match_between(&m, &sa, &sb);
	free(m.forth);
	free(m.back);
	side_cleanup(&sa, a);
	side_cleanup(&sb, b);
	intern_cleanup(&lines);
}
