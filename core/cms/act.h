/*
 * Everything that staff do is an act: a row of the one table in act.c, with
 * its name, its declared inputs and its function.  The HTTP API, the desk
 * (through Lua) and the commands all come through act_call().
 */
#ifndef CMS_ACT_H
#define CMS_ACT_H

#include "cms/cms.h"

enum input_kind {
	INPUT_INT,
	INPUT_BOOL,
	INPUT_LINE,	/* text without line breaks or control characters */
	INPUT_TEXT,
	INPUT_LIST,	/* array of texts */
	INPUT_OBJECT,
	INPUT_ARRAY,
	INPUT_CONTENT	/* name NULL: further members are the type's fields */
};

struct input {
	const char	*name;
	enum input_kind	kind;
	bool		required;
	bool		null;		/* null is allowed, and means something */
	size_t		max;		/* characters; items of a list; 0: below */
	const char	*label;		/* key of lang/ that people know it by;
					 * NULL: "field." and its name */
};

/* Limits where `max` is 0. */
#define INPUT_LINE_MAX 200
#define INPUT_TEXT_MAX 2000
#define INPUT_LIST_MAX 50
#define INPUT_ITEM_MAX 200	/* characters of an item of a list */

struct act {
	const char	*name;		/* "entry.submit" */
	enum err	(*run)(struct call *c, const struct json *in,
			    struct json **out);
	bool		site;		/* needs c->site */
	bool		changes;	/* false: reads only, may run on DB_READ */
	const struct input *inputs;	/* ends with name NULL and kind 0 */
};

/* Each noun's file brings its rows; act.c knows the arrays, which end with
 * name NULL. */
extern const struct act site_acts[], unit_acts[], user_acts[], grant_acts[],
    session_acts[], policy_acts[], audit_acts[], column_acts[], type_acts[],
    entry_acts[], workflow_acts[], media_acts[], live_acts[], tag_acts[],
    search_acts[], plugin_acts[],
    receipt_acts[], reset_acts[];

/* NULL where there is none.  act_at() walks: NULL behind the last. */
const struct act *act_find(const char *name);
const struct act *act_at(size_t i);

/* Checks an object against declared inputs, as act_call() does. */
enum err act_inputs(const struct input *inputs, const struct json *in,
    struct fault *f);

/* Checks the inputs (ERR_INPUT naming the field) and runs.  `*out` is an
 * object in c->arena; on ERR_CONFLICT it may hold both texts.  null stands
 * for "not given" unless the input's `null` is set; a required text isn't
 * blank.  What an act refuses (not allowed, conflict) is audited here, after
 * a rollback; what it does, the act itself audits in its transaction. */
enum err act_call(struct call *c, const char *name, const struct json *in,
    struct json **out);

#endif
