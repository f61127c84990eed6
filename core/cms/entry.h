/*
 * Entries (稿件): what people write, revision by revision.  An entry is a
 * draft until reviewers have passed exactly one of its revisions; the copy
 * that visitors see is in `live` (workflow_publish.c writes it, live.c reads
 * it) and an entry that is live can be edited beside it.
 */
#ifndef CMS_ENTRY_H
#define CMS_ENTRY_H

#include "cms/cms.h"
#include "cms/permission.h"
#include "cms/type.h"

#define ENTRY_LIST_MAX 100
#define ENTRY_LIST_DEFAULT 30

/* An entry with its newest revision, submission and live copy; lives in the
 * arena of the call that read it. */
struct entry {
	int64_t		id, column, revision, number, author;
	int64_t		created_at, updated_at, publish_at, due_at;
	const char	*type, *state, *title, *author_name;
	const char	*before_trash;	/* the state; "": none */
	const char	*hash;		/* of the newest revision */

	int64_t		submission;	/* the running or last one; 0: none */
	const char	*submission_hash, *submission_state;
	int64_t		submission_revision, submitter;
	bool		secrecy_checked; /* a person says so of that text */
	int		step;		/* that waits, while in review */
	int		steps;		/* of the submission's workflow; 0: none */
	const struct json *flow;	/* those steps */

	int64_t		live_revision;	/* 0: not live */
	int64_t		live_column, live_submission;
	const struct json *live_flow;	/* the steps that it passed */
	const char	*live_hash, *live_public;	/* as in revision.h */
	int		live_steps;	/* how many */
};

/* ERR_NOT_FOUND "entry.unknown". */
enum err entry_load(struct call *c, int64_t id, struct entry *e);

/* What permission_check() needs to know of it. */
struct target entry_target(struct call *c, const struct entry *e);

/* entry_load() by in.id, and permission for `act`. */
enum err entry_for(struct call *c, const char *act, const struct json *in,
    struct entry *e);

bool entry_in(const struct entry *e, const char *state);

/* Writes an audit row about the entry. */
enum err entry_audit(struct call *c, const struct entry *e, const char *act,
    const char *detail);

/* {id, state, step}, what workflow acts answer; read anew. */
enum err entry_answer(struct call *c, int64_t id, struct json **out);

/* Voids a running or waiting submission, approvals and all. */
enum err entry_void(struct call *c, const struct entry *e);

/* The path of the page of an entry: "/news/notice/12.html". */
const char *entry_url(struct arena *a, const char *column_path, int64_t id);

#endif
