/*
 * Fills a site with articles that look like real ones, through the acts that
 * staff use: written, submitted, approved three times, published.
 *
 *	fill --sites DIR --site NAME --entries N --columns C
 *
 * The site is made here, with people "fill-…" and C columns beside each
 * other; one that is there already gets more.  The clock of this process goes
 * a minute an entry and ends now, so that lists have dates to sort by.  Acts
 * go in batches of one transaction each (site_bulk_begin()): what is measured
 * is the domain's work, not the disk's.  As with an import of thousands, the
 * index for the search is made afterwards, as the clerk does it.  Prints how
 * many a second of both.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/time.h"
#include "cms/act.h"
#include "cms/search.h"
#include "cms/site.h"
#include "cms/user.h"
#include "fill_words.h"

#define BATCH 100
#define CHARACTERS 2000
#define STEPS 3
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct fill {
	struct call	call;
	struct actor	system, writer, reviewer[STEPS];
	int64_t		columns;
	uint64_t	random;
};

/* xorshift64: the same text each time. */
static uint64_t
next(struct fill *s)
{
	s->random ^= s->random << 13;
	s->random ^= s->random >> 7;
	s->random ^= s->random << 17;
	return (s->random);
}

#define PICK(s, list) ((list)[next(s) % COUNT(list)])

/* What an article is about: it speaks of few things again and again, as real
 * ones do, and the site as a whole of many. */
struct subject {
	const char	*who[2], *what[3];
	char		place[32], person[32];
};

static void
subject(struct fill *s, struct subject *o)
{
	size_t i;

	for (i = 0; i < COUNT(o->who); i++)
		o->who[i] = PICK(s, who);
	for (i = 0; i < COUNT(o->what); i++)
		o->what[i] = PICK(s, what);
	snprintf(o->place, sizeof(o->place), "%s%s%s", PICK(s, place_first),
	    PICK(s, place_second), PICK(s, place_kind));
	snprintf(o->person, sizeof(o->person), "%s%s%s", PICK(s, surname),
	    PICK(s, given), next(s) % 3 > 0 ? PICK(s, given) : "");
}

/* Texts one after the other, up to a NULL. */
static void
put(struct buf *out, const char *const *texts)
{
	for (; *texts != NULL; texts++)
		buf_text(out, *texts);
}

#define PUT(out, ...) put(out, (const char *const[]){ __VA_ARGS__, NULL })

static void
sentence(struct fill *s, const struct subject *o, struct buf *out)
{
	switch (next(s) % 5) {
	case 0:
		PUT(out, PICK(s, when), "，", PICK(s, o->who), "在", o->place,
		    PICK(s, does), PICK(s, o->what), "。");
		break;
	case 1:
		PUT(out, PICK(s, o->who), "负责人", o->person, "介绍，",
		    PICK(s, how), "。");
		break;
	case 2:
		buf_printf(out, "共有 %d 人参加，投入资金 %d.%d 万元。",
		    (int)(next(s) % 900 + 12), (int)(next(s) % 400 + 1),
		    (int)(next(s) % 10));
		break;
	default:
		PUT(out, PICK(s, when), "，", PICK(s, does), PICK(s, o->what),
		    "，", PICK(s, how), "。");
	}
}

/* Paragraphs of some 200 characters; a character of ours has three bytes. */
static struct json *
article(struct fill *s, int64_t number)
{
	struct arena *a = s->call.arena;
	struct json *o = json_object(a);
	struct buf body = { 0 };
	struct subject about;
	size_t paragraph;

	subject(s, &about);
	while (body.length < (size_t)CHARACTERS * 3) {
		buf_text(&body, "<p>");
		paragraph = body.length;
		while (body.length < paragraph + 600)
			sentence(s, &about, &body);
		buf_text(&body, "</p>");
	}
	json_put_text(a, o, "column", arena_printf(a, "c%d",
	    (int)(number % s->columns)));
	json_put_text(a, o, "title", arena_printf(a, "%s%s%s%s（第 %" PRId64
	    " 期）", about.who[0], next(s) % 2 > 0 ? about.place : "",
	    PICK(s, does), about.what[0], number));
	json_put_text(a, o, "source", about.who[1]);
	json_put_text(a, o, "body", buf_string(&body));
	buf_cleanup(&body);
	return (o);
}

static enum err
as(struct fill *s, const struct actor *actor, const char *act,
    const struct json *in, struct json **out)
{
	s->call.actor = actor;
	return (act_call(&s->call, act, in, out));
}

static enum err
entry(struct fill *s, int64_t number)
{
	struct arena *a = s->call.arena;
	struct json *in, *made = NULL, *out = NULL;
	enum err e;
	int i;

	e = as(s, &s->writer, "entry.create", article(s, number), &made);
	in = json_object(a);
	json_put_int(a, in, "id", json_get_int(made, "id", 0));
	if (e == ERR_OK) {
		json_put_bool(a, in, "secrecy_checked", true);
		e = as(s, &s->writer, "entry.submit", in, &out);
	}
	in = json_object(a);
	json_put_int(a, in, "id", json_get_int(made, "id", 0));
	json_put_text(a, in, "hash", json_get_text(made, "hash", ""));
	for (i = 0; i < STEPS && e == ERR_OK; i++)
		e = as(s, &s->reviewer[i], "entry.approve", in, &out);
	return (e);
}

static enum err
batch(struct fill *s, int64_t from, int64_t to, int64_t clock)
{
	struct site *site = s->call.site;
	enum err e = site_bulk_begin(site, s->call.fault);

	for (; e == ERR_OK && from < to; from++) {
		time_set_for_test(clock - 60 * (to - from));
		e = entry(s, from);
	}
	if (e == ERR_OK)
		return (site_bulk_commit(site, s->call.fault));
	site_bulk_rollback(site);
	return (e);
}

static enum err
person(struct fill *s, const char *name, const char *role, struct actor *out)
{
	struct arena *a = s->call.arena;
	struct json *in = json_object(a), *unused;
	int64_t id = 0;
	enum err e = user_id(s->call.cms, name, &id, s->call.fault);

	if (e == ERR_OK && id == 0) {
		json_put_text(a, in, "name", name);
		json_put_text(a, in, "display", "填充");
		json_put_text(a, in, "password", "Fill-the-s1te!");
		json_put_bool(a, in, "must_change", false);
		e = as(s, &s->system, "user.create", in, &unused);
		in = json_object(a);
		json_put_text(a, in, "user", name);
		json_put_text(a, in, "role", role);
		json_put_text(a, in, "site", s->call.site->name);
		if (e == ERR_OK)
			e = as(s, &s->system, "grant.add", in, &unused);
		if (e == ERR_OK)
			e = user_id(s->call.cms, name, &id, s->call.fault);
	}
	return (e == ERR_OK ? actor_load(s->call.cms, id, a, out,
	    s->call.fault) : e);
}

static enum err
column(struct fill *s, int64_t n)
{
	struct arena *a = s->call.arena;
	struct json *in = json_object(a), *unused;
	enum err e;

	json_put_text(a, in, "path", arena_printf(a, "c%d", (int)n));
	e = as(s, &s->system, "column.read", in, &unused);
	if (e != ERR_NOT_FOUND)
		return (e);
	json_put_text(a, in, "title", arena_printf(a, "第 %d 栏目", (int)n));
	return (as(s, &s->system, "column.create", in, &unused));
}

/* Site, people and columns, where they aren't there yet. */
static enum err
prepare(struct fill *s, const char *name)
{
	static const char *const roles[STEPS] = { "reviewer1", "reviewer2",
	    "reviewer3" };
	struct arena *a = s->call.arena;
	struct json *in = json_object(a), *hosts, *unused;
	int64_t i;
	enum err e = ERR_OK;

	if (cms_site(s->call.cms, name, &s->call.site, s->call.fault) !=
	    ERR_OK) {
		json_put_text(a, in, "name", name);
		json_put_text(a, in, "title", "规模测试");
		hosts = json_put(in, "hosts", json_array(a));
		json_add(hosts, json_string(a, arena_printf(a, "%s.localhost",
		    name)));
		e = as(s, &s->system, "site.create", in, &unused);
		if (e == ERR_OK)
			e = cms_site(s->call.cms, name, &s->call.site,
			    s->call.fault);
	}
	for (i = 0; i < s->columns && e == ERR_OK; i++)
		e = column(s, i);
	if (e == ERR_OK)
		e = person(s, arena_printf(a, "fill-%s-w", name), "contributor",
		    &s->writer);
	for (i = 0; i < STEPS && e == ERR_OK; i++)
		e = person(s, arena_printf(a, "fill-%s-%d", name, (int)i + 1),
		    roles[i], &s->reviewer[i]);
	return (e);
}

static double
seconds(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return ((double)t.tv_sec + (double)t.tv_nsec / 1e9);
}

static enum err
publish(struct fill *s, int64_t entries)
{
	struct arena *keep = s->call.arena;
	int64_t now = time_now(), first = 0, from, to;
	enum err e = db_value(s->call.site->db, &first, s->call.fault,
	    "SELECT coalesce(max(id), 0) FROM entry");

	s->random += (uint64_t)first;
	s->call.arena = arena_alloc();
	for (from = 0; e == ERR_OK && from < entries; from = to) {
		to = from + BATCH < entries ? from + BATCH : entries;
		e = batch(s, first + from, first + to,
		    now - 60 * (entries - to));
		arena_reset(s->call.arena);
	}
	arena_free(s->call.arena);
	s->call.arena = keep;
	return (e);
}

/* The clerk's work, until none is left. */
static enum err
build_index(struct fill *s, int64_t entries)
{
	int64_t done = 1;
	enum err e = ERR_OK;

	while (e == ERR_OK && done > 0)
		e = search_work(s->call.site, time_now(), &done,
		    s->call.fault);
	return (e);
}

/* Runs one of the two and says how many a second it did. */
static enum err
timed(struct fill *s, const char *done, int64_t entries,
    enum err (*run)(struct fill *s, int64_t entries))
{
	double wall = seconds(CLOCK_MONOTONIC);
	double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
	enum err e = run(s, entries);

	wall = seconds(CLOCK_MONOTONIC) - wall;
	cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
	if (e == ERR_OK)
		printf("%" PRId64 " entries %s, %.0f a second (%.0f a second"
		    " of CPU)\n", entries, done, (double)entries / wall,
		    (double)entries / cpu);
	fflush(stdout);
	return (e);
}

int
main(int argc, char **argv)
{
	const char *sites = NULL, *site = NULL, *root = getenv("MINGCHUANG_ROOT");
	int64_t entries = 0;
	struct fault f = { .err = ERR_OK };
	struct fill s = { .columns = 10, .random = 88172645463325252u };
	enum err e;
	int i;

	for (i = 1; i + 1 < argc; i += 2)
		if (strcmp(argv[i], "--sites") == 0)
			sites = argv[i + 1];
		else if (strcmp(argv[i], "--site") == 0)
			site = argv[i + 1];
		else if (strcmp(argv[i], "--entries") == 0)
			entries = strtoll(argv[i + 1], NULL, 10);
		else if (strcmp(argv[i], "--columns") == 0)
			s.columns = strtoll(argv[i + 1], NULL, 10);
		else
			break;
	if (i != argc || sites == NULL || site == NULL || entries < 1 ||
	    s.columns < 1) {
		fputs("fill --sites DIR --site NAME --entries N"
		    " [--columns C]\n", stderr);
		return (2);
	}
	s.call.arena = arena_alloc();
	s.call.fault = &f;
	actor_system(&s.system, "fill");
	e = cms_open(&s.call.cms, root != NULL ? root : ".", sites, DB_WRITE,
	    &f);
	if (e == ERR_OK && (e = prepare(&s, site)) == ERR_OK) {
		s.call.site->index_later = true;
		e = timed(&s, "published", entries, publish);
		s.call.site->index_later = false;
		if (e == ERR_OK)
			e = timed(&s, "indexed", entries, build_index);
	}
	if (e != ERR_OK)
		fprintf(stderr, "fill: %s %s %s\n", f.name, f.field, f.detail);
	cms_close(s.call.cms);
	arena_free(s.call.arena);
	return (e == ERR_OK ? 0 : 1);
}
