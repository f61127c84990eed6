/* Sizes of pictures as pages see them: see picture.h. */
#include "cms/picture.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "cms/media.h"
#include "html/scan.h"

/* How wide the text of an article is. */
#define BODY_SIZES "(min-width: 64rem) 50rem, 100vw"

static bool
ending_known(const char *ending)
{
	return (strcmp(ending, "webp") == 0 || strcmp(ending, "jpg") == 0 ||
	    strcmp(ending, "png") == 0);
}

const char *
picture_path(struct site *site, struct arena *a, const char *hash,
    int64_t width, const char *ending)
{
	if (!hash_valid(hash) || width < 1 || width > PICTURE_WIDTH_MAX ||
	    !ending_known(ending))
		return (NULL);
	return (arena_printf(a, "%s/data/pictures/%.2s/%s-%lld.%s",
	    site->folder, hash, hash, (long long)width, ending));
}

void
picture_drop(struct site *site, const char *hash)
{
	struct arena *a = arena_alloc();
	const char *folder = arena_printf(a, "%s/data/pictures/%.2s",
	    site->folder, hash);
	DIR *dir = hash_valid(hash) ? opendir(folder) : NULL;
	const struct dirent *d;

	while (dir != NULL && (d = readdir(dir)) != NULL)
		if (strncmp(d->d_name, hash, HASH_SIZE - 1) == 0)
			unlink(arena_printf(a, "%s/%s", folder, d->d_name));
	if (dir != NULL)
		closedir(dir);
	arena_free(a);
}

static void
srcset_add(struct buf *out, const char *url, int64_t width)
{
	buf_printf(out, "%s%s %lldw", out->length > 0 ? ", " : "", url,
	    (long long)width);
}

void
picture_put(struct arena *a, struct json *view, const char *hash,
    const struct json *sizes, const char *url, int64_t width)
{
	struct buf b = { 0 };
	int64_t widest;
	bool webp;

	if (sizes == NULL || sizes->type != JSON_OBJECT)
		return;
	json_each(kind, sizes) {
		buf_reset(&b);
		widest = 0;
		json_each(w, kind) {
			widest = w->integer;
			srcset_add(&b, arena_printf(a, "/picture/%s/%lld.%s",
			    hash, (long long)widest, kind->name), widest);
		}
		webp = strcmp(kind->name, "webp") == 0;
		/* The picture itself for wide screens, also beside WebP
		 * where that saved nothing. */
		if (widest < width && width <= PICTURE_WIDTH_MAX)
			srcset_add(&b, url, width);
		if (b.length > 0)
			json_put_text(a, view, webp ? "webp" : "srcset",
			    buf_string(&b));
	}
	buf_cleanup(&b);
}

/* ---- bodies of articles ---- */

static const char *
attribute(struct arena *a, const struct html_piece *tag, const char *name)
{
	struct buf b = { 0 };
	const char *value = NULL;

	if (html_piece_attribute(tag, name, &b))
		value = arena_text(a, buf_string(&b));
	buf_cleanup(&b);
	return (value);
}

/* Width and height as the writer set them, completed from the file's own. */
static void
dimensions_add(struct arena *a, const struct html_piece *tag,
    const struct media *m, struct buf *out)
{
	const char *w = attribute(a, tag, "width");
	const char *h = attribute(a, tag, "height");
	int64_t n;

	if (m->width < 1 || m->height < 1 || (w != NULL && h != NULL))
		return;
	if (w != NULL && (n = strtoll(w, NULL, 10)) > 0)
		buf_printf(out, " height=\"%lld\"",
		    (long long)(n * m->height / m->width));
	else if (h != NULL && (n = strtoll(h, NULL, 10)) > 0)
		buf_printf(out, " width=\"%lld\"",
		    (long long)(n * m->width / m->height));
	else if (w == NULL && h == NULL)
		buf_printf(out, " width=\"%lld\" height=\"%lld\"",
		    (long long)m->width, (long long)m->height);
}

/* Addresses of sizes hold nothing that an attribute couldn't. */
static void
image_write(struct site *site, struct arena *a,
    const struct html_piece *tag, const struct media *m, bool first,
    struct buf *out)
{
	struct json *v = json_object(a);
	const char *webp, *srcset;

	picture_put(a, v, m->hash, m->sizes, media_url(a, m->hash, m->name),
	    m->width);
	webp = json_get_text(v, "webp", NULL);
	srcset = json_get_text(v, "srcset", NULL);
	if (webp != NULL)
		buf_printf(out, "<picture><source type=\"image/webp\""
		    " srcset=\"%s\" sizes=\"" BODY_SIZES "\">", webp);
	buf_append(out, tag->text, tag->length - 1);
	dimensions_add(a, tag, m, out);
	if (srcset != NULL)
		buf_printf(out, " srcset=\"%s\" sizes=\"" BODY_SIZES "\"",
		    srcset);
	buf_text(out, first ? " fetchpriority=\"high\">" :
	    " loading=\"lazy\" decoding=\"async\">");
	if (webp != NULL)
		buf_text(out, "</picture>");
}

enum err
picture_body(struct site *site, struct arena *a, const char *html,
    struct buf *out, struct fault *f)
{
	const char *p = html, *end = html + strlen(html), *src, *path, *hash;
	struct html_piece piece;
	struct media m;
	bool first = true;
	enum err e;

	while (html_scan(&p, end, &piece)) {
		hash = NULL;
		if (piece.kind == HTML_PIECE_OPEN &&
		    strcmp(piece.name, "img") == 0 &&
		    (src = attribute(a, &piece, "src")) != NULL)
			hash = media_hash_of(a, src);
		e = hash == NULL ? ERR_NOT_FOUND :
		    media_find(site, a, hash, &m, &path, f);
		if (e != ERR_OK && e != ERR_NOT_FOUND)
			return (e);
		if (e == ERR_OK)
			image_write(site, a, &piece, &m, first, out);
		else
			buf_append(out, piece.text, piece.length);
		first = first && e != ERR_OK;
	}
	return (ERR_OK);
}
