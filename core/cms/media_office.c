/*
 * Documents of office programs.  New ones (ECMA-376) are ZIP archives: the
 * central directory is read, and of XML members the beginning, looking for
 * what a reader could be made to fetch or to blow up.  Old ones are OLE files,
 * searched for macros.  Nothing is unpacked in whole.
 */
#include <string.h>
#include <strings.h>
#include <zlib.h>

#include "cms/media_type.h"

#define MEMBERS_MAX 10000
#define UNPACKED_MAX (512ull * 1024 * 1024)	/* as the archive says */
#define RATIO_MAX 500				/* of a member over 1 MB */
#define LOOK_BYTES 4096				/* of each XML member */
#define END_SIZE 22
#define CENTRAL_SIZE 46
#define LOCAL_SIZE 30

struct member {
	const char	*name;
	size_t		name_length;
	uint32_t	flags, method, packed, unpacked, at;
};

struct archive {
	struct media_file *m;
	size_t		directory, directory_end;
	uint32_t	count;
	uint64_t	unpacked, packed;
	bool		types, main;
};

static bool
ends(const struct member *e, const char *text)
{
	size_t n = strlen(text);

	return (e->name_length >= n &&
	    strncasecmp(e->name + e->name_length - n, text, n) == 0);
}

static bool
holds(const struct member *e, const char *text)
{
	size_t i, n = strlen(text);

	for (i = 0; i + n <= e->name_length; i++)
		if (strncasecmp(e->name + i, text, n) == 0)
			return (true);
	return (false);
}

static bool
named(const struct member *e, const char *text)
{
	return (e->name_length == strlen(text) && ends(e, text));
}

/* A relative path without "..", backslashes or control characters. */
static bool
name_safe(const struct member *e)
{
	size_t i;

	if (e->name_length == 0 || e->name_length > 255 ||
	    e->name[0] == '/')
		return (false);
	for (i = 0; i < e->name_length; i++) {
		if ((unsigned char)e->name[i] < ' ' || e->name[i] == '\\' ||
		    e->name[i] == ':')
			return (false);
		if (e->name[i] == '.' && (i == 0 || e->name[i - 1] == '/') &&
		    i + 1 < e->name_length && e->name[i + 1] == '.')
			return (false);
	}
	return (true);
}

/* ZIP's end record is the last thing in the file; the directory stands
 * right before it. */
static enum err
archive_open(struct archive *z)
{
	const unsigned char *p = z->m->p, *end;

	/* Some senders add an end of line. */
	while (z->m->n > END_SIZE && (p[z->m->n - 1] == '\n' ||
	    p[z->m->n - 1] == '\r'))
		z->m->n--;
	if (z->m->n < END_SIZE || le32(p) != 0x04034b50)
		return (media_broken(z->m, "PK"));
	end = p + z->m->n - END_SIZE;
	if (le32(end) != 0x06054b50 || le16(end + 4) != 0 ||
	    le16(end + 6) != 0 || le16(end + 8) != le16(end + 10) ||
	    le16(end + 20) != 0)
		return (media_broken(z->m, "end record"));
	z->count = le16(end + 10);
	z->directory = le32(end + 16);
	z->directory_end = z->directory + le32(end + 12);
	if (z->directory_end != z->m->n - END_SIZE || z->count == 0 ||
	    z->count > MEMBERS_MAX)
		return (media_broken(z->m, "directory"));
	return (ERR_OK);
}

static bool
member_read(struct archive *z, size_t *at, struct member *e)
{
	const unsigned char *p = z->m->p + *at;
	size_t n;

	if (z->directory_end - *at < CENTRAL_SIZE || le32(p) != 0x02014b50)
		return (false);
	e->flags = le16(p + 8);
	e->method = le16(p + 10);
	e->packed = le32(p + 20);
	e->unpacked = le32(p + 24);
	e->name_length = le16(p + 28);
	e->at = le32(p + 42);
	n = CENTRAL_SIZE + e->name_length + le16(p + 30) + le16(p + 32);
	if (z->directory_end - *at < n)
		return (false);
	e->name = (const char *)p + CENTRAL_SIZE;
	/* Symbolic links, as Unix writes them. */
	if (p[5] == 3 && (le32(p + 38) >> 28) == 0xa)
		return (false);
	*at += n;
	return (true);
}

/* Where its data begins; 0: its own header says otherwise. */
static size_t
member_data(struct archive *z, const struct member *e)
{
	const unsigned char *p = z->m->p + e->at;
	size_t n;

	if (e->at > z->directory || z->directory - e->at < LOCAL_SIZE ||
	    le32(p) != 0x04034b50 || le16(p + 8) != e->method ||
	    le16(p + 26) != e->name_length)
		return (0);
	n = LOCAL_SIZE + le16(p + 26) + le16(p + 28);
	if (z->directory - e->at < n ||
	    z->directory - e->at - n < e->packed ||
	    memcmp(p + LOCAL_SIZE, e->name, e->name_length) != 0)
		return (0);
	return (e->at + n);
}

/* A document type or entity, or bytes that aren't UTF-8. */
static bool
xml_safe(const unsigned char *p, size_t n)
{
	if (n >= 2 && (p[0] >= 0xfe || p[0] == 0 || p[1] == 0))
		return (false);
	return (memmem(p, n, "<!DOCTYPE", 9) == NULL &&
	    memmem(p, n, "<!ENTITY", 8) == NULL);
}

static enum err
xml_look(struct archive *z, const struct member *e, size_t data)
{
	unsigned char start[LOOK_BYTES];
	z_stream s = { .next_in = (Bytef *)z->m->p + data,
	    .avail_in = e->packed, .next_out = start,
	    .avail_out = sizeof(start) };
	size_t n;
	int r;

	if (e->method == 0) {
		n = e->packed < sizeof(start) ? e->packed : sizeof(start);
		memcpy(start, z->m->p + data, n);
	} else {
		if (inflateInit2(&s, -MAX_WBITS) != Z_OK)
			return (fault_set(z->m->fault, ERR_INTERNAL, NULL,
			    NULL, NULL));
		r = inflate(&s, Z_SYNC_FLUSH);
		n = sizeof(start) - s.avail_out;
		inflateEnd(&s);
		if (r != Z_OK && r != Z_STREAM_END)
			return (media_broken(z->m, "deflate"));
	}
	return (xml_safe(start, n) ? ERR_OK :
	    media_active(z->m, "DOCTYPE"));
}

static enum err
member_check(struct archive *z, const struct member *e)
{
	static const char *const ACTIVE[] = { "vbaProject", "vbaData",
	    "activeX/", "macrosheets/", "dialogsheets/", NULL };
	size_t i, data;

	if (!name_safe(e))
		return (media_broken(z->m, "name"));
	for (i = 0; ACTIVE[i] != NULL; i++)
		if (holds(e, ACTIVE[i]))
			return (media_active(z->m, ACTIVE[i]));
	if ((e->flags & 0x2041) != 0)
		return (fault_set(z->m->fault, ERR_TYPE, "media.locked",
		    "file", NULL));
	if ((e->method != 0 && e->method != 8) ||
	    (e->method == 0 && e->packed != e->unpacked) ||
	    (e->unpacked > 1024 * 1024 &&
	    e->unpacked / RATIO_MAX > e->packed))
		return (media_broken(z->m, "member"));
	z->packed += e->packed;
	z->unpacked += e->unpacked;
	if (z->unpacked > UNPACKED_MAX || z->packed > z->m->n)
		return (media_broken(z->m, "size"));
	if ((data = member_data(z, e)) == 0)
		return (media_broken(z->m, "header"));
	if (ends(e, ".xml") || ends(e, ".rels") || ends(e, ".vml"))
		return (xml_look(z, e, data));
	return (ERR_OK);
}

static const char *
main_member(const char *extension)
{
	return (extension[0] == 'd' ? "word/document.xml" :
	    extension[0] == 'x' ? "xl/workbook.xml" : "ppt/presentation.xml");
}

enum err
media_ooxml(struct media_file *m)
{
	struct archive z = { .m = m };
	struct member e;
	size_t at;
	uint32_t i;
	enum err err;

	if ((err = archive_open(&z)) != ERR_OK)
		return (err);
	for (i = 0, at = z.directory; i < z.count; i++) {
		if (!member_read(&z, &at, &e))
			return (media_broken(m, "directory"));
		if ((err = member_check(&z, &e)) != ERR_OK)
			return (err);
		if ((named(&e, "[Content_Types].xml") && z.types) ||
		    (named(&e, main_member(m->extension)) && z.main))
			return (media_broken(m, "twice"));
		z.types |= named(&e, "[Content_Types].xml");
		z.main |= named(&e, main_member(m->extension));
	}
	if (!z.types || !z.main || at != z.directory_end)
		return (media_broken(m, "[Content_Types].xml"));
	return (ERR_OK);
}

/* Names of an OLE directory are UTF-16LE; macros have a storage of their own,
 * in Word "Macros", in Excel "_VBA_PROJECT_CUR". */
enum err
media_ole(struct media_file *m)
{
	static const struct { const char *text; size_t n; } ACTIVE[] = {
		{ "_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0", 24 },
		{ "M\0a\0c\0r\0o\0s\0\0\0", 14 },
		{ "V\0B\0A\0\0\0", 8 },
	};
	size_t i;

	if (m->n < 1536 || memcmp(m->p, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
	    8) != 0 || le16(m->p + 28) != 0xfffe ||
	    (le16(m->p + 30) != 9 && le16(m->p + 30) != 12))
		return (media_broken(m, "OLE"));
	for (i = 0; i < sizeof(ACTIVE) / sizeof(ACTIVE[0]); i++)
		if (memmem(m->p, m->n, ACTIVE[i].text, ACTIVE[i].n) != NULL)
			return (media_active(m, "VBA"));
	return (ERR_OK);
}
