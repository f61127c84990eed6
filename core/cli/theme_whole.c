/* What every page needs, whatever its theme: see theme.h. */
#include <string.h>

#include "cli/theme.h"

const struct theme_statement theme_statements[] = {
	{ "sponsor", "示例主办单位" }, { "contact", "示例联系方式" },
	{ "site_code", "1234567890" }, { "icp", "示例ICP备12345678号" },
	{ "police", "示例公网安备11000002000001号" },
	{ NULL, NULL }
};

static int
count_of(const char *text, const char *words)
{
	int n = 0;

	for (; (text = strstr(text, words)) != NULL; text++)
		n++;
	return (n);
}

/* What inspections read, on every page. */
static void
page_statements(struct theme_check *t, const char *path, const char *body)
{
	const char *foot = strstr(body, "<footer");
	const struct theme_statement *st;

	if (strstr(body, "<meta name=\"SiteName\" content=\"") == NULL)
		theme_found(t, path, 0, "the page lacks the meta tags of the"
		    " site: include(\"partials/meta\", { meta = meta })");
	for (st = theme_statements; st->setting != NULL; st++)
		if (foot == NULL || strstr(foot, st->text) == NULL)
			theme_found(t, path, 0, "the footer lacks"
			    " site.settings.%s", st->setting);
}

/* An article shows when it was published, as its meta tag says it. */
static void
page_date(struct theme_check *t, const char *path, const char *body)
{
	static const char mark[] = "<meta name=\"PubDate\" content=\"";
	const char *at = strstr(body, mark), *date;

	if (at == NULL)
		return;
	date = arena_printf(t->arena, "%.*s", (int)strcspn(at +
	    strlen(mark), "\""), at + strlen(mark));
	if (strstr(at + strlen(mark) + strlen(date), date) == NULL)
		theme_found(t, path, 0, "the page doesn't show when it was"
		    " published: date(entry.published_at)");
}

void
theme_whole(struct theme_check *t, const char *path, const char *body)
{
	if (count_of(body, "<h1") != 1)
		theme_found(t, path, 0, "%d h1: a page has one",
		    count_of(body, "<h1"));
	if (count_of(body, "<main") != 1)
		theme_found(t, path, 0, "a page has one main");
	if (strstr(body, "<html lang=\"") == NULL)
		theme_found(t, path, 0, "html has no lang");
	if (strstr(body, "<title>") == NULL)
		theme_found(t, path, 0, "no title");
	if (strstr(body, "href=\"#main\"") == NULL)
		theme_found(t, path, 0, "no link past the navigation");
	page_statements(t, path, body);
	page_date(t, path, body);
	theme_markup(t, path, body, true);
}
