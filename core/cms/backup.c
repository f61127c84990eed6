/*
 * A site as one file: see backup.h.  First a copy of site.db, then links to
 * the media that it names (they never change), so that both belong together
 * while staff go on working.
 */
#include "cms/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/time.h"
#include "cms/archive.h"
#include "cms/check.h"
#include "cms/media.h"
#include "cms/site.h"
#include "cms/staging.h"

#define TRIES 5		/* copies, while media go away meanwhile */

struct backup {
	struct site	*site, copy;
	struct arena	*arena;
	const char	*path, *part;		/* FILE, FILE.part */
	const char	*folder;		/* SITES/.staging */
	struct json	*missing, *manifest;
	bool		again;		/* a row was deleted since the copy */
	struct fault	*fault;
};

static enum err
backup_fault(struct backup *b, const char *path)
{
	if (errno == ENOSPC || errno == EDQUOT)
		return (fault_set(b->fault, ERR_BUSY, "disk.full", NULL,
		    NULL));
	return (fault_set(b->fault, ERR_INTERNAL, "disk.fault", NULL,
	    "%s: %s", path, strerror(errno)));
}

/* A row of the copy and its file in the site's folder. */
static enum err
media_link(const char *hash, const struct fault *problem, void *arg)
{
	struct backup *b = arg;
	const char *from, *to;
	bool known = true;
	enum err e;

	if (problem != NULL) {
		e = media_known(b->site, hash, &known, b->fault);
		b->again |= !known;
		json_add(b->missing, json_string(b->arena, hash));
		return (e);
	}
	from = arena_printf(b->arena, "%s/data/media/%.2s/%s",
	    b->site->folder, hash, hash);
	to = arena_printf(b->arena, "%s/%s/data/media/%.2s", b->folder,
	    b->site->name, hash);
	if (!folder_make_all(to))
		return (backup_fault(b, to));
	to = arena_printf(b->arena, "%s/%s", to, hash);
	if (link(from, to) == -1 && errno == ENOENT)
		b->again = true;	/* deleted just now */
	else if (access(to, F_OK) == -1)
		return (backup_fault(b, to));
	return (ERR_OK);
}

/* A copy of site.db and the media that belong to it. */
static enum err
copy_once(struct backup *b)
{
	const char *data = arena_printf(b->arena, "%s/%s/data", b->folder,
	    b->site->name);
	const char *path = arena_printf(b->arena, "%s/site.db", data);
	enum err e;

	folder_remove(data);
	b->again = false;
	b->missing = json_array(b->arena);
	if (!folder_make_all(arena_printf(b->arena, "%s/media", data)))
		return (backup_fault(b, data));
	e = db_backup(b->site->db, path, b->fault);
	if (e == ERR_OK)
		e = db_open(path, DB_READ, &b->copy.db, b->fault);
	if (e != ERR_OK)
		return (e);
	b->copy.folder = b->site->folder;
	e = check_database(b->copy.db, CHECK_QUICK, b->fault);
	if (e == ERR_OK)
		e = check_media(&b->copy, media_link, b, b->fault);
	if (e == ERR_OK && !b->again)
		e = people_write(b->copy.db, cms_hub(b->site->cms), b->arena,
		    b->manifest, b->fault);
	db_close(b->copy.db);
	b->copy.db = NULL;
	return (e);
}

static enum err
copy_make(struct backup *b)
{
	enum err e = ERR_OK;
	int i;

	for (i = 0; i < TRIES; i++) {
		e = copy_once(b);
		if (e == ERR_OK && !b->again)
			return (ERR_OK);
		if (e != ERR_OK && e != ERR_BUSY)
			return (e);
		if (staging_check(b->fault) != ERR_OK)
			return (ERR_BUSY);
		usleep(100000);
	}
	return (e != ERR_OK ? e : fault_set(b->fault, ERR_BUSY, "db.busy",
	    NULL, NULL));
}

static enum err
manifest_fill(struct backup *b)
{
	const char *path = arena_printf(b->arena, "%s/%s/data/site.db",
	    b->folder, b->site->name);
	struct json *view, *m = b->manifest;
	char hash[HASH_SIZE], at[TIME_SIZE];
	int64_t schema;
	enum err e;

	e = site_view(b->site, b->arena, &view, b->fault);
	if (e == ERR_OK)
		e = check_schema(b->site->db, "site", &schema, b->fault);
	if (e == ERR_OK && !hash_file(path, hash))
		e = backup_fault(b, path);
	if (e != ERR_OK)
		return (e);
	time_iso(time_now(), at);
	json_put_int(b->arena, m, "format", BACKUP_FORMAT);
	json_put_text(b->arena, m, "program", "mingchuang "
	    MINGCHUANG_VERSION);
	json_put_text(b->arena, m, "name", b->site->name);
	json_put_text(b->arena, m, "title", json_get_text(view, "title", ""));
	json_put(m, "hosts", json_copy(b->arena, json_get(view, "hosts")));
	json_put_int(b->arena, m, "schema", schema);
	json_put_text(b->arena, m, "at", at);
	json_put_text(b->arena, m, "site_db", hash);
	json_put(m, "missing", b->missing);
	return (ERR_OK);
}

static enum err
manifest_write(struct backup *b)
{
	const char *path = arena_printf(b->arena, "%s/%s/backup.json",
	    b->folder, b->site->name);
	struct buf text = { 0 };
	enum err e = manifest_fill(b);
	FILE *out;
	bool done;

	if (e != ERR_OK)
		return (e);
	json_write(&text, b->manifest);
	buf_char(&text, '\n');
	done = (out = fopen(path, "wxe")) != NULL;
	done = done && fwrite(text.data, 1, text.length, out) == text.length;
	if (out != NULL && fclose(out) != 0)
		done = false;
	buf_cleanup(&text);
	return (done ? ERR_OK : backup_fault(b, path));
}

/* Members by name: neither other files of data/ nor SQLite's come along. */
static enum err
tar_run(struct backup *b, int fd)
{
	static const char *const own[] = {
		"backup.json", "data/site.db", "data/media" };
	static const char *const maybe[] = {
		"site.lua", "synonyms.txt", "templates", "static", "lang",
		"holidays" };
	const char *argv[32] = { "tar", "--create", "--gzip", "--file=-",
		"--format=gnu", "--sort=name", "--owner=0", "--group=0",
		"--numeric-owner", "--mode=go=", "--dereference",
		"--hard-dereference", "--directory", b->folder };
	const char *name = b->site->name;
	bool moved = false;
	size_t n = 14, i;

	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		argv[n++] = arena_printf(b->arena, "%s/%s", name, own[i]);
	/* tar takes a folder without members behind it for a mistake. */
	for (i = 0; i < sizeof(maybe) / sizeof(maybe[0]); i++) {
		if (access(arena_printf(b->arena, "%s/%s", b->site->folder,
		    maybe[i]), F_OK) != 0)
			continue;
		if (!moved) {
			argv[n++] = "--directory";
			argv[n++] = cms_sites(b->site->cms);
		}
		moved = true;
		argv[n++] = arena_printf(b->arena, "%s/%s", name, maybe[i]);
	}
	return (archive_write(argv, fd, b->fault));
}

/* FILE.part takes the place of FILE, whose folder then knows it for good. */
static enum err
part_place(struct backup *b, bool force)
{
	const char *folder = dirname(arena_text(b->arena, b->path));

	if (renameat2(AT_FDCWD, b->part, AT_FDCWD, b->path,
	    force ? 0 : RENAME_NOREPLACE) == -1) {
		if (errno == EEXIST)
			return (fault_set(b->fault, ERR_CONFLICT,
			    "backup.exists", NULL, "%s", b->path));
		/* Some file systems don't know NOREPLACE. */
		if (errno != EINVAL || rename(b->part, b->path) == -1)
			return (backup_fault(b, b->path));
	}
	return (folder_flush(folder) ? ERR_OK : backup_fault(b, folder));
}

static enum err
part_write(struct backup *b, bool force)
{
	char name[TAR_NAME_MAX];
	enum err e;
	int fd;

	(void)unlink(b->part);
	fd = open(b->part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd == -1)
		return (backup_fault(b, b->part));
	e = tar_run(b, fd);
	if (e == ERR_OK && fsync(fd) == -1)
		e = backup_fault(b, b->part);
	close(fd);
	/* What restore would refuse is no backup. */
	if (e == ERR_OK)
		e = archive_read(b->part, NULL, name, b->fault);
	if (e == ERR_OK)
		e = part_place(b, force);
	if (e != ERR_OK)
		(void)unlink(b->part);
	return (e);
}

enum err
site_backup(struct site *site, struct arena *a, const char *path, bool force,
    struct json **missing, struct fault *f)
{
	struct backup b = { .site = site, .arena = a, .path = path,
	    .part = arena_printf(a, "%s.part", path),
	    .manifest = json_object(a), .fault = f };
	struct staging work;
	enum err e;

	if (!force && access(path, F_OK) == 0)
		return (fault_set(f, ERR_CONFLICT, "backup.exists", NULL, "%s",
		    path));
	e = staging_begin(&work, cms_sites(site->cms), f);
	b.folder = work.folder;
	if (e == ERR_OK)
		e = copy_make(&b);
	if (e == ERR_OK)
		e = manifest_write(&b);
	if (e == ERR_OK)
		e = part_write(&b, force);
	staging_end(&work);
	*missing = b.missing;
	return (e);
}
