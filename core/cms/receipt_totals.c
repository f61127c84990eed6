/*
 * Figures of receipts for everybody: received, answered, withheld by reason,
 * median working days.  A group under RECEIPT_GROUP is not told of; where just
 * one would be left untold, and none waits that blurs the sum, the next smallest
 * isn't told either: the others would tell it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "cms/receipt.h"
#include "cms/workdays.h"

#define SCAN_MAX 100000		/* answered ones that the median is taken of */

/* A group of the whole, or NULL in place of what isn't told. */
struct group {
	const char	*outcome;	/* of what was withheld */
	const char	*name;		/* else "answered", "open", … */
	int64_t		count;
	bool		told;
};

#define GROUPS_MAX 64

struct totals {
	struct group	groups[GROUPS_MAX];
	size_t		count;
	int64_t		received;
};

static enum err
groups_read(struct call *c, const struct json *in, struct totals *t)
{
	struct json *rows;
	enum err e = db_all(c->site->db, c->arena, &rows, c->fault,
	    "SELECT CASE WHEN state IN ('answered', 'withheld', 'closed')"
	    " THEN state ELSE 'open' END AS name, CASE WHEN state ="
	    " 'withheld' THEN outcome ELSE '' END AS outcome,"
	    " count(*) AS count FROM receipt WHERE kind = :kind"
	    " AND received_at >= :from AND received_at < :to"
	    " GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2 LIMIT :max",
	    DB_TEXT(":kind", json_get_text(in, "kind", "")),
	    DB_INT(":from", json_get_int(in, "from", 0)),
	    DB_INT(":to", json_get_int(in, "to", INT64_MAX)),
	    DB_INT(":max", GROUPS_MAX));

	*t = (struct totals){ .count = 0 };
	if (e != ERR_OK)
		return (e);
	json_each(row, rows) {
		t->groups[t->count++] = (struct group){
			.name = json_get_text(row, "name", ""),
			.outcome = json_get_text(row, "outcome", ""),
			.count = json_get_int(row, "count", 0) };
		t->received += json_get_int(row, "count", 0);
	}
	return (ERR_OK);
}

/* Marks what may be told. */
static void
groups_hide(struct totals *t)
{
	struct group *least = NULL;
	size_t i, hidden = 0;
	bool waits = false;

	for (i = 0; i < t->count; i++) {
		struct group *g = &t->groups[i];

		if (strcmp(g->name, "open") == 0) {
			waits = true;
			continue;
		}
		g->told = g->count >= RECEIPT_GROUP;
		hidden += !g->told;
		if (g->told && (least == NULL || g->count < least->count))
			least = g;
	}
	if (hidden == 1 && !waits && least != NULL)
		least->told = false;
}

static int
compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x < y ? -1 : x > y);
}

/* Of all that were answered; null under RECEIPT_GROUP. */
static enum err
median(struct call *c, const struct json *in, struct json **out)
{
	const struct calendar *calendar = workdays(c->site);
	struct json *rows;
	int64_t *days;
	size_t n = 0;
	enum err e = db_all(c->site->db, c->arena, &rows, c->fault,
	    "SELECT received_at, closed_at FROM receipt WHERE kind = :kind"
	    " AND state = 'answered' AND closed_at IS NOT NULL"
	    " AND received_at >= :from AND received_at < :to"
	    " ORDER BY received_at DESC LIMIT :max",
	    DB_TEXT(":kind", json_get_text(in, "kind", "")),
	    DB_INT(":from", json_get_int(in, "from", 0)),
	    DB_INT(":to", json_get_int(in, "to", INT64_MAX)),
	    DB_INT(":max", SCAN_MAX));

	*out = json_null(c->arena);
	if (e != ERR_OK || rows->length < RECEIPT_GROUP)
		return (e);
	days = arena_get(c->arena, rows->length * sizeof(*days));
	json_each(row, rows)
		days[n++] = calendar_between(calendar,
		    json_get_int(row, "received_at", 0),
		    json_get_int(row, "closed_at", 0));
	qsort(days, n, sizeof(*days), compare);
	*out = json_int(c->arena, days[(n - 1) / 2]);
	return (ERR_OK);
}

static struct json *
told(struct call *c, const struct group *g)
{
	return (g != NULL && g->told ? json_int(c->arena, g->count) :
	    json_null(c->arena));
}

/* {kind, from?, to?} → {received, answered, withheld: [{outcome, count}],
 * median_days, least}: null is "too few to tell".  For everybody. */
enum err
receipt_totals(struct call *c, const struct json *in, struct json **out)
{
	const struct group *answered = NULL;
	struct json *withheld = json_array(c->arena), *o, *days;
	struct totals t;
	enum err e;

	if ((e = groups_read(c, in, &t)) != ERR_OK ||
	    (e = median(c, in, &days)) != ERR_OK)
		return (e);
	groups_hide(&t);
	for (size_t i = 0; i < t.count; i++) {
		if (strcmp(t.groups[i].name, "answered") == 0)
			answered = &t.groups[i];
		if (strcmp(t.groups[i].name, "withheld") != 0)
			continue;
		o = json_add(withheld, json_object(c->arena));
		json_put_text(c->arena, o, "outcome", t.groups[i].outcome);
		json_put(o, "count", told(c, &t.groups[i]));
	}
	*out = json_object(c->arena);
	json_put(*out, "received", t.received >= RECEIPT_GROUP ?
	    json_int(c->arena, t.received) : json_null(c->arena));
	json_put(*out, "answered", told(c, answered));
	json_put(*out, "withheld", withheld);
	json_put(*out, "median_days", days);
	json_put_int(c->arena, *out, "least", RECEIPT_GROUP);
	return (ERR_OK);
}
