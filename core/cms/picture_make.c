/* Making sizes of pictures: see picture.h.  libvips runs as a child,
 * with limits; files are written outside of any transaction. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/child.h"
#include "base/hash.h"
#include "base/log.h"
#include "cms/media.h"
#include "cms/media_type.h"
#include "cms/picture.h"

static const int64_t WIDTHS[] = { 320, 640, 960, PICTURE_WIDTH_MAX };
#define WIDTH_COUNT (sizeof(WIDTHS) / sizeof(WIDTHS[0]))

static const struct child_limits limits = {
	.seconds = 20, .memory = 2048ul * 1024 * 1024,
	.output = 16 * 1024 * 1024
};
static const struct media_limits result_limits = {
	.pixels = 100000000, .picture = 16 * 1024 * 1024
};

/* What a picture of that type becomes beside WebP. */
static const struct kind {
	const char	*type, *ending, *options;
} KINDS[] = {
	{ "image/jpeg", "jpg", "Q=82,strip,optimize_coding,interlace" },
	{ "image/png", "png", "strip,palette" },
	{ "image/webp", NULL, NULL },
};
static const struct kind WEBP = { NULL, "webp", "Q=80,strip" };

struct making {
	struct site	*site;
	struct arena	*arena;
	const struct media *media;
	const char	*path;
	struct json	*sizes;
	struct fault	*fault;
};

static bool
folder_make(struct making *m)
{
	const char *top = arena_printf(m->arena, "%s/data/pictures",
	    m->site->folder);
	const char *part = arena_printf(m->arena, "%s/%.2s", top,
	    m->media->hash);

	return ((mkdir(top, 0700) == 0 || errno == EEXIST) &&
	    (mkdir(part, 0700) == 0 || errno == EEXIST));
}

static bool
file_write(struct making *m, const char *path, const struct buf *bytes)
{
	const char *new = arena_printf(m->arena, "%s.new", path);
	int fd = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC |
	    O_NOFOLLOW, 0600);
	bool done;

	if (fd == -1)
		return (false);
	done = write(fd, bytes->data, bytes->length) ==
	    (ssize_t)bytes->length;
	done = close(fd) == 0 && done && rename(new, path) == 0;
	if (!done)
		unlink(new);
	return (done);
}

/* What would be stored of these bytes, were they uploaded. */
static enum err
bytes_clean(const struct kind *k, struct buf *bytes, struct fault *f)
{
	const char *name = k->ending[0] == 'w' ? "a.webp" :
	    k->ending[0] == 'j' ? "a.jpg" : "a.png";
	const struct upload u = { .field = "", .name = name, .type = "",
	    .data = bytes->data, .length = bytes->length };
	const struct media_patch *p;
	struct media_info info;
	enum err e = media_check(&u, &result_limits, &info, f);
	size_t i;

	if (e == ERR_OK && info.rewritten) {
		buf_cleanup(bytes);
		*bytes = info.bytes;
		info.bytes = (struct buf){ 0 };
	} else if (e == ERR_OK)
		for (i = 0; i < info.patch_count; i++) {
			p = &info.patch[i];
			memset(bytes->data + p->at, 0, p->length);
			memcpy(bytes->data + p->at, p->head, p->head_length);
		}
	media_info_cleanup(&info);
	return (e);
}

static enum err
size_make(struct making *m, const struct kind *k, int64_t width,
    struct json *widths)
{
	const char *size = arena_printf(m->arena, "%lldx>", (long long)width);
	const char *to = arena_printf(m->arena, ".%s[%s]", k->ending,
	    k->options);
	/* Without vector code, which it would write to a file. */
	const char *argv[] = { "env", "VIPS_BLOCK_UNTRUSTED=1",
	    "VIPS_CONCURRENCY=1", "VIPS_NOVECTOR=1", "vipsthumbnail",
	    m->path, "--size", size, "-o", to, NULL };
	struct buf bytes = { 0 };
	enum err e = child_run(argv, &limits, &bytes, m->fault);

	if (e == ERR_OK)
		e = bytes_clean(k, &bytes, m->fault);
	if (e == ERR_OK && (int64_t)bytes.length < m->media->bytes) {
		if (folder_make(m) && file_write(m, picture_path(m->site,
		    m->arena, m->media->hash, width, k->ending), &bytes))
			json_add(widths, json_int(m->arena, width));
		else
			e = fault_set(m->fault, ERR_BUSY, "disk.fault", NULL,
			    "data/pictures: %s", strerror(errno));
	}
	buf_cleanup(&bytes);
	return (e);
}

static enum err
kind_make(struct making *m, const struct kind *k)
{
	struct json *widths = json_array(m->arena);
	int64_t own = m->media->width;
	enum err e = ERR_OK;
	size_t i;

	/* Where one saves nothing, a larger one doesn't either. */
	for (i = 0; e == ERR_OK && i < WIDTH_COUNT && WIDTHS[i] < own &&
	    widths->length == i; i++)
		e = size_make(m, k, WIDTHS[i], widths);
	if (e == ERR_OK && k == &WEBP && own <= PICTURE_WIDTH_MAX &&
	    widths->length == i)
		e = size_make(m, k, own, widths);
	if (e == ERR_OK && widths->length > 0)
		json_put(m->sizes, k->ending, widths);
	return (e);
}

static enum err
sizes_make(struct making *m)
{
	enum err e = ERR_OK;
	size_t i;

	m->sizes = json_object(m->arena);
	for (i = 0; i < sizeof(KINDS) / sizeof(KINDS[0]); i++)
		if (strcmp(KINDS[i].type, m->media->type) == 0) {
			e = kind_make(m, &WEBP);
			if (e == ERR_OK && KINDS[i].ending != NULL)
				e = kind_make(m, &KINDS[i]);
		}
	return (e);
}

/* One that was deleted meanwhile takes its sizes along. */
static enum err
sizes_note(struct making *m)
{
	struct site *site = m->site;
	struct buf text = { 0 };
	bool there = false;
	enum err e;

	json_write(&text, m->sizes);
	if ((e = site_begin(site, m->fault)) == ERR_OK) {
		e = db_run(site->db, m->fault, "UPDATE media SET sizes = :sizes"
		    " WHERE hash = :hash", DB_TEXT(":sizes", buf_string(&text)),
		    DB_TEXT(":hash", m->media->hash));
		there = db_changes(site->db) > 0;
		site->live_changed = there && m->sizes->length > 0;
	}
	if (e == ERR_OK)
		e = site_commit(site, m->fault);
	else
		site_rollback(site);
	if (e == ERR_OK && !there)
		picture_drop(site, m->media->hash);
	buf_cleanup(&text);
	return (e);
}

static enum err
one_make(struct site *site, struct arena *a, const char *hash,
    struct fault *f)
{
	struct fault why = { .err = ERR_OK };
	struct media media;
	struct making m = { .site = site, .arena = a, .media = &media,
		.fault = &why };
	enum err e = media_find(site, a, hash, &media, &m.path, f), made;

	if (e != ERR_OK)
		return (e == ERR_NOT_FOUND ? ERR_OK : e);
	made = sizes_make(&m);
	/* A full disk, no such program: later. */
	if (made == ERR_BUSY || made == ERR_NOT_FOUND)
		return (fault_set(f, made, why.name, NULL, "%s", why.detail));
	if (made != ERR_OK) {
		log_warning("site %s: picture %s: %s %s", site->name, hash,
		    why.name, why.detail);
		picture_drop(site, hash);
		m.sizes = json_object(a);
	}
	m.fault = f;
	return (sizes_note(&m));
}

bool
picture_waiting(struct site *site)
{
	int64_t found = 0;

	return (db_value(site->db, &found, NULL, "SELECT 1 FROM media"
	    " WHERE kind = 'picture' AND sizes IS NULL LIMIT 1") == ERR_OK &&
	    found != 0);
}

enum err
picture_make(struct site *site, int64_t *made, struct fault *f)
{
	struct arena *a = arena_alloc();
	struct json *rows = NULL;
	enum err e = db_all(site->db, a, &rows, f,
	    "SELECT hash FROM media WHERE kind = 'picture' AND sizes IS NULL"
	    " ORDER BY at DESC LIMIT :max", DB_INT(":max", PICTURE_ROUND));

	*made = 0;
	if (e == ERR_OK)
		json_each(row, rows) {
			e = one_make(site, a, json_get_text(row, "hash", ""),
			    f);
			if (e != ERR_OK)
				break;
			++*made;
		}
	arena_free(a);
	return (e);
}
