/*
 * Files that items show: beside the file that is imported, within it (parts
 * of a document, data: addresses), or elsewhere.  Only what lies in the folder
 * is opened, never through a link, and it is taken in as an upload is.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/url.h"
#include "cms/act.h"
#include "cms/import.h"
#include "cms/media_type.h"

#define HERE "http://here.invalid/"	/* what stands for the folder */
#define PARTS_MAX 32			/* of a path */
#define TAKEN_MAX 5000
#define FILE_BYTES_MAX (512u * 1024 * 1024)

/* ---- bytes ---- */

/* Opens PATH below the folder, one step after the other. */
static int
open_below(const char *folder, const char *path)
{
	char part[256];
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), next;
	size_t n, count = 0;

	while (fd != -1 && *path != '\0') {
		n = strcspn(path, "/");
		if (n == 0 || n >= sizeof(part) || count++ == PARTS_MAX ||
		    path[0] == '.') {
			close(fd);
			return (-1);
		}
		memcpy(part, path, n);
		part[n] = '\0';
		path += n + (path[n] == '/');
		next = openat(fd, part, O_RDONLY | O_CLOEXEC | O_NOFOLLOW |
		    O_NONBLOCK | (*path != '\0' ? O_DIRECTORY : 0));
		close(fd);
		fd = next;
	}
	return (fd);
}

static bool
read_below(const char *folder, const char *path, struct buf *out)
{
	int fd = *path != '\0' ? open_below(folder, path) : -1;
	struct stat st;
	ssize_t n = -1;

	if (fd == -1)
		return (false);
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_size <= FILE_BYTES_MAX)
		while ((n = read(fd, buf_room(out, 65536), 65536)) > 0)
			buf_came(out, (size_t)n);
	close(fd);
	return (n == 0);
}

/* data:image/png;base64,…; its ending, or NULL. */
static const char *
data_read(const char *url, struct buf *out)
{
	static const char *const TYPES[][2] = { { "image/png", "png" },
	    { "image/jpeg", "jpg" }, { "image/jpg", "jpg" },
	    { "image/gif", "gif" }, { "image/webp", "webp" } };
	const char *p = strstr(url, ";base64,");
	size_t i;

	for (i = 0; i < sizeof(TYPES) / sizeof(TYPES[0]); i++)
		if (strncasecmp(url + 5, TYPES[i][0],
		    strlen(TYPES[i][0])) == 0)
			break;
	if (p == NULL || i == sizeof(TYPES) / sizeof(TYPES[0]))
		return (NULL);
	p += strlen(";base64,");
	base64_read(out, p, strlen(p));
	return (TYPES[i][1]);
}

/* ---- places ---- */

/* The address without query and fragment, decoded, from its first slash on,
 * without that; NULL: it has none, or is no text. */
static const char *
path_of(struct arena *a, const char *url)
{
	const char *p = strstr(url, "://");

	p = p != NULL ? p + 3 : url;
	p += strcspn(p, "/");
	p += strspn(p, "/");
	return (url_text(a, p, strcspn(p, "?#"), false));
}

/* Finds it below the folder: where it was on its site, or at any end of that
 * path, as "uploads/2012/a.jpg" and "a.jpg". */
static const char *
found_below(const struct import *m, const char *path, bool ends,
    struct buf *out)
{
	while (path != NULL && *path != '\0') {
		if (read_below(m->files, path, out))
			return (path);
		buf_reset(out);
		path = ends ? strchr(path, '/') : NULL;
		path += path != NULL;
	}
	return (NULL);
}

/* Reads what is behind the address; its name, or NULL: it isn't here. */
static const char *
find(struct import_place_of *at, const char *url, struct buf *out)
{
	const char *name, *slash;
	const void *p;
	size_t n;

	if (strncasecmp(url, "data:", 5) == 0) {
		name = data_read(url, out);
		return (name != NULL ? arena_printf(at->a, "picture.%s",
		    name) : NULL);
	}
	if (strncmp(url, IMPORT_PART, strlen(IMPORT_PART)) == 0) {
		name = url + strlen(IMPORT_PART);
		if (at->m->docx == NULL ||
		    !import_part(at->m->docx, name, &p, &n))
			return (NULL);
		buf_append(out, p, n);
	} else if ((name = found_below(at->m, path_of(at->a, url),
	    strncmp(url, HERE, strlen(HERE)) != 0, out)) == NULL)
		return (NULL);
	slash = strrchr(name, '/');
	return (slash != NULL ? slash + 1 : name);
}

/* As seen from where the item was, or from the file that is imported. */
static const char *
whole(const struct import_place_of *at, const char *url)
{
	const char *link = json_get_text(at->item, "link", "");

	if (strncmp(url, IMPORT_PART, strlen(IMPORT_PART)) == 0 ||
	    strncasecmp(url, "data:", 5) == 0 ||
	    strncasecmp(url, "file:", 5) == 0)
		return (url);
	if (strcmp(at->m->kind, "wxr") == 0)
		return (import_url(at->a, link, url));
	return (import_url(at->a, arena_printf(at->a, HERE "%s",
	    at->m->page), url));
}

/* ---- taking in ---- */

static const char *
shown(struct arena *a, const char *url)
{
	if (strncmp(url, HERE, strlen(HERE)) == 0)
		url += strlen(HERE);
	return (strncasecmp(url, "data:", 5) == 0 ? "data:" :
	    arena_printf(a, "%.150s", url));
}

/* Why it wasn't taken, as the upload said. */
static void
note_refused(struct import_place_of *at, const char *name)
{
	const struct fault *f = at->m->c->fault;
	struct json *last;

	import_note(at->a, at->item, f->name != NULL ? f->name :
	    "import.picture", "%s", f->detail);
	last = json_get(at->item, "notes")->last;
	json_put_text(at->a, last, "what", name);
}

static enum err
upload(struct import_place_of *at, const char *name, const struct buf *data,
    struct json **out)
{
	struct upload u = { .field = "", .name = name, .type = "",
	    .data = buf_string(data), .length = data->length };
	struct call c = *at->m->c;
	struct json *in = json_object(at->a);
	struct media_limits limits;
	struct media_info info;
	enum err e;

	if (at->m->trial) {
		media_limits_read(c.cms, &limits);
		e = media_check(&u, &limits, &info, c.fault);
		media_info_cleanup(&info);
		*out = in;
		return (e);
	}
	c.uploads = &u;
	c.upload_count = 1;
	c.arena = at->a;
	json_put_int(at->a, in, "file", 0);
	return (act_call(&c, "media.upload", in, out));
}

/* {hash, url} of a file; NULL: it isn't here, or was refused (with a note). */
static const struct json *
take(struct import_place_of *at, const char *url, bool *refused)
{
	struct json *taken = at->m->taken, *stored;
	const struct json *known = json_get(taken, url);
	struct buf data = { 0 };
	const char *name;

	*refused = false;
	if (known != NULL)
		return (known);
	if ((name = find(at, url, &data)) != NULL) {
		*refused = upload(at, name, &data, &stored) != ERR_OK;
		if (*refused)
			note_refused(at, name);
		else if (taken->length < TAKEN_MAX && at->m->docx == NULL &&
		    strlen(url) < 1000)
			known = json_put(taken, arena_text(at->m->arena, url),
			    json_copy(at->m->arena, stored));
		else
			known = stored;
	}
	buf_cleanup(&data);
	return (known);
}

const char *
import_file(struct import_place_of *at, const char *url)
{
	const char *address = whole(at, url);
	bool refused;
	const struct json *file = take(at, address, &refused);

	if (file != NULL)
		return (json_get_text(file, "hash", ""));
	if (!refused)
		import_note(at->a, at->item, "import.picture", "%s",
		    shown(at->a, address));
	return (NULL);
}

/* Does a link lead to a file rather than a page? */
static bool
is_file(const char *url)
{
	static const char *const ENDS[] = { ".pdf", ".doc", ".docx", ".xls",
	    ".xlsx", ".ppt", ".pptx", ".jpg", ".jpeg", ".png", ".gif",
	    ".webp", ".mp3", ".mp4", ".m4a", ".webm", ".ogg", ".csv",
	    ".txt", ".zip", ".rar" };
	size_t n = strcspn(url, "?#"), k, i;

	for (i = 0; i < sizeof(ENDS) / sizeof(ENDS[0]); i++) {
		k = strlen(ENDS[i]);
		if (n > k && strncasecmp(url + n - k, ENDS[i], k) == 0)
			return (true);
	}
	return (false);
}

/* Within the folder: the path that it had on the old site, which leads to the
 * page once that is moved in, too. */
static const char *
elsewhere(const struct import_place_of *at, const char *address)
{
	const char *link = json_get_text(at->item, "link", "");

	if (strncmp(address, HERE, strlen(HERE)) != 0)
		return (address);
	return (strstr(link, "://") != NULL ? import_url(at->a, link,
	    arena_printf(at->a, "/%s", address + strlen(HERE))) :
	    arena_printf(at->a, "/%s", address + strlen(HERE)));
}

const char *
import_place(void *arg, enum import_place place, const char *url)
{
	struct import_place_of *at = arg;
	const struct json *file;
	const char *address;
	bool refused;

	if (*url == '#' || *url == '\0')
		return (NULL);
	address = whole(at, url);
	if (place == IMPORT_LINK && (*address == '\0' ||
	    strncasecmp(address, "mailto:", 7) == 0 ||
	    strncasecmp(address, "tel:", 4) == 0))
		return (NULL);
	if (place == IMPORT_LINK && !is_file(address) &&
	    strncasecmp(address, "file:", 5) != 0)
		return (elsewhere(at, address));
	if ((file = take(at, address, &refused)) != NULL)
		return (at->m->trial ? NULL : json_get_text(file, "url", ""));
	if (!refused)
		import_note(at->a, at->item, "import.picture", "%s",
		    shown(at->a, *address != '\0' ? address : url));
	/* On its old site it can still be seen: saving makes a link of it. */
	address = elsewhere(at, address);
	return (strncasecmp(address, "http", 4) == 0 || (*address == '/' &&
	    place == IMPORT_LINK) ? address : "");
}
