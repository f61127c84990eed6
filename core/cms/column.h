/*
 * Columns (栏目): the site's tree.  A child inherits what it doesn't set: its
 * unit, freshness limit and, above all, its workflow.
 */
#ifndef CMS_COLUMN_H
#define CMS_COLUMN_H

#include "cms/cms.h"

#define COLUMN_DEPTH_MAX 6
#define COLUMN_PATH_MAX 200

/* Lives in the arena it was read into. */
struct column {
	int64_t		id, parent;	/* parent 0: top */
	const char	*path, *title, *type;
	const char	*description, *keywords;
	int64_t		unit;		/* 0: not set */
	int64_t		freshness_days;	/* 0: not set */
	int64_t		position;
	bool		in_menu;
};

/* ERR_NOT_FOUND "column.unknown", with field "column". */
enum err column_by_path(struct site *site, struct arena *a, const char *path,
    struct column *out, struct fault *f);
/* The column that the field of an input names: one that isn't there is
 * ERR_INPUT with that field. */
enum err column_named(struct call *c, const char *path, const char *field,
    struct column *out);
enum err column_by_id(struct site *site, struct arena *a, int64_t id,
    struct column *out, struct fault *f);

/* "news/notice": slugs of a-z, 0-9 and -, at most COLUMN_DEPTH_MAX; the first
 * isn't a name that the program itself answers (desk, api, media…). */
bool column_path_valid(const char *path);

/* What staff see of a column. */
struct json *column_json(struct arena *a, const struct column *col);

/* The functions behind the acts; column_acts.c has their inputs. */
#define COLUMN_ACT(n) \
	enum err n(struct call *c, const struct json *in, struct json **out)

COLUMN_ACT(column_list);	/* column.c */
COLUMN_ACT(column_read);
COLUMN_ACT(column_create);	/* column_change.c */
COLUMN_ACT(column_update);
COLUMN_ACT(column_move);
COLUMN_ACT(column_delete);
COLUMN_ACT(column_fresh);	/* column_fresh.c */

#endif
