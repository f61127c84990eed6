/* Due jobs of entries; see due.h. */
#include "cms/due.h"

#include "cms/permission.h"

const struct actor actor_clerk = { .system = true, .name = "clerk",
    .display = "clerk" };

static enum err
due_one(struct call *c, transact_fn *run, int64_t entry, int64_t now,
    int64_t *count)
{
	struct json *in = json_object(c->arena), *out = NULL;
	enum err e;

	json_put_int(c->arena, in, "id", entry);
	json_put_int(c->arena, in, "now", now);
	e = transact(c, run, in, &out);
	*count += e == ERR_OK && json_get_bool(out, "done", false);
	return (e);
}

enum err
due_run(struct cms *cms, struct site *site, const char *kind, int64_t now,
    transact_fn *run, int64_t *count, struct fault *f)
{
	struct fault own = { .err = ERR_OK };
	struct call c = { .cms = cms, .site = site, .actor = &actor_clerk,
	    .arena = arena_alloc(), .fault = f != NULL ? f : &own };
	struct json *rows;
	enum err e, one;

	*count = 0;
	e = db_all(site->db, c.arena, &rows, c.fault,
	    "SELECT object FROM job WHERE kind = :kind"
	    " AND due_at <= :now ORDER BY due_at, id",
	    DB_TEXT(":kind", kind), DB_INT(":now", now));
	if (e == ERR_OK)
		json_each(row, rows) {
			one = due_one(&c, run, json_get_int(row, "object", 0),
			    now, count);
			if (one != ERR_OK)
				e = one;	/* the others needn't wait */
		}
	arena_free(c.arena);
	return (e);
}
