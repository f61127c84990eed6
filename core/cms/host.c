/* Hosts of sites: see host.h. */
#include "cms/host.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "store/db.h"

struct hosts {
	struct arena	*arena;
	struct host	*item;		/* sorted; NULL: to be read */
	size_t		count;
	struct host	only;		/* the single site; name NULL: none */
	uint64_t	generation;
};

struct hosts *
hosts_alloc(void)
{
	struct hosts *h = must_alloc(sizeof(*h));

	*h = (struct hosts){ .arena = arena_alloc() };
	return (h);
}

void
hosts_free(struct hosts *h)
{
	if (h == NULL)
		return;
	arena_free(h->arena);
	free(h);
}

/* Rows in the order of their hosts; a site without one has an empty row. */
static void
hosts_fill(struct hosts *h, const struct json *rows)
{
	const char *only = NULL, *name, *host;
	bool several = false;

	h->item = arena_get(h->arena, (rows->length + 1) * sizeof(*h->item));
	h->count = 0;
	json_each(row, rows) {
		name = json_get_text(row, "name", "");
		several |= only != NULL && strcmp(only, name) != 0;
		only = name;
		if ((host = json_get_text(row, "host", NULL)) != NULL)
			h->item[h->count++] = (struct host){ .host = host,
				.name = name, .first = json_get_int(row,
				"position", 0) == 0 };
	}
	h->only = (struct host){ .name = several ? NULL : only };
}

enum err
hosts_read(struct hosts *h, struct db *hub, uint64_t generation,
    struct fault *f)
{
	struct json *rows = NULL;
	enum err e;

	if (h->item != NULL && h->generation == generation)
		return (ERR_OK);
	h->item = NULL;
	arena_reset(h->arena);
	e = db_all(hub, h->arena, &rows, f,
	    "SELECT host, name, position FROM site LEFT JOIN site_host ON site = site.id "
	    "ORDER BY host");
	if (e != ERR_OK)
		return (e);
	hosts_fill(h, rows);
	h->generation = generation;
	return (ERR_OK);
}

const char *
hosts_first(const struct hosts *h, const char *name)
{
	size_t i;

	for (i = 0; h->item != NULL && i < h->count; i++)
		if (h->item[i].first && strcmp(h->item[i].name, name) == 0)
			return (h->item[i].host);
	return (NULL);
}

static int
host_compare(const void *host, const void *item)
{
	return (strcmp(host, ((const struct host *)item)->host));
}

struct host *
hosts_find(struct hosts *h, const char *host)
{
	struct host *found = bsearch(host, h->item, h->count,
	    sizeof(*h->item), host_compare);

	if (found == NULL && h->only.name != NULL)
		found = &h->only;
	return (found);
}
