/*
 * Files as replies: see file.h.  A file is opened once and then answered from
 * its descriptor, so that one which is replaced meanwhile (always by rename)
 * is sent whole, old or new.
 */
#include "web/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/time.h"
#include "cms/media.h"
#include "cms/version.h"
#include "web/cache.h"
#include "web/header.h"
#include "web/range.h"

/* Uploads never run in the site's origin, whatever a browser makes of them. */
#define MEDIA_POLICY "default-src 'none'; style-src 'unsafe-inline'; sandbox"
#define CACHE_STAFF "private, no-cache"

static enum err
file_open(struct exchange *x, const char *path, struct stat *st, int *fd)
{
	*fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (*fd != -1 && fstat(*fd, st) == 0 && S_ISREG(st->st_mode))
		return (ERR_OK);
	if (*fd != -1)
		close(*fd);
	*fd = -1;
	return (fault_set(&x->fault, ERR_NOT_FOUND, "page.unknown", NULL,
	    NULL));
}

static const char *
file_etag(struct exchange *x, const struct file *file, const struct stat *st)
{
	if (file->etag != NULL)
		return (file->etag);
	return (arena_printf(x->rq->arena, "\"%llx-%llx-%lx\"",
	    (unsigned long long)st->st_size,
	    (unsigned long long)st->st_mtim.tv_sec,
	    (unsigned long)st->st_mtim.tv_nsec));
}

/* Takes the lines away that tell of a body. */
static void
file_bodiless(struct pairs *headers)
{
	size_t i, n = 0;

	for (i = 0; i < headers->count; i++)
		if (strcmp(headers->item[i].name, "content-type") != 0 &&
		    strcmp(headers->item[i].name, "accept-ranges") != 0)
			headers->item[n++] = headers->item[i];
	headers->count = n;
}

/* The part that is asked for; 416 where it lies outside. */
static void
file_range(struct exchange *x, const char *etag)
{
	struct request *rq = x->rq;
	struct reply *rp = x->rp;
	const char *range = pairs_get(&rq->headers, "range");
	uint64_t size = rp->length;
	enum range r;

	if (range == NULL || !range_fits(pairs_get(&rq->headers, "if-range"),
	    etag, rp->modified))
		return;
	r = range_parse(range, size, &rp->offset, &rp->length);
	if (r == RANGE_OUTSIDE) {
		rp->status = 416;
		rp->length = 0;
		reply_close(rp);
		exchange_header(x, "content-range", arena_printf(rq->arena,
		    "bytes */%llu", (unsigned long long)size));
	} else if (r == RANGE_PART) {
		rp->status = 206;
		exchange_header(x, "content-range", arena_printf(rq->arena,
		    "bytes %llu-%llu/%llu", (unsigned long long)rp->offset,
		    (unsigned long long)(rp->offset + rp->length - 1),
		    (unsigned long long)size));
	}
}

void
file_finish(struct exchange *x)
{
	const char *etag = pairs_get(&x->rp->headers, "etag");

	if (x->rp->fd == -1 || x->rp->status != 200)
		return;
	if (!header_fresh(x->rq, etag, x->rp->modified)) {
		file_range(x, etag);
		return;
	}
	x->rp->status = 304;
	reply_close(x->rp);
	file_bodiless(&x->rp->headers);
}

/* The whole file into memory; false where it can't be read. */
static bool
file_read(int fd, size_t length, struct buf *out)
{
	char block[16384];
	ssize_t n;

	while (out->length < length) {
		n = pread(fd, block, sizeof(block), (off_t)out->length);
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0 || (size_t)n > length - out->length)
			return (false);
		buf_append(out, block, (size_t)n);
	}
	return (true);
}

/* A text in the coding that the browser takes, from the lane's cache; false
 * where that isn't for it.  Another file of the same name has another ETag. */
static bool
file_kept(struct exchange *x, const struct file *file, const char *etag,
    const struct stat *st, int fd)
{
	struct cache *cache = x->lane->cache;
	struct cached *k;
	const char *key;

	if (cache == NULL || !file->text || st->st_size > CACHE_REPLY_MAX ||
	    pairs_get(&x->rq->headers, "range") != NULL)
		return (false);
	key = arena_printf(x->rq->arena, "f%d%s %s\n%s", x->rq->secure, etag,
	    file->cache, file->path);
	k = cache_find(cache, key, 0);
	if (k == NULL) {
		if (!file_read(fd, (size_t)st->st_size, &x->rp->body)) {
			buf_reset(&x->rp->body);
			return (false);
		}
		exchange_header(x, "content-type", file->type);
		exchange_header(x, "accept-ranges", "bytes");
		exchange_security(x);
		k = cache_keep(cache, key, 0, INT64_MAX, st->st_mtime, x->rp);
	}
	cache_answer(cache, k, x->rq, x->rp);
	return (true);
}

enum err
file_answer(struct exchange *x, const struct file *file)
{
	char modified[TIME_SIZE];
	const char *etag;
	struct stat st;
	enum err e;
	int fd;

	if ((e = file_open(x, file->path, &st, &fd)) != ERR_OK)
		return (e);
	etag = file_etag(x, file, &st);
	time_http(st.st_mtime, modified);
	exchange_header(x, "etag", etag);
	exchange_header(x, "last-modified", modified);
	exchange_header(x, "cache-control", file->cache);
	if (file->text)
		exchange_header(x, "vary", "accept-encoding");
	if (file_kept(x, file, etag, &st, fd)) {
		close(fd);
		return (ERR_OK);
	}
	exchange_header(x, "content-type", file->type);
	exchange_header(x, "accept-ranges", "bytes");
	x->rp->fd = fd;
	x->rp->length = (uint64_t)st.st_size;
	x->rp->modified = st.st_mtime;
	return (ERR_OK);
}

/* A file of a draft, or of what was withdrawn, is for staff of the site: to
 * visitors it isn't there. */
enum err
file_shown(struct exchange *x, const char *hash, struct file *file)
{
	bool live;
	enum err e = media_is_live(x->site, hash, &live, &x->fault);

	if (e == ERR_OK && !live)
		e = version_shows(x->site, x->rq->arena, hash, &live,
		    &x->fault);
	if (e != ERR_OK || live)
		return (e);
	file->cache = CACHE_STAFF;
	if (permission_allows(&x->call, "media.read", NULL))
		return (ERR_OK);
	return (fault_set(&x->fault, ERR_NOT_FOUND, "page.unknown", NULL,
	    NULL));
}

enum err
file_media(struct exchange *x)
{
	struct arena *a = x->rq->arena;
	const char *hash = pairs_get(&x->rq->params, "hash");
	const char *name = pairs_get(&x->rq->params, "name");
	struct media m;
	struct file file = { .cache = CACHE_MEDIA };
	enum err e;

	if (!hash_valid(hash))
		return (fault_set(&x->fault, ERR_NOT_FOUND, "page.unknown",
		    NULL, NULL));
	e = media_find(x->site, a, hash, &m, &file.path, &x->fault);
	if (e == ERR_OK)
		e = file_shown(x, hash, &file);
	if (e != ERR_OK)
		return (e);
	file.type = m.type;
	file.etag = arena_printf(a, "\"%s\"", hash);
	exchange_header(x, "content-security-policy", MEDIA_POLICY);
	exchange_header(x, "content-disposition", header_disposition(a,
	    strcmp(m.kind, "document") == 0, name));
	return (file_answer(x, &file));
}
