/*
 * Review steps as versioned data, per column with inheritance, and the one
 * way in which a text comes before visitors:
 *
 *	draft -> step 1 … n -> approved (scheduled) -> published -> withdrawn
 *
 * workflow.c: the definitions.  review.c: submit, approve, return.
 * publish.c: schedule, publish, withdraw; it checks all approvals once more,
 * whoever calls it.
 */
#ifndef CMS_WORKFLOW_H
#define CMS_WORKFLOW_H

#include "cms/revision.h"

#define WORKFLOW_DAYS_MAX 250
#define WORKFLOW_REASON_MIN 2		/* characters */
#define WORKFLOW_REASON_MAX 1000
#define WORKFLOW_COMMENT_MAX 1000
#define SCHEDULE_AHEAD_MAX (366 * 86400)	/* seconds */
#define SCHEDULE_LATE_MAX 600	/* seconds: a minute that just went by */

/* Of rows "workflow w": the newest version of its column, if it has steps. */
#define WORKFLOW_IN_FORCE \
	"w.steps <> '[]' AND w.version = (SELECT max(version) FROM workflow" \
	" WHERE coalesce(\"column\", 0) = coalesce(w.\"column\", 0))"

struct workflow {
	int64_t		id, column, version;	/* column 0: the whole site's */
	const struct json *steps;		/* [{title, days}] */
};

/* The newest definition of the column, else of the nearest one above, else of
 * the site. */
enum err workflow_for(struct call *c, int64_t column, struct workflow *out);

/* The fewest steps that a workflow may have here: the house's policy
 * workflow_steps_min (default 3: 三审三校), which a site's setting of that name
 * can only raise. */
enum err workflow_steps_min(struct call *c, int64_t *out);

/* When a step that begins now is overdue: it may wait for so many working days
 * of the site's calendar. */
int64_t workflow_due(struct call *c, const struct json *steps, int step);
/* Working days from now to `due`: 0 is today; negative where so many are over
 * since. */
int64_t workflow_days_left(struct call *c, int64_t due);
const char *workflow_title(const struct json *steps, int step);

/* ERR_OK if the actor neither wrote nor edited any text of the entry nor
 * submitted it nor took another step of this submission; else ERR_FORBIDDEN
 * "review.own" or "review.twice". */
enum err review_independent(struct call *c, const struct entry *e, int step);

/* ERR_OK if the submission of the entry holds everything that a text needs to
 * go before visitors: an approval for each step of its version of the
 * workflow, by distinct people, none of whom wrote or edited any text of the
 * entry or submitted it, all for exactly the hash of its revision.  Else
 * ERR_CONFLICT "publish.unapproved".  `r` gets that revision. */
enum err publish_allowed(struct call *c, const struct entry *e,
    struct revision *r);

/* Publishes the approved submission of the entry, in the caller's
 * transaction; checks publish_allowed() itself. */
enum err publish_entry(struct call *c, const struct entry *e);

/* The title as the public record may hold it: "" for personal types, whose
 * titles are names of people. */
const char *publish_title(struct call *c, const struct entry *e,
    const struct json *content);

/* Takes a live entry away, with its row of the ledger and of the audit, in the
 * caller's transaction and without asking who does it. */
enum err withdraw_entry(struct call *c, const struct entry *e,
    const char *reason);
/* The rows alone, live or not; the caller records why.  `content`: what the
 * tombstone may be told of (NULL: nothing). */
enum err withdraw_rows(struct call *c, const struct entry *e,
    const struct json *content, const char *reason, int64_t now);

/* For the clerk: publishes what was scheduled for `now` or before.  What may
 * no longer be published goes back to its author.  *count: published. */
enum err workflow_publish_due(struct cms *cms, struct site *site, int64_t now,
    int64_t *count, struct fault *f);

#endif
