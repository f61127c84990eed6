/*
 * A file is written under a name of its own, synced, and then takes its place
 * by rename: a reader sees all of it or none.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "cms/media.h"
#include "cms/media_store.h"
#include "cms/picture.h"

#define PATH_SIZE 4096
#define PIECE 65536
#define ENDING_MAX 8		/* bytes of ".docx" and such */

static enum err
disk_fault(struct fault *f, const char *path)
{
	if (errno == ENOSPC || errno == EDQUOT)
		return (fault_set(f, ERR_BUSY, "disk.full", NULL, NULL));
	return (fault_set(f, ERR_INTERNAL, "disk.fault", NULL, "%s: %s", path,
	    strerror(errno)));
}

static bool
write_all(int fd, const void *p, size_t n)
{
	const char *from = p;
	ssize_t done;

	while (n > 0) {
		done = write(fd, from, n);
		if (done == -1 && errno == EINTR)
			continue;
		if (done <= 0)
			return (false);
		from += done;
		n -= (size_t)done;
	}
	return (true);
}

static bool
patch_write(int fd, const struct media_patch *p)
{
	static const char ZEROS[PIECE];
	size_t at = p->head_length, n;

	if (pwrite(fd, p->head, p->head_length, (off_t)p->at) !=
	    (ssize_t)p->head_length)
		return (false);
	for (; at < p->length; at += n) {
		n = p->length - at < PIECE ? p->length - at : PIECE;
		if (pwrite(fd, ZEROS, n, (off_t)(p->at + at)) != (ssize_t)n)
			return (false);
	}
	return (true);
}

static bool
content_write(int fd, const struct upload *u, const struct media_info *info)
{
	size_t i;

	if (info->rewritten)
		return (write_all(fd, info->bytes.data, info->bytes.length));
	if (!write_all(fd, u->data, u->length))
		return (false);
	for (i = 0; i < info->patch_count; i++)
		if (!patch_write(fd, &info->patch[i]))
			return (false);
	return (true);
}

/* The hash of what is on the disk now, patches and all. */
static bool
file_hash(int fd, size_t n, char hash[HASH_SIZE])
{
	void *map = mmap(NULL, n, PROT_READ, MAP_SHARED, fd, 0);

	if (map == MAP_FAILED)
		return (false);
	hash_hex(map, n, hash);
	munmap(map, n);
	return (true);
}

static bool
folder_sync(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool done = fd != -1 && fsync(fd) == 0;

	if (fd != -1)
		close(fd);
	return (done);
}

static bool
place(const char *media, const char *temporary, const char *hash)
{
	char *folder = NULL, *path = NULL;
	bool done;

	if (asprintf(&folder, "%s/%.2s", media, hash) < 0 ||
	    asprintf(&path, "%s/%s", folder, hash) < 0)
		abort();
	done = (mkdir(folder, 0700) == 0 || errno == EEXIST) &&
	    rename(temporary, path) == 0 && folder_sync(folder) &&
	    folder_sync(media);
	free(folder);
	free(path);
	return (done);
}

enum err
media_store(struct site *site, const struct upload *u,
    const struct media_info *info, char hash[HASH_SIZE], int64_t *bytes,
    struct fault *f)
{
	char media[PATH_SIZE], path[PATH_SIZE];
	size_t n = info->rewritten ? info->bytes.length : u->length;
	enum err e = ERR_OK;
	int fd;

	snprintf(media, sizeof(media), "%s/data/media", site->folder);
	snprintf(path, sizeof(path), "%s/data/media/.new-XXXXXX",
	    site->folder);
	if (mkdir(media, 0700) == -1 && errno != EEXIST)
		return (disk_fault(f, media));
	if ((fd = mkostemp(path, O_CLOEXEC)) == -1)
		return (disk_fault(f, media));
	if (!content_write(fd, u, info) || fsync(fd) == -1 ||
	    !file_hash(fd, n, hash) || !place(media, path, hash)) {
		e = disk_fault(f, path);
		unlink(path);
	}
	close(fd);
	*bytes = (int64_t)n;
	return (e);
}

void
media_unstore(struct site *site, const char *hash)
{
	char path[PATH_SIZE];

	if (!hash_valid(hash))
		return;
	snprintf(path, sizeof(path), "%s/data/media/%.2s/%s", site->folder,
	    hash, hash);
	unlink(path);
	picture_drop(site, hash);
}

/* Marks that turn text around could make "gpj.exe" of "exe.jpg". */
static bool
shown(uint32_t c)
{
	return (c != UTF8_BAD && c >= 0x20 && c != 0x7f &&
	    !(c >= 0x80 && c < 0xa0) && c != 0x200e && c != 0x200f &&
	    !(c >= 0x2028 && c <= 0x202e) && !(c >= 0x2066 && c <= 0x2069) &&
	    c != 0xfeff);
}

const char *
media_name_clean(struct arena *a, const char *name)
{
	const char *p, *end, *dot;
	char *out, piece[4];
	size_t n = 0, count = 0, ending, size;
	uint32_t c;

	for (p = name; *p != '\0'; p++)
		if (*p == '/' || *p == '\\')
			name = p + 1;
	while (*name == '.' || *name == ' ')
		name++;
	end = name + strlen(name);
	dot = strrchr(name, '.');
	ending = dot != NULL && end - dot <= ENDING_MAX ?
	    (size_t)(end - dot) : 0;
	out = arena_get(a, strlen(name) + 1);
	for (p = name; p < end; ) {
		c = utf8_next(&p, end);
		if (!shown(c))
			continue;
		if (count == MEDIA_NAME_MAX - ending && p <= end - ending)
			continue;
		size = utf8_put(piece, c);
		memcpy(out + n, piece, size);
		n += size;
		count += p <= end - ending;
	}
	return (n > 0 ? out : "file");
}
