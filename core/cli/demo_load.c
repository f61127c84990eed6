/* Demo entries through the real workflow: see demo.h. */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "cli/demo.h"
#include "cms/act.h"
#include "cms/column.h"
#include "cms/media_text.h"
#include "script/script.h"

#define DAY 86400
#define ENTRIES_MAX 400
#define FILE_MAX (8 * 1024 * 1024)

enum err
demo_act(struct demo *d, const struct actor *actor, const char *act,
    const struct json *in, struct json **out)
{
	struct call c = d->call;

	c.actor = actor;
	return (act_call(&c, act, in, out));
}

static enum err
demo_read(struct demo *d, const char *path, char **data, size_t *length)
{
	FILE *file = fopen(path, "rb");

	if (file == NULL)
		return (fault_set(d->call.fault, ERR_NOT_FOUND, "script.file",
		    NULL, "%s", path));
	*data = arena_get(d->call.arena, FILE_MAX);
	*length = fread(*data, 1, FILE_MAX, file);
	fclose(file);
	return (ERR_OK);
}

/* Takes a file of demo/media in, once: {hash, url}. */
static enum err
demo_file(struct demo *d, const struct actor *actor, const char *name,
    const struct json **out)
{
	struct arena *a = d->call.arena;
	struct call c = d->call;
	struct upload upload = { .field = "file", .name = name, .type = "" };
	struct json *in = json_object(a), *stored;
	char *data = NULL;
	enum err e;

	if ((*out = json_get(d->files, name)) != NULL)
		return (ERR_OK);
	e = demo_read(d, arena_printf(a, "%s/media/%s", d->folder, name),
	    &data, &upload.length);
	if (e != ERR_OK)
		return (e);
	upload.data = data;
	c.actor = actor;
	c.uploads = &upload;
	c.upload_count = 1;
	json_put_int(a, in, "file", 0);
	if ((e = act_call(&c, "media.upload", in, &stored)) != ERR_OK)
		return (e);
	*out = json_put(d->files, arena_text(a, name), json_copy(a, stored));
	return (ERR_OK);
}

/* The body with each "media:NAME" replaced by the file's address. */
static enum err
demo_body(struct demo *d, const struct actor *actor, const char *body,
    struct json **out)
{
	struct buf b = { 0 };
	const struct json *file;
	const char *at, *end;
	enum err e = ERR_OK;

	while (e == ERR_OK && (at = strstr(body, "\"media:")) != NULL &&
	    (end = strchr(at + 1, '"')) != NULL) {
		buf_append(&b, body, (size_t)(at + 1 - body));
		e = demo_file(d, actor, arena_copy(d->call.arena, at + 7,
		    (size_t)(end - at - 7)), &file);
		if (e == ERR_OK)
			buf_text(&b, json_get_text(file, "url", ""));
		body = end;
	}
	buf_text(&b, body);
	*out = json_string(d->call.arena, buf_string(&b));
	buf_cleanup(&b);
	return (e);
}

static enum err
demo_attachments(struct demo *d, const struct actor *actor,
    const struct json *list, struct json **out)
{
	struct arena *a = d->call.arena;
	const struct json *file;
	struct json *item;
	enum err e;

	*out = json_array(a);
	json_each(v, list) {
		e = demo_file(d, actor, json_get_text(v, "file", ""), &file);
		if (e != ERR_OK)
			return (e);
		item = json_add(*out, json_object(a));
		json_put_text(a, item, "hash", json_get_text(file, "hash", ""));
		json_put_text(a, item, "name", json_get_text(v, "name", ""));
	}
	return (ERR_OK);
}

/* A list of files of demo/media: {file, name}. */
static bool
demo_has_files(const struct json *v)
{
	return (v->type == JSON_ARRAY && v->length > 0 &&
	    json_get_text(v->first, "file", NULL) != NULL);
}

/* "signed_date = 3": three days before the entry's own day, so that the demo
 * makes sense whenever it is made. */
static bool
demo_is_day(const struct json *v)
{
	size_t length = v->name != NULL ? strlen(v->name) : 0;

	return (v->type == JSON_INT && ((length > 5 &&
	    strcmp(v->name + length - 5, "_date") == 0) ||
	    (length == 2 && strcmp(v->name, "on") == 0)));
}

static struct json *
demo_days(struct arena *a, const struct json *v)
{
	char day[TIME_SIZE];
	struct json *out;

	if (demo_is_day(v)) {
		time_day(time_now() - v->integer * DAY, day);
		return (json_string(a, arena_text(a, day)));
	}
	if (v->type != JSON_ARRAY && v->type != JSON_OBJECT)
		return (json_copy(a, v));
	out = v->type == JSON_ARRAY ? json_array(a) : json_object(a);
	json_each(m, v) {
		if (v->type == JSON_ARRAY)
			json_add(out, demo_days(a, m));
		else
			json_put(out, m->name, demo_days(a, m));
	}
	return (out);
}

enum err
demo_input(struct demo *d, const struct actor *actor,
    const struct json *entry, struct json **out)
{
	struct arena *a = d->call.arena;
	const struct json *file;
	struct json *v;
	enum err e = ERR_OK;

	*out = json_object(a);
	json_each(m, entry) {
		if (strcmp(m->name, "days_ago") == 0 ||
		    strcmp(m->name, "stop") == 0)
			continue;
		v = demo_days(a, m);
		if (strcmp(m->name, "body") == 0)
			e = demo_body(d, actor, m->text, &v);
		else if (demo_has_files(m))
			e = demo_attachments(d, actor, m, &v);
		else if (strcmp(m->name, "cover") == 0) {
			e = demo_file(d, actor, m->text, &file);
			v = json_string(a, json_get_text(file, "hash", ""));
		}
		if (e != ERR_OK)
			return (e);
		json_put(*out, m->name, v);
	}
	return (ERR_OK);
}

const struct actor *
demo_person(struct demo *d, const char *act, const struct target *target)
{
	struct call c = d->call;
	size_t i;

	for (i = 0; i < d->people_count; i++) {
		c.actor = &d->people[i];
		if (permission_allows(&c, act, target))
			return (c.actor);
	}
	return (NULL);
}

enum err
demo_nobody(struct demo *d, const char *act, const struct json *entry)
{
	return (fault_set(d->call.fault, ERR_FORBIDDEN, "permission.denied",
	    NULL, "%s: %s", act, json_get_text(entry, "title", "?")));
}

/* Approves step after step until the entry is published. */
static enum err
demo_approve(struct demo *d, const struct json *entry, int64_t id,
    const char *hash, struct target target)
{
	struct arena *a = d->call.arena;
	const struct actor *reviewer;
	struct json *in, *out = NULL;
	enum err e;

	for (target.step = 1; target.step <= REVIEW_STEP_MAX; target.step++) {
		reviewer = demo_person(d, "entry.approve", &target);
		if (reviewer == NULL)
			return (demo_nobody(d, "entry.approve", entry));
		in = json_object(a);
		json_put_int(a, in, "id", id);
		json_put_text(a, in, "hash", hash);
		if ((e = demo_act(d, reviewer, "entry.approve", in, &out)) !=
		    ERR_OK)
			return (e);
		if (strcmp(json_get_text(out, "state", ""), "review") != 0)
			break;
	}
	return (ERR_OK);
}

/* The texts of attachments, which the word check wants: no clerk is here. */
static enum err
demo_texts(struct demo *d)
{
	int64_t made;
	enum err e;

	do
		e = media_text_make(d->call.site, time_now(), &made,
		    d->call.fault);
	while (e == ERR_OK && made > 0);
	return (e);
}

enum err
demo_review(struct demo *d, const struct json *entry,
    const struct actor *author, int64_t id, const char *hash,
    struct target target)
{
	struct arena *a = d->call.arena;
	const char *stop = json_get_text(entry, "stop", "");
	struct json *in = json_object(a), *out;
	enum err e;

	if (strcmp(stop, "draft") == 0)
		return (ERR_OK);
	json_put_int(a, in, "id", id);
	json_put_bool(a, in, "secrecy_checked", true);
	if ((e = demo_texts(d)) != ERR_OK ||
	    (e = demo_act(d, author, "entry.submit", in, &out)) != ERR_OK)
		return (e);
	return (strcmp(stop, "review") == 0 ? ERR_OK :
	    demo_approve(d, entry, id, hash, target));
}

static enum err
demo_entry(struct demo *d, const struct json *entry)
{
	struct arena *a = d->call.arena;
	struct target target = { .site = d->call.site };
	const struct actor *author;
	struct column column;
	struct json *in, *out;
	enum err e;

	e = column_by_path(d->call.site, a, json_get_text(entry, "column", ""),
	    &column, d->call.fault);
	if (e != ERR_OK)
		return (e);
	target.column = column.id;
	if ((author = demo_person(d, "entry.create", &target)) == NULL)
		return (demo_nobody(d, "entry.create", entry));
	if ((e = demo_input(d, author, entry, &in)) != ERR_OK ||
	    (e = demo_act(d, author, "entry.create", in, &out)) != ERR_OK)
		return (e);
	target.owner = author->user;
	return (demo_review(d, entry, author, json_get_int(out, "id", 0),
	    json_get_text(out, "hash", ""), target));
}

static enum err
demo_there(struct demo *d, const struct json *entry, int64_t *count)
{
	*count = 0;
	return (db_value(d->call.site->db, count, d->call.fault,
	    "SELECT count(*) FROM entry WHERE title = :title",
	    DB_TEXT(":title", json_get_text(entry, "title", ""))));
}

static enum err
demo_one(struct demo *d, const struct json *entry)
{
	int64_t there = 0;
	enum err e;

	if (json_get(entry, "command") != NULL)
		return (demo_command(d, entry));
	if (json_get(entry, "change_of") != NULL)
		return (demo_change(d, entry));
	e = demo_there(d, entry, &there);
	return (e == ERR_OK && there == 0 ? demo_entry(d, entry) : e);
}

struct demo_list {
	const struct json	*entry[ENTRIES_MAX];
	size_t			count;
};

static enum err
demo_collect(struct demo *d, struct demo_list *list)
{
	DIR *dir = opendir(d->folder);
	const struct dirent *de;
	const char *dot;
	struct json *file;
	enum err e = ERR_OK;

	if (dir == NULL)
		return (ERR_OK);
	while (e == ERR_OK && (de = readdir(dir)) != NULL) {
		dot = strrchr(de->d_name, '.');
		if (dot == NULL || strcmp(dot, ".lua") != 0 ||
		    strcmp(de->d_name, "people.lua") == 0)
			continue;
		e = script_data(d->call.arena, arena_printf(d->call.arena,
		    "%s/%s", d->folder, de->d_name), &file, d->call.fault);
		if (e == ERR_OK)
			json_each(v, file)
				if (list->count < ENTRIES_MAX)
					list->entry[list->count++] = v;
	}
	closedir(dir);
	return (e);
}

static int
demo_older(const void *a, const void *b)
{
	const struct json *x = *(const struct json *const *)a;
	const struct json *y = *(const struct json *const *)b;
	int64_t p = json_get_int(x, "days_ago", 0);
	int64_t q = json_get_int(y, "days_ago", 0);

	if (p != q)
		return (p > q ? -1 : 1);
	return (strcmp(json_get_text(x, "title", ""),
	    json_get_text(y, "title", "")));
}

/* Oldest first, each on its own day between 8:30 and 17:30, so that the ledger
 * is in order and lists look like those of a portal in use. */
static int64_t
demo_time(int64_t now, const struct json *entry, size_t i)
{
	int64_t day = now - json_get_int(entry, "days_ago", 0) * DAY;
	int64_t start = (day + TIME_ZONE) / DAY * DAY - TIME_ZONE;
	int64_t at = start + 8 * 3600 + 1800 + (int64_t)(i * 1260 % 32400);

	return (at < now ? at : now);
}

enum err
demo_load(struct demo *d)
{
	struct demo_list *list = arena_get(d->call.arena, sizeof(*list));
	int64_t now = time_now(), at = 0, next;
	enum err e;
	size_t i;

	d->files = json_object(d->call.arena);
	if ((e = demo_collect(d, list)) != ERR_OK)
		return (e);
	qsort(list->entry, list->count, sizeof(const struct json *), demo_older);
	for (i = 0; i < list->count && e == ERR_OK; i++) {
		next = demo_time(now, list->entry[i], i);
		at = next > at ? next : at + 60;
		time_set_for_test(at < now ? at : now);
		e = demo_one(d, list->entry[i]);
	}
	time_set_for_test(-1);
	return (e);
}
