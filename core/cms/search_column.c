/* Columns that are called what was asked for: see search_inside.h. */
#include <string.h>

#include "base/han.h"
#include "base/utf8.h"
#include "cms/search_inside.h"

#define COLUMNS_READ_MAX "1000"
#define COLUMNS_SHOWN 5

/* Has it all the words? */
static bool
title_has(const char *title, const struct search_words *w)
{
	const char *p = title, *end = title + strlen(title);
	struct buf folded = { 0 };
	char one[4];
	uint32_t c;
	size_t i;

	while (p < end) {
		c = utf8_next(&p, end);
		if (c != UTF8_BAD)
			buf_append(&folded, one, utf8_put(one, han_fold(c)));
	}
	for (i = 0; i < w->count; i++)
		if (strstr(buf_string(&folded), w->word[i]) == NULL)
			break;
	buf_cleanup(&folded);
	return (i == w->count);
}

enum err
search_columns(struct site *site, struct arena *a,
    const struct search_words *w, struct json **out, struct fault *f)
{
	struct json *rows, *o;
	enum err e = db_all(site->db, a, &rows, f,
	    "SELECT title, path FROM \"column\" ORDER BY in_menu DESC,"
	    " length(path), position LIMIT " COLUMNS_READ_MAX);

	*out = json_array(a);
	if (e != ERR_OK || w->count == 0)
		return (e);
	json_each(row, rows) {
		if (!title_has(json_get_text(row, "title", ""), w))
			continue;
		o = json_add(*out, json_object(a));
		json_put_text(a, o, "title", json_get_text(row, "title", ""));
		json_put_text(a, o, "url", arena_printf(a, "/%s/",
		    json_get_text(row, "path", "")));
		if ((*out)->length == COLUMNS_SHOWN)
			break;
	}
	return (ERR_OK);
}
