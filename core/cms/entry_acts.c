/*
 * What staff can do with entries, by name, and what each act takes.
 */
#include "cms/act.h"
#include "cms/column.h"
#include "cms/entry_acts.h"
#include "cms/purge.h"
#include "cms/workflow.h"

#define ID { .name = "id", .kind = INPUT_INT, .required = true }
#define BASE { .name = "base_revision", .kind = INPUT_INT, .required = true }
#define REVISION { .name = "revision", .kind = INPUT_INT, .required = true }
#define COLUMN(needed) { .name = "column", .kind = INPUT_LINE, \
	.required = (needed), .max = COLUMN_PATH_MAX }
#define REASON { .name = "reason", .kind = INPUT_TEXT, .required = true, \
	.max = WORKFLOW_REASON_MAX }
#define CURSOR { .name = "cursor", .kind = INPUT_LINE, .max = 60 }
#define LIMIT { .name = "limit", .kind = INPUT_INT }
#define CONTENT { .name = NULL, .kind = INPUT_CONTENT }
#define END { .name = NULL }

static const struct input CREATE[] = {
	COLUMN(true), { .name = "type", .kind = INPUT_LINE, .max = 40 },
	CONTENT, END
};
/* An entry that was elsewhere before: of which kind of file it is which item,
 * and the path of its old address.  `trial`: says only what would be. */
static const struct input IMPORT[] = {
	{ .name = "kind", .kind = INPUT_LINE, .required = true, .max = 20 },
	{ .name = "item", .kind = INPUT_LINE, .required = true, .max = 500 },
	{ .name = "path", .kind = INPUT_LINE, .max = 500 },
	{ .name = "trial", .kind = INPUT_BOOL },
	{ .name = "entry", .kind = INPUT_OBJECT, .required = true }, END
};
static const struct input SAVE[] = { ID, BASE, COLUMN(false), CONTENT, END };
static const struct input AUTOSAVE[] = {
	ID, BASE, COLUMN(false), CONTENT, END
};
static const struct input SUBMIT[] = {
	ID,
	{ .name = "secrecy_checked", .kind = INPUT_BOOL },
	{ .name = "note", .kind = INPUT_TEXT, .max = WORKFLOW_COMMENT_MAX },
	/* Why it goes on in spite of what a plugin found: for plugins. */
	{ .name = "override", .kind = INPUT_TEXT,
	    .max = WORKFLOW_COMMENT_MAX },
	END
};
static const struct input APPROVE[] = {
	ID,
	{ .name = "hash", .kind = INPUT_LINE, .required = true, .max = 64 },
	{ .name = "comment", .kind = INPUT_TEXT,
	    .max = WORKFLOW_COMMENT_MAX },
	/* Needed where the clerk submitted: nobody has looked yet. */
	{ .name = "secrecy_checked", .kind = INPUT_BOOL },
	END
};
static const struct input RETURN[] = {
	ID, { .name = "to", .kind = INPUT_INT, .required = true,
	    .label = "field.return_to" }, REASON, END
};
static const struct input SCHEDULE[] = {
	ID, { .name = "at", .kind = INPUT_INT, .required = true,
	    .null = true }, END
};
static const struct input WITHDRAW[] = { ID, REASON, END };
static const struct input ONE[] = { ID, END };
static const struct input RESTORE[] = { ID, REVISION, BASE, END };
static const struct input LIST[] = {
	{ .name = "state", .kind = INPUT_LINE, .max = 20 }, COLUMN(false),
	{ .name = "mine", .kind = INPUT_BOOL },
	/* Numbers, as texts: which of these may be read?  Without the others
	 * above. */
	{ .name = "among", .kind = INPUT_LIST, .max = 50 },
	{ .name = "text", .kind = INPUT_LINE, .max = 100 }, CURSOR, LIMIT, END
};
static const struct input QUEUE[] = { CURSOR, LIMIT, END };
static const struct input ONE_REVISION[] = { ID, REVISION, END };
static const struct input DIFF[] = {
	ID, { .name = "from", .kind = INPUT_INT, .required = true,
	    .label = "field.diff_from" },
	{ .name = "to", .kind = INPUT_INT, .required = true,
	    .label = "field.diff_to" }, END
};

const struct act entry_acts[] = {
	{ "entry.create", entry_create, true, true, CREATE },
	{ "entry.import", entry_import, true, true, IMPORT },
	{ "entry.save", entry_save, true, true, SAVE },
	{ "entry.autosave", entry_autosave, true, true, AUTOSAVE },
	{ "entry.submit", entry_submit, true, true, SUBMIT },
	{ "entry.approve", entry_approve, true, true, APPROVE },
	{ "entry.return", entry_return, true, true, RETURN },
	{ "entry.schedule", entry_schedule, true, true, SCHEDULE },
	{ "entry.withdraw", entry_withdraw, true, true, WITHDRAW },
	{ "entry.purge", entry_purge, true, true, WITHDRAW },
	{ "entry.trash", entry_trash, true, true, ONE },
	{ "entry.untrash", entry_untrash, true, true, ONE },
	{ "entry.restore", entry_restore, true, true, RESTORE },
	{ "entry.read", entry_read, true, false, ONE },
	{ "entry.list", entry_list, true, false, LIST },
	{ "entry.queue", entry_queue, true, false, QUEUE },
	{ "entry.overdue", entry_overdue, true, false, NULL },
	{ "entry.revisions", entry_revisions, true, false, ONE },
	{ "entry.revision", entry_revision, true, false, ONE_REVISION },
	{ "entry.diff", entry_diff, true, false, DIFF },
	{ "entry.history", entry_history, true, false, ONE },
	{ .name = NULL }
};
