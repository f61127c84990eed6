/*
 * A small house for tests: one site with columns, and people who have roles
 * there.  Acts are called as JSON: ACT(w, who, "entry.trash", "{'id':%d}", 1);
 * single quotes stand for double ones.
 */
#ifndef TEST_WORLD_H
#define TEST_WORLD_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "cms/act.h"
#include "cms/permission.h"
#include "cms/site.h"
#include "cms/upload.h"
#include "../unit.h"

#define FRIDAY_ENDS INT64_C(143999)	/* the second day of 1970, in China */

struct person {
	struct actor	actor;
	struct grant	grants[6];
};

struct world {
	struct cms	*cms;
	struct site	*site;
	struct arena	*arena;
	struct fault	fault;
	struct json	*out;		/* of the last act */
	struct person	root;		/* the system itself */
	const struct upload *upload;	/* what media.upload gets */
};

static inline const char *
world_root(void)
{
	const char *root = getenv("MINGCHUANG_ROOT");

	return (root != NULL ? root : ".");
}

static inline struct json *
world_json(struct world *w, const char *fmt, va_list ap)
{
	char *text = NULL, *p;
	struct json *v = NULL;

	if (vasprintf(&text, fmt, ap) < 0)
		abort();
	for (p = text; *p != '\0'; p++)
		if (*p == '\'')
			*p = '"';
	if (json_parse(w->arena, text, strlen(text), &v, NULL) != ERR_OK) {
		fprintf(stderr, "bad JSON in a test: %s\n", text);
		abort();
	}
	free(text);
	return (v);
}

static inline struct json *
json_of(struct world *w, const char *fmt, ...)
{
	struct json *v;
	va_list ap;

	va_start(ap, fmt);
	v = world_json(w, fmt, ap);
	va_end(ap);
	return (v);
}

static inline enum err
world_call(struct world *w, const struct person *who, const char *name,
    const struct json *in)
{
	struct call c = { .cms = w->cms, .site = w->site,
	    .actor = who != NULL ? &who->actor : NULL, .arena = w->arena,
	    .fault = &w->fault, .uploads = w->upload,
	    .upload_count = w->upload != NULL ? 1 : 0 };

	memset(&w->fault, 0, sizeof(w->fault));
	return (act_call(&c, name, in, &w->out));
}

static inline enum err __attribute__((format(printf, 4, 5)))
ACT(struct world *w, const struct person *who, const char *name,
    const char *fmt, ...)
{
	struct json *in;
	va_list ap;

	va_start(ap, fmt);
	in = world_json(w, fmt, ap);
	va_end(ap);
	return (world_call(w, who, name, in));
}

/* A person with one role on the whole site. */
static inline struct person
person(struct world *w, int64_t id, const char *name, enum role role,
    int step)
{
	struct person p = { .actor = { .user = id, .name = name,
	    .display = name, .grant_count = 1 } };

	p.grants[0] = (struct grant){ .id = id, .role = role, .step = step,
	    .site = w->site->id };
	return (p);
}

/* Persons move when they are returned; their grants go with them. */
static inline const struct person *
ready(struct person *p)
{
	p->actor.grants = p->grants;
	return (p);
}

static inline void
person_add(struct world *w, struct person *p, enum role role, int step)
{
	p->grants[p->actor.grant_count++] = (struct grant){ .role = role,
	    .step = step, .site = w->site->id };
}

static inline bool
world_open_in(struct world *w, const char *folder)
{
	struct json *hosts, *settings;
	struct call c;

	memset(w, 0, sizeof(*w));
	w->arena = arena_alloc();
	w->root = (struct person){ .actor = { .system = true, .name = "test",
	    .display = "test" } };
	if (cms_open(&w->cms, world_root(), folder, DB_WRITE, &w->fault) !=
	    ERR_OK) {
		fprintf(stderr, "cms_open: %s %s\n", w->fault.name,
		    w->fault.detail);
		return (false);
	}
	c = (struct call){ .cms = w->cms, .actor = &w->root.actor,
	    .arena = w->arena, .fault = &w->fault };
	hosts = json_array(w->arena);
	json_add(hosts, json_string(w->arena, "www.example.cn"));
	settings = json_object(w->arena);
	json_put_text(w->arena, settings, "title", "江城");
	if (site_create(&c, "jiang", hosts, settings, &w->site) != ERR_OK) {
		fprintf(stderr, "site_create: %s %s\n", w->fault.name,
		    w->fault.detail);
		return (false);
	}
	return (ACT(w, &w->root, "column.create",
	    "{'path':'news','title':'新闻'}") == ERR_OK &&
	    ACT(w, &w->root, "column.create",
	    "{'path':'news/notice','title':'通知'}") == ERR_OK &&
	    ACT(w, &w->root, "column.create",
	    "{'path':'party','title':'党建'}") == ERR_OK);
}

static inline bool
world_open(struct world *w)
{
	static int count;
	char folder[512];

	snprintf(folder, sizeof(folder), "%s/%d", unit_folder(), ++count);
	return (world_open_in(w, folder));
}

static inline void
world_close(struct world *w)
{
	cms_close(w->cms);
	arena_free(w->arena);
}

/* Reading of the last answer. */
static inline int64_t
out_int(struct world *w, const char *name)
{
	return (json_get_int(w->out, name, -1));
}

static inline const char *
out_text(struct world *w, const char *name)
{
	return (json_get_text(w->out, name, NULL));
}

static inline bool
out_allows(struct world *w, const char *act)
{
	json_each(a, json_get(w->out, "allowed"))
		if (strcmp(a->text, act) == 0)
			return (true);
	return (false);
}

#define CHECK_ERR(call, want, fault_name) do { \
	enum err unit_e = (call); \
	if (unit_e != (want)) { unit_fail(__FILE__, __LINE__, \
	    "%s gives %d (%s: %s), not %d", #call, unit_e, \
	    w.fault.name != NULL ? w.fault.name : "", w.fault.detail, \
	    (want)); return; } \
	CHECK_TEXT(w.fault.name, fault_name); \
} while (0)
#define CHECK_OK(call) do { \
	enum err unit_e = (call); \
	if (unit_e != ERR_OK) { unit_fail(__FILE__, __LINE__, \
	    "%s gives %d (%s: %s)", #call, unit_e, \
	    w.fault.name != NULL ? w.fault.name : "", w.fault.detail); \
	    return; } \
} while (0)

#endif
