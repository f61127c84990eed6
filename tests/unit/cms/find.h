/* Sites with people who publish, and what their search finds. */
#ifndef TEST_FIND_H
#define TEST_FIND_H

#include "base/utf8.h"
#include "cms/search.h"
#include "world.h"

static struct world w;
static struct person author, keeper, first, second, third;

static inline bool
people(void)
{
	struct person *all[] = { &author, &keeper, &first, &second, &third };

	author = person(&w, 11, "甲", ROLE_CONTRIBUTOR, 0);
	keeper = person(&w, 13, "丙", ROLE_SITE_KEEPER, 0);
	first = person(&w, 21, "初", ROLE_REVIEWER, 1);
	second = person(&w, 22, "复", ROLE_REVIEWER, 2);
	third = person(&w, 23, "终", ROLE_REVIEWER, 3);
	for (size_t i = 0; i < 5; i++)
		ready(all[i]);
	return (true);
}

static inline bool
setup(void)
{
	return (world_open(&w) && people());
}

/* With a file for the database and a place for media. */
static inline bool
setup_in_folder(void)
{
	static int count;
	static char folder[512];

	snprintf(folder, sizeof(folder), "%s/s%d", unit_folder(), ++count);
	return (world_open_in(&w, folder) && people());
}

/* The three reviewers pass what was submitted. */
static inline bool
pass(int64_t id, const char *hash)
{
	const struct person *people[] = { &first, &second, &third };

	if (ACT(&w, &author, "entry.submit", "{'id':%lld,"
	    "'secrecy_checked':true}", (long long)id) != ERR_OK)
		return (false);
	for (size_t i = 0; i < 3; i++)
		if (ACT(&w, people[i], "entry.approve",
		    "{'id':%lld,'hash':'%s'}", (long long)id, hash) != ERR_OK)
			return (false);
	return (true);
}

/* Publishes; 0 for a failure. */
static inline int64_t
publish(const char *column, const char *title, const char *body, int64_t at)
{
	int64_t id;
	bool done;

	time_set_for_test(at);
	if (ACT(&w, &author, "entry.create", "{'column':'%s','title':'%s',"
	    "'body':'<p>%s</p>','tags':['一','二']}", column, title, body) !=
	    ERR_OK)
		return (0);
	id = out_int(&w, "id");
	done = pass(id, out_text(&w, "hash"));
	time_set_for_test(-1);
	return (done ? id : 0);
}

/* What is found, as "2,1" of ids. */
static inline const char *
ids(const struct search_query *q)
{
	struct buf b = { 0 };
	const char *text;

	memset(&w.fault, 0, sizeof(w.fault));
	if (search_run(w.site, w.arena, q, &w.out, &w.fault) != ERR_OK)
		return (w.fault.name);
	json_each(one, json_get(w.out, "results"))
		buf_printf(&b, "%s%lld", b.length > 0 ? "," : "",
		    (long long)json_get_int(one, "id", 0));
	text = arena_text(w.arena, buf_string(&b));
	buf_cleanup(&b);
	return (text);
}

#define FIND(text) ids(&(struct search_query){ .q = (text) })

static inline const char *
marked(const struct json *parts)
{
	struct buf b = { 0 };
	const char *text;

	json_each(p, parts)
		buf_printf(&b, json_get_bool(p, "mark", false) ? "[%s]" :
		    "%s", json_get_text(p, "text", ""));
	text = arena_text(w.arena, buf_string(&b));
	buf_cleanup(&b);
	return (text);
}

static inline bool
index_good(void)
{
	struct search_report r;

	return (search_check(w.site, &r, NULL) == ERR_OK && r.waiting == 0 &&
	    r.strange == 0 && r.changed == 0 && r.live == r.indexed);
}

#endif
