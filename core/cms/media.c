/*
 * Stored files as rows: looking one up, its URL, and which revisions use it.
 * media_act.c takes files in and gives lists; media_type.c, media_picture.c …
 * check them.
 */
#include <string.h>

#include "base/hash.h"
#include "cms/media.h"

#define URL_START "/media/"

enum err
media_find(struct site *site, struct arena *a, const char *hash,
    struct media *out, const char **path, struct fault *f)
{
	struct json *row = NULL;
	enum err e = ERR_OK;

	if (hash_valid(hash))
		e = db_one(site->db, a, &row, f,
		    "SELECT hash, name, type, kind, alt, bytes, width, height,"
		    " at, user_name, sizes AS sizes_json FROM media WHERE hash = :hash",
		    DB_TEXT(":hash", hash));
	if (e != ERR_OK)
		return (e);
	if (row == NULL)
		return (fault_set(f, ERR_NOT_FOUND, "media.unknown", "hash",
		    NULL));
	out->hash = json_get_text(row, "hash", "");
	out->name = json_get_text(row, "name", "");
	out->type = json_get_text(row, "type", "");
	out->kind = json_get_text(row, "kind", "");
	out->alt = json_get_text(row, "alt", "");
	out->bytes = json_get_int(row, "bytes", 0);
	out->width = json_get_int(row, "width", 0);
	out->height = json_get_int(row, "height", 0);
	out->at = json_get_int(row, "at", 0);
	out->user_name = json_get_text(row, "user_name", "");
	out->sizes = json_get(row, "sizes");
	*path = arena_printf(a, "%s/data/media/%.2s/%s", site->folder, hash,
	    hash);
	return (ERR_OK);
}

const char *
media_url(struct arena *a, const char *hash, const char *name)
{
	struct buf b;
	const char *url;

	buf_init(&b);
	buf_printf(&b, URL_START "%s/", hash);
	for (; *name != '\0'; name++)
		if ((*name >= '0' && *name <= '9') ||
		    (*name >= 'A' && *name <= 'Z') ||
		    (*name >= 'a' && *name <= 'z') ||
		    strchr("-._~", *name) != NULL)
			buf_char(&b, *name);
		else
			buf_printf(&b, "%%%02X", (unsigned char)*name);
	url = arena_text(a, buf_string(&b));
	buf_cleanup(&b);
	return (url);
}

enum err
media_known(struct site *site, const char *hash, bool *known,
    struct fault *f)
{
	int64_t found = 0;
	enum err e = db_value(site->db, &found, f,
	    "SELECT count(*) FROM media WHERE hash = :hash",
	    DB_TEXT(":hash", hash));

	*known = found != 0;
	return (e);
}

enum err
media_is_live(struct site *site, const char *hash, bool *live,
    struct fault *f)
{
	int64_t found = 0;
	enum err e = db_value(site->db, &found, f,
	    "SELECT EXISTS (SELECT 1 FROM media_use u JOIN revision r"
	    " ON r.id = u.revision JOIN live l ON l.entry = r.entry"
	    " AND l.revision = r.id WHERE u.media = :hash)"
	    " OR " MEDIA_IS_LOGO,
	    DB_TEXT(":hash", hash));

	*live = found != 0;
	return (e);
}

enum err
media_use(struct call *c, int64_t revision, const struct json *hashes)
{
	enum err e = ERR_OK;

	json_each(hash, hashes) {
		e = db_run(c->site->db, c->fault,
		    "INSERT OR IGNORE INTO media_use (media, revision)"
		    " SELECT hash, :revision FROM media WHERE hash = :hash",
		    DB_INT(":revision", revision),
		    DB_TEXT(":hash", hash->text));
		if (e != ERR_OK)
			break;
	}
	return (e);
}

enum err
media_forget(struct call *c, const char *hash)
{
	c->site->live_changed = true;	/* workers hold the file open */
	return (db_run(c->site->db, c->fault,
	    "DELETE FROM media WHERE hash = :hash", DB_TEXT(":hash", hash)));
}

const char *
media_hash_of(struct arena *a, const char *url)
{
	size_t n = strlen(URL_START);
	const char *hash;

	if (strncmp(url, URL_START, n) != 0 ||
	    strlen(url + n) < HASH_SIZE - 1)
		return (NULL);
	hash = arena_copy(a, url + n, HASH_SIZE - 1);
	return (hash_valid(hash) ? hash : NULL);
}
