/*
 * Words with the same meaning: a line each, spaces between, "#" before what is
 * a remark.  The site's staff write theirs among its settings, who keeps sites
 * as files in sites/NAME/synonyms.txt, and core/data/synonyms.txt is for all.
 * All is read anew for each search: it is small, and whoever edits it sees at
 * once what it does.
 */
#include <stdio.h>
#include <string.h>

#include "cms/search_inside.h"
#include "cms/setting.h"

#define FILE_MAX (256 * 1024)	/* bytes of a file */

static bool
line_has(const struct search_words *line, const struct search_words *w)
{
	size_t i, k;

	for (i = 0; i < line->count; i++)
		for (k = 0; k < w->count; k++)
			if (strcmp(line->word[i], w->word[k]) == 0)
				return (true);
	return (false);
}

static void
line_read(struct arena *a, const char *text, const struct search_words *w,
    struct json *out)
{
	struct search_words line;
	struct json *list;
	size_t i;

	if (text[0] == '#')
		return;
	search_words_read(a, text, &line);
	if (line.count < 2 || !line_has(&line, w))
		return;
	list = json_add(out, json_array(a));
	for (i = 0; i < line.count; i++)
		json_add(list, json_string(a, line.word[i]));
}

/* A missing file has no synonyms. */
static void
file_read(struct arena *a, const char *path, const struct search_words *w,
    struct json *out)
{
	FILE *in = fopen(path, "re");
	char line[1024];
	size_t total = 0;

	if (in == NULL)
		return;
	while (total < FILE_MAX && fgets(line, sizeof(line), in) != NULL) {
		total += strlen(line);
		line[strcspn(line, "\r\n")] = '\0';
		line_read(a, line, w, out);
	}
	fclose(in);
}

static enum err
setting_lines(struct site *site, struct arena *a,
    const struct search_words *w, struct json *out, struct fault *f)
{
	struct json *text = NULL;
	char *rest, *line;
	enum err e = setting_read(site, a, "synonyms", &text, f);

	if (e != ERR_OK || text == NULL || text->type != JSON_STRING)
		return (e);
	rest = arena_text(a, text->text);
	while ((line = strsep(&rest, "\r\n")) != NULL)
		line_read(a, line, w, out);
	return (ERR_OK);
}

enum err
search_synonyms(struct site *site, struct arena *a,
    const struct search_words *w, struct json **out, struct fault *f)
{
	*out = json_array(a);
	file_read(a, arena_printf(a, "%s/synonyms.txt", site->folder), w,
	    *out);
	file_read(a, arena_printf(a, "%s/core/data/synonyms.txt",
	    cms_root(site->cms)), w, *out);
	return (setting_lines(site, a, w, *out, f));
}
