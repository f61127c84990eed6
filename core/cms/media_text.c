/* See media_text.h.  Files are read outside of any transaction. */
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/child.h"
#include "base/utf8.h"
#include "cms/media.h"
#include "cms/media_text.h"
#include "cms/search.h"
#include "html/office.h"

#define TEXT_MAX OFFICE_TEXT_MAX
#define AGAIN 3600	/* seconds until a missing pdftotext is looked for */

static const struct child_limits pdf_limits = {
	.seconds = 20, .memory = 512u * 1024 * 1024, .output = TEXT_MAX
};

struct content {
	void	*p;
	size_t	n;
};

static enum err
content_open(const char *path, struct content *c, struct fault *f)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	c->p = MAP_FAILED;
	if (fd != -1 && fstat(fd, &st) == 0 && st.st_size > 0) {
		c->n = (size_t)st.st_size;
		c->p = mmap(NULL, c->n, PROT_READ, MAP_PRIVATE, fd, 0);
	}
	if (fd != -1)
		close(fd);
	return (c->p != MAP_FAILED ? ERR_OK : fault_set(f, ERR_NOT_FOUND,
	    "media.unknown", "hash", NULL));
}

static bool
is_office(const char *type)
{
	return (strncmp(type, "application/vnd.openxmlformats", 30) == 0);
}

/* What isn't a character, or is one that no text has, becomes a space. */
static void
text_clean(struct buf *b)
{
	const char *p = buf_string(b), *end = p + b->length, *from;
	struct buf out = { 0 };
	uint32_t c;

	while (p < end && out.length < TEXT_MAX) {
		from = p;
		c = utf8_next(&p, end);
		if (c == UTF8_BAD || (c < ' ' && c != '\n' && c != '\t'))
			buf_char(&out, ' ');
		else
			buf_append(&out, from, (size_t)(p - from));
	}
	buf_cleanup(b);
	*b = out;
}

static enum err
text_extract(const struct media *m, const char *path, struct buf *out,
    struct fault *f)
{
	const char *pdf[] = { "pdftotext", "-q", "-enc", "UTF-8", "-nopgbrk",
	    path, "-", NULL };
	struct content c;
	enum err e;

	if (strcmp(m->type, "application/pdf") == 0)
		return (child_run(pdf, &pdf_limits, out, f));
	if ((e = content_open(path, &c, f)) != ERR_OK)
		return (e);
	if (is_office(m->type))
		e = office_text(c.p, c.n, out, f);
	else
		buf_append(out, c.p, c.n < TEXT_MAX ? c.n : TEXT_MAX);
	munmap(c.p, c.n);
	return (e);
}

static enum err
one_make(struct site *site, struct arena *a, const char *hash, int64_t now,
    struct fault *f)
{
	struct fault why = { .err = ERR_OK };
	struct buf text = { 0 };
	struct media m;
	const char *path;
	enum err e = media_find(site, a, hash, &m, &path, f), made;

	if (e != ERR_OK)
		return (e);
	made = text_extract(&m, path, &text, &why);
	text_clean(&text);
	if ((e = site_begin(site, f)) == ERR_OK)
		e = db_run(site->db, f,
		    "INSERT INTO media_text (media, state, text, problem, at)"
		    " SELECT hash, :state, :text, :problem, :now FROM media"
		    " WHERE hash = :hash ON CONFLICT (media) DO UPDATE SET"
		    " state = excluded.state, text = excluded.text,"
		    " problem = excluded.problem, at = excluded.at",
		    DB_TEXT(":hash", hash), DB_TEXT(":state", made == ERR_OK ?
		    "done" : made == ERR_TOO_LARGE ? "part" : "failed"),
		    DB_TEXT(":text", made == ERR_OK || made == ERR_TOO_LARGE ?
		    buf_string(&text) : ""),
		    DB_TEXT(":problem", why.name != NULL ? why.name : ""),
		    DB_INT(":now", now));
	if (e == ERR_OK)
		e = search_file_made(site, hash, f);
	if (e == ERR_OK)
		e = site_commit(site, f);
	else
		site_rollback(site);
	buf_cleanup(&text);
	return (e);
}

enum err
media_text_make(struct site *site, int64_t now, int64_t *made,
    struct fault *f)
{
	struct arena *a = arena_alloc();
	struct json *rows = NULL;
	enum err e = db_all(site->db, a, &rows, f,
	    "SELECT hash FROM media WHERE (type IN ('application/pdf',"
	    " 'text/plain', 'text/csv', 'text/vtt') OR type GLOB"
	    " 'application/vnd.openxmlformats*') AND NOT EXISTS (SELECT 1"
	    " FROM media_text t WHERE t.media = media.hash AND"
	    " (t.problem <> 'child.missing' OR t.at > :again))"
	    " ORDER BY at LIMIT :max", DB_INT(":again", now - AGAIN),
	    DB_INT(":max", MEDIA_TEXT_ROUND));

	*made = 0;
	if (e == ERR_OK)
		json_each(row, rows) {
			e = one_make(site, a, json_get_text(row, "hash", ""),
			    now, f);
			if (e != ERR_OK)
				break;
			++*made;
		}
	arena_free(a);
	return (e);
}

enum err
media_text_read(struct site *site, struct arena *a, const char *hash,
    struct json **out, struct fault *f)
{
	struct media m;
	const char *path;
	struct json *row = NULL;
	enum err e = media_find(site, a, hash, &m, &path, f);

	if (e == ERR_OK)
		e = db_one(site->db, a, &row, f,
		    "SELECT state, text, problem FROM media_text"
		    " WHERE media = :hash", DB_TEXT(":hash", hash));
	if (e != ERR_OK)
		return (e);
	*out = json_object(a);
	json_put_text(a, *out, "hash", m.hash);
	json_put_text(a, *out, "name", m.name);
	json_put_text(a, *out, "state", json_get_text(row, "state",
	    strcmp(m.type, "application/pdf") == 0 || is_office(m.type) ||
	    strncmp(m.type, "text/", 5) == 0 ? "waiting" : "none"));
	json_put_text(a, *out, "text", json_get_text(row, "text", ""));
	json_put_text(a, *out, "problem", json_get_text(row, "problem", ""));
	return (ERR_OK);
}
