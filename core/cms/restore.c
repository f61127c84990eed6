/*
 * A site from a file: see backup.h.  All is unpacked and checked in
 * SITES/.staging; then the folder takes its place by one rename.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "cms/archive.h"
#include "cms/backup.h"
#include "cms/check.h"
#include "cms/site.h"
#include "cms/staging.h"

struct work {
	struct call	*call;
	struct restore	*restore;
	const char	*root;
	const char	*folder;	/* SITES/.staging/NAME */
	struct json	*manifest;
	struct site	 copy;
	struct fault	*fault;
};

static enum err
work_bad(struct work *w, const char *why)
{
	return (fault_set(w->fault, ERR_INPUT, "archive.bad", NULL, "%s: %s",
	    w->restore->file, why));
}

static enum err
manifest_parse(struct work *w, const char *name, const char *text,
    size_t length)
{
	struct fault unread;
	const struct json *m;
	enum err e;

	e = json_parse(w->call->arena, text, length, &w->manifest, &unread);
	m = w->manifest;
	if (e != ERR_OK || m->type != JSON_OBJECT)
		return (work_bad(w, "backup.json"));
	if (json_get_int(m, "format", 0) > BACKUP_FORMAT)
		return (fault_set(w->fault, ERR_CONFLICT, "backup.newer", NULL,
		    "%s", json_get_text(m, "program", "?")));
	if (json_get_int(m, "format", 0) < 1 ||
	    json_get_int(m, "schema", 0) < 1 ||
	    strcmp(json_get_text(m, "name", ""), name) != 0 ||
	    !hash_valid(json_get_text(m, "site_db", "")))
		return (work_bad(w, "backup.json"));
	return (ERR_OK);
}

static enum err
manifest_read(struct work *w, const char *name)
{
	const char *path = arena_printf(w->call->arena, "%s/backup.json",
	    w->folder);
	FILE *in = fopen(path, "re");
	struct buf text = { 0 };
	char piece[8192];
	enum err e;
	size_t n;

	if (in == NULL)
		return (work_bad(w, "no backup.json"));
	while (text.length <= BACKUP_JSON_MAX &&
	    (n = fread(piece, 1, sizeof(piece), in)) > 0)
		buf_append(&text, piece, n);
	fclose(in);
	e = text.length > BACKUP_JSON_MAX ? work_bad(w, "backup.json") :
	    manifest_parse(w, name, buf_string(&text), text.length);
	buf_cleanup(&text);
	return (e);
}

/* A file that wasn't there when the backup was made is told, not a fault. */
static enum err
media_expect(const char *hash, const struct fault *problem, void *arg)
{
	struct work *w = arg;

	if (problem == NULL)
		return (ERR_OK);
	if (problem->name != NULL &&
	    strcmp(problem->name, "media.file_missing") == 0)
		json_each(m, json_get(w->manifest, "missing"))
			if (m->type == JSON_STRING &&
			    strcmp(m->text, hash) == 0) {
				json_add(w->restore->missing,
				    json_string(w->call->arena, hash));
				return (ERR_OK);
			}
	if (w->fault != NULL)
		*w->fault = *problem;
	return (ERR_INPUT);
}

/* The schema is looked at before anything else: a newer one may mean
 * anything.  An older one is brought up to date. */
static enum err
schema_check(struct work *w)
{
	const char *dir = arena_printf(w->call->arena,
	    "%s/core/migrations/site", w->root);
	int64_t schema;
	enum err e = check_schema(w->copy.db, "site", &schema, w->fault);

	if (e == ERR_OK &&
	    schema != json_get_int(w->manifest, "schema", 0))
		e = work_bad(w, "schema");
	if (e == ERR_OK)
		e = db_migrate(w->copy.db, "site", dir, w->fault);
	return (e);
}

static enum err
copy_check(struct work *w)
{
	int64_t rows;
	enum err e = check_database(w->copy.db, CHECK_FULL, w->fault);

	if (e == ERR_OK)
		e = schema_check(w);
	if (e == ERR_OK)
		e = check_media(&w->copy, media_expect, w, w->fault);
	if (e == ERR_OK)
		e = check_ledger(&w->copy, &rows, w->fault);
	if (e == ERR_OK)	/* the clerk makes them again */
		e = db_run(w->copy.db, w->fault,
		    "UPDATE media SET sizes = NULL");
	return (e);
}

static enum err
copy_open(struct work *w)
{
	const char *path = arena_printf(w->call->arena, "%s/data/site.db",
	    w->folder);
	char hash[HASH_SIZE];

	if (!hash_file(path, hash))
		return (work_bad(w, "no data/site.db"));
	if (strcmp(hash, json_get_text(w->manifest, "site_db", "")) != 0)
		return (work_bad(w, "data/site.db"));
	w->copy.folder = w->folder;
	return (db_open(path, DB_WRITE, &w->copy.db, w->fault));
}

static enum err
host_taken(struct work *w, const char *host, bool *taken)
{
	int64_t other = 0;
	enum err e = db_value(cms_hub(w->call->cms), &other, w->fault,
	    "SELECT site FROM site_host WHERE host = :host",
	    DB_TEXT(":host", host));

	*taken = other != 0;
	return (e);
}

/* Told before anything about hosts, which would be taken too. */
static enum err
name_check(struct work *w)
{
	int64_t same = 0;
	enum err e = db_value(cms_hub(w->call->cms), &same, w->fault,
	    "SELECT id FROM site WHERE name = :name",
	    DB_TEXT(":name", w->restore->name));

	if (e == ERR_OK && same != 0)
		e = fault_set(w->fault, ERR_CONFLICT, "restore.exists", NULL,
		    "%s", w->restore->name);
	return (e);
}

/* Under another name the site does without hosts that are taken; without any
 * it gets NAME.localhost, which every browser finds on its own machine. */
static enum err
hosts_choose(struct work *w)
{
	struct restore *r = w->restore;
	struct arena *a = w->call->arena;
	bool taken = false;
	enum err e = ERR_OK;

	json_each(h, json_get(w->manifest, "hosts")) {
		if (h->type != JSON_STRING || !site_host_valid(h->text))
			return (work_bad(w, "hosts"));
		if ((e = host_taken(w, h->text, &taken)) != ERR_OK)
			return (e);
		if (taken && r->as == NULL)
			return (fault_set(w->fault, ERR_CONFLICT,
			    "restore.host_taken", NULL, "%s", h->text));
		json_add(taken ? r->dropped : r->hosts,
		    json_string(a, h->text));
	}
	if (r->hosts->length == 0)
		json_add(r->hosts, json_string(a, arena_printf(a,
		    "%s.localhost", r->name)));
	return (ERR_OK);
}

/* What site_adopt() takes away last; then all of it on the disk. */
static enum err
folder_finish(struct work *w)
{
	const char *mark = arena_printf(w->call->arena, "%s/" SITE_RESTORING,
	    w->folder);
	int fd = open(mark, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool done = fd != -1 && syncfs(fd) == 0;

	(void)unlink(arena_printf(w->call->arena, "%s/backup.json",
	    w->folder));
	if (fd != -1)
		close(fd);
	return (done ? ERR_OK : fault_set(w->fault, ERR_INTERNAL,
	    "cms.folder", NULL, "%s: %s", w->folder, strerror(errno)));
}

static enum err
work_adopt(struct work *w, const char *sites)
{
	struct restore *r = w->restore;
	enum err e;

	e = cms_open(&w->call->cms, w->root, sites, DB_WRITE, w->fault);
	if (e == ERR_OK)
		e = name_check(w);
	if (e == ERR_OK)
		e = hosts_choose(w);
	if (e == ERR_OK)
		e = people_read(w->copy.db, cms_hub(w->call->cms),
		    w->manifest, &r->strangers, w->fault);
	db_close(w->copy.db);
	w->copy.db = NULL;
	if (e == ERR_OK)
		e = folder_finish(w);
	if (e == ERR_OK)
		e = staging_check(w->fault);
	if (e == ERR_OK)
		e = site_adopt(w->call, r->name, r->hosts, w->folder);
	return (e);
}

static enum err
work_check(struct work *w, const char *staging)
{
	struct restore *r = w->restore;
	char name[TAR_NAME_MAX];
	enum err e = archive_read(r->file, staging, name, w->fault);

	if (e != ERR_OK)
		return (e);
	w->folder = arena_printf(w->call->arena, "%s/%s", staging, name);
	r->name = r->as != NULL ? r->as : arena_text(w->call->arena, name);
	if (!site_name_valid(r->name))
		return (fault_set(w->fault, ERR_INPUT, "site.name", "name",
		    "%d", SITE_NAME_MAX));
	e = manifest_read(w, name);
	if (e == ERR_OK)
		e = copy_open(w);
	if (e == ERR_OK)
		e = copy_check(w);
	return (e);
}

enum err
site_restore(struct call *c, const char *root, const char *sites,
    struct restore *r)
{
	struct work w = { .call = c, .restore = r, .root = root,
	    .fault = c->fault };
	struct staging work;
	enum err e;

	if (r->as != NULL && !site_name_valid(r->as))
		return (fault_set(c->fault, ERR_INPUT, "site.name", "name",
		    "%d", SITE_NAME_MAX));
	r->hosts = json_array(c->arena);
	r->dropped = json_array(c->arena);
	r->missing = json_array(c->arena);
	e = staging_begin(&work, sites, c->fault);
	if (e == ERR_OK)
		e = work_check(&w, work.folder);
	if (e == ERR_OK)
		e = work_adopt(&w, sites);
	db_close(w.copy.db);
	staging_end(&work);
	return (e);
}
