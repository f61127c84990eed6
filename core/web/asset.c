/*
 * Static files of site, theme, parent theme and plugins.  Addresses made by
 * asset() carry the file's time as ?v=, so what they name never changes.
 */
#include "web/asset.h"

#include <limits.h>
#include <string.h>

#include "script/script.h"
#include "web/compress.h"
#include "web/file.h"

#define CACHE_CHECK "public, no-cache"

static const struct {
	const char	*ending, *type;
} types[] = {
	{ ".css", "text/css; charset=utf-8" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".mjs", "text/javascript; charset=utf-8" },
	{ ".json", "application/json; charset=utf-8" },
	{ ".svg", "image/svg+xml" },
	{ ".png", "image/png" },
	{ ".jpg", "image/jpeg" },
	{ ".gif", "image/gif" },
	{ ".webp", "image/webp" },
	{ ".ico", "image/x-icon" },
	{ ".woff2", "font/woff2" },
	{ ".txt", "text/plain; charset=utf-8" },
};

/* NULL for what isn't served: templates, sources, anything unknown. */
static const char *
asset_type(const char *path)
{
	const char *dot = strrchr(path, '.');
	size_t i;

	for (i = 0; dot != NULL && i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(dot, types[i].ending) == 0)
			return (types[i].type);
	return (NULL);
}

enum err
asset_answer(struct exchange *x)
{
	const char *path = pairs_get(&x->rq->params, "path");
	char found[PATH_MAX];
	struct file file = { .path = found, .type = asset_type(path) };
	enum err e;

	if (file.type == NULL)
		return (fault_set(&x->fault, ERR_NOT_FOUND, "page.unknown",
		    NULL, NULL));
	e = script_file(x->lane->script, x->site, path, found, sizeof(found),
	    &x->fault);
	if (e != ERR_OK)
		return (e);
	file.text = compress_type(file.type);
	file.cache = pairs_get(&x->rq->query, "v") != NULL ? CACHE_FOREVER :
	    CACHE_CHECK;
	return (file_answer(x, &file));
}
