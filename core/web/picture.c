/* Sizes of pictures: see picture.h.  Who may see the picture sees them. */
#include "web/picture.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "cms/media.h"
#include "cms/picture.h"
#include "web/file.h"

static const char *
picture_type(const char *ending)
{
	return (strcmp(ending, "webp") == 0 ? "image/webp" :
	    strcmp(ending, "png") == 0 ? "image/png" : "image/jpeg");
}

enum err
picture_answer(struct exchange *x)
{
	struct arena *a = x->rq->arena;
	const char *hash = pairs_get(&x->rq->params, "hash");
	const char *name = pairs_get(&x->rq->params, "name");
	size_t digits = strspn(name, "0123456789");
	struct file file = { .cache = CACHE_MEDIA };
	const char *original;
	struct media m;
	enum err e;

	if (digits > 0 && digits <= 4 && name[digits] == '.')
		file.path = picture_path(x->site, a, hash,
		    strtoll(name, NULL, 10), name + digits + 1);
	if (file.path == NULL)
		return (fault_set(&x->fault, ERR_NOT_FOUND, "page.unknown",
		    NULL, NULL));
	if ((e = media_find(x->site, a, hash, &m, &original, &x->fault)) !=
	    ERR_OK || (e = file_shown(x, hash, &file)) != ERR_OK)
		return (e);
	/* Not there (any more): the picture itself will do. */
	if (access(file.path, R_OK) == -1)
		return (exchange_redirect(x, 302, media_url(a, hash, m.name)));
	file.type = picture_type(name + digits + 1);
	file.etag = arena_printf(a, "\"%s-%s\"", hash, name);
	exchange_header(x, "content-security-policy", "default-src 'none'");
	return (file_answer(x, &file));
}
