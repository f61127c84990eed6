/*
 * What staff can do with columns, by name, and what each act takes.
 */
#include "cms/act.h"
#include "cms/column.h"

#define IN_PATH { .name = "path", .kind = INPUT_LINE, .required = true, \
	.max = COLUMN_PATH_MAX }
#define IN_COMMON \
	{ .name = "type", .kind = INPUT_LINE, .max = 40 }, \
	{ .name = "description", .kind = INPUT_TEXT, .max = 500 }, \
	{ .name = "keywords", .kind = INPUT_LINE, .max = 200 }, \
	{ .name = "unit", .kind = INPUT_INT, .null = true }, \
	{ .name = "freshness_days", .kind = INPUT_INT, .null = true }, \
	{ .name = "in_menu", .kind = INPUT_BOOL }

static const struct input NONE[] = { { .name = NULL } };
static const struct input ONE[] = { IN_PATH, { .name = NULL } };
static const struct input CREATE[] = {
	IN_PATH,
	{ .name = "title", .kind = INPUT_LINE, .required = true, .max = 40 },
	IN_COMMON,
	{ .name = "position", .kind = INPUT_INT },
	{ .name = NULL }
};
static const struct input UPDATE[] = {
	IN_PATH,
	{ .name = "title", .kind = INPUT_LINE, .max = 40 },
	IN_COMMON,
	{ .name = NULL }
};
static const struct input MOVE[] = {
	IN_PATH,
	{ .name = "parent", .kind = INPUT_LINE, .null = true,
	    .max = COLUMN_PATH_MAX },
	{ .name = "position", .kind = INPUT_INT },
	{ .name = NULL }
};

const struct act column_acts[] = {
	{ "column.list", column_list, true, false, NONE },
	{ "column.read", column_read, true, false, ONE },
	{ "column.create", column_create, true, true, CREATE },
	{ "column.update", column_update, true, true, UPDATE },
	{ "column.move", column_move, true, true, MOVE },
	{ "column.delete", column_delete, true, true, ONE },
	{ "column.fresh", column_fresh, true, false, NONE },
	{ .name = NULL }
};
