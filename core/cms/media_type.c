/*
 * The allow-list.  A row: what a name ends in, what libmagic and the sender
 * may call it, what we call it, and who looks at its structure.  libmagic
 * alone is not enough: it calls a picture that is also a script a picture.
 */
#include <magic.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "cms/media_type.h"

#define EXTENSION_SIZE 8
#define NAMES 6
#define MAGIC_BYTES (1024 * 1024)	/* that libmagic looks at */

static const struct row {
	const char	*extension, *type, *kind;
	media_family	*check;
	const char	*found[NAMES];		/* by libmagic */
	const char	*said[NAMES];		/* by the sender, beside `type` */
} ROWS[] = {
	{ "jpg", "image/jpeg", "picture", media_jpeg, { NULL },
	    { "image/jpg", "image/pjpeg" } },
	{ "jpeg", "image/jpeg", "picture", media_jpeg, { NULL },
	    { "image/jpg", "image/pjpeg" } },
	{ "png", "image/png", "picture", media_png, { NULL },
	    { "image/x-png" } },
	{ "gif", "image/gif", "picture", media_gif, { NULL }, { NULL } },
	{ "webp", "image/webp", "picture", media_webp, { NULL }, { NULL } },
	{ "mp3", "audio/mpeg", "audio", media_mp3,
	    { "application/octet-stream" },
	    { "audio/mp3", "audio/x-mpeg", "audio/x-mp3" } },
	{ "m4a", "audio/mp4", "audio", media_iso, { "audio/x-m4a",
	    "video/mp4" }, { "audio/x-m4a", "audio/m4a", "audio/aac" } },
	{ "ogg", "audio/ogg", "audio", media_ogg, { "application/ogg" },
	    { "application/ogg", "video/ogg", "audio/vorbis" } },
	{ "mp4", "video/mp4", "video", media_iso, { "video/x-m4v",
	    "video/quicktime" }, { "video/x-m4v" } },
	{ "webm", "video/webm", "video", media_webm, { NULL }, { NULL } },
	{ "pdf", "application/pdf", "document", media_pdf, { NULL },
	    { "application/x-pdf" } },
	{ "docx", "application/vnd.openxmlformats-officedocument"
	    ".wordprocessingml.document", "document", media_ooxml,
	    { "application/zip" }, { "application/zip" } },
	{ "xlsx", "application/vnd.openxmlformats-officedocument"
	    ".spreadsheetml.sheet", "document", media_ooxml,
	    { "application/zip" }, { "application/zip" } },
	{ "pptx", "application/vnd.openxmlformats-officedocument"
	    ".presentationml.presentation", "document", media_ooxml,
	    { "application/zip" }, { "application/zip" } },
	{ "doc", "application/msword", "document", media_ole,
	    { "application/x-ole-storage", "application/CDFV2" },
	    { "application/vnd.ms-word" } },
	{ "xls", "application/vnd.ms-excel", "document", media_ole,
	    { "application/x-ole-storage", "application/CDFV2" },
	    { "application/msexcel" } },
	{ "ppt", "application/vnd.ms-powerpoint", "document", media_ole,
	    { "application/x-ole-storage", "application/CDFV2" },
	    { "application/mspowerpoint" } },
	{ "csv", "text/csv", "document", media_plain, { "text/plain",
	    "application/csv" }, { "application/vnd.ms-excel", "text/plain",
	    "application/csv", "text/comma-separated-values" } },
	{ "vtt", "text/vtt", "document", media_vtt, { "text/plain" },
	    { "text/plain" } },
	{ "txt", "text/plain", "document", media_plain, { "text/csv" },
	    { NULL } },
};

enum err
media_broken(struct media_file *m, const char *why)
{
	return (fault_set(m->fault, ERR_TYPE, "media.broken", "file", "%s",
	    why));
}

enum err
media_active(struct media_file *m, const char *what)
{
	return (fault_set(m->fault, ERR_TYPE, "media.active", "file", "%s",
	    what));
}

enum err
media_dimensions(struct media_file *m, uint32_t width, uint32_t height)
{
	if (width == 0 || height == 0 || width > 65500 || height > 65500 ||
	    (uint64_t)width * height > m->limits->pixels)
		return (fault_set(m->fault, ERR_TYPE, "media.pixels",
		    "file", "%ux%u", width, height));
	m->info->width = width;
	m->info->height = height;
	return (ERR_OK);
}

enum err
media_patch_add(struct media_file *m, size_t at, size_t length,
    const void *head, size_t head_length)
{
	struct media_patch *p;

	if (m->info->patch_count == MEDIA_PATCHES_MAX)
		return (media_broken(m, "tags"));
	p = &m->info->patch[m->info->patch_count++];
	p->at = at;
	p->length = length;
	p->head_length = head_length;
	memcpy(p->head, head, head_length);
	return (ERR_OK);
}

void
media_info_cleanup(struct media_info *info)
{
	buf_cleanup(&info->bytes);
}

static const struct row *
row_find(const char *name, char extension[EXTENSION_SIZE])
{
	const char *dot = strrchr(name, '.');
	size_t i;

	if (dot == NULL || dot == name || strlen(dot + 1) >= EXTENSION_SIZE)
		return (NULL);
	for (i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++)
		if (strcasecmp(ROWS[i].extension, dot + 1) == 0) {
			utf8_copy(extension, EXTENSION_SIZE,
			    ROWS[i].extension);
			return (&ROWS[i]);
		}
	return (NULL);
}

static bool
among(const char *type, size_t n, const char *own,
    const char *const names[NAMES])
{
	size_t i;

	if (strlen(own) == n && strncasecmp(own, type, n) == 0)
		return (true);
	for (i = 0; i < NAMES && names[i] != NULL; i++)
		if (strlen(names[i]) == n &&
		    strncasecmp(names[i], type, n) == 0)
			return (true);
	return (false);
}

/* What the sender says may be nothing, or "some bytes". */
static bool
said_fits(const struct row *row, const char *type)
{
	size_t n = strcspn(type, "; \t");

	return (n == 0 || strncasecmp(type, "application/octet-stream", n) ==
	    0 || among(type, n, row->type, row->said));
}

/* One database a thread, loaded once: that costs several milliseconds. */
static _Thread_local magic_t cookie;

static enum err
magic_fits(const struct row *row, const struct upload *u, struct fault *f)
{
	const char *found;

	if (cookie == NULL) {
		cookie = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS);
		if (cookie == NULL || magic_load(cookie, NULL) != 0)
			return (fault_set(f, ERR_INTERNAL, "media.magic",
			    NULL, "%s", cookie != NULL ?
			    magic_error(cookie) : "magic_open"));
	}
	found = magic_buffer(cookie, u->data, u->length < MAGIC_BYTES ?
	    u->length : MAGIC_BYTES);
	if (found == NULL)
		return (fault_set(f, ERR_TYPE, "media.unlike", "file",
		    NULL));
	if (!among(found, strlen(found), row->type, row->found))
		return (fault_set(f, ERR_TYPE, "media.unlike", "file",
		    "%s", found));
	return (ERR_OK);
}

static uint64_t
limit_of(const struct row *row, const struct media_limits *l)
{
	switch (row->kind[0]) {
	case 'p':
		return (l->picture);
	case 'a':
		return (l->audio);
	case 'v':
		return (l->video);
	default:
		return (l->document);
	}
}

enum err
media_check(const struct upload *u, const struct media_limits *l,
    struct media_info *info, struct fault *f)
{
	char extension[EXTENSION_SIZE];
	const struct row *row = row_find(u->name, extension);
	struct media_file m = { .p = u->data, .n = u->length,
	    .extension = extension, .limits = l, .info = info, .fault = f };
	enum err e;

	memset(info, 0, sizeof(*info));
	if (row == NULL)
		return (fault_set(f, ERR_TYPE, "media.kind", "file", NULL));
	if (u->length == 0)
		return (media_broken(&m, "empty"));
	if (u->length > limit_of(row, l))
		return (fault_set(f, ERR_TOO_LARGE, "media.large", "file",
		    "%llu", (unsigned long long)limit_of(row, l) / 1048576));
	if (!said_fits(row, u->type))
		return (fault_set(f, ERR_TYPE, "media.declared", "file",
		    "%.80s", u->type));
	if ((e = magic_fits(row, u, f)) != ERR_OK)
		return (e);
	info->type = row->type;
	info->kind = row->kind;
	return (row->check(&m));
}
