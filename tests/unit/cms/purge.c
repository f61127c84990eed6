/* Taking out what an entry said: everywhere, for good, and on record; content
 * that is shown until a day; published versions. */
#include <sys/stat.h>

#include "cms/expire.h"
#include "cms/ledger.h"
#include "cms/live.h"
#include "cms/media.h"
#include "cms/type.h"
#include "cms/version.h"
#include "world.h"

#define DAY 86400
#define WORKER \
	"{'name':'worker','title':'type.worker','until':'consent_until'," \
	"'until_reason':'同意已到期','personal':true,'history':true," \
	"'fields':[" \
	"{'name':'title','kind':'line','max':20,'required':true}," \
	"{'name':'body','kind':'html'}," \
	"{'name':'files','kind':'media_list'}," \
	"{'name':'consent_until','kind':'date','private':true}," \
	"{'name':'consent_paper','kind':'line','private':true}]}"

static struct world w;
static struct person author, keeper, people[3];
static char folder[512];

static bool
setup(void)
{
	static int count;
	size_t i;

	snprintf(folder, sizeof(folder), "%s/w%d", unit_folder(), ++count);
	time_set_for_test(-1);
	if (!world_open_in(&w, folder))
		return (false);
	author = person(&w, 11, "甲", ROLE_EDITOR, 0);
	keeper = person(&w, 13, "丙", ROLE_SITE_KEEPER, 0);
	ready(&author);
	ready(&keeper);
	for (i = 0; i < 3; i++) {
		people[i] = person(&w, 21 + (int64_t)i, "审", ROLE_REVIEWER,
		    (int)i + 1);
		ready(&people[i]);
	}
	return (type_register(w.cms, json_of(&w, "%s", WORKER), &w.fault) ==
	    ERR_OK);
}

static const char *
day_from_now(int days)
{
	static char out[TIME_SIZE];

	time_day(time_now() + (int64_t)days * DAY, out);
	return (out);
}

/* Submits and passes all steps; the last answer's fault stays in w. */
static enum err
pass(int64_t id, const char *hash)
{
	enum err e = ACT(&w, &author, "entry.submit",
	    "{'id':%lld,'secrecy_checked':true,'note':'说明-周明远'}",
	    (long long)id);
	size_t i;

	for (i = 0; e == ERR_OK && i < 3; i++)
		e = ACT(&w, &people[i], "entry.approve", "{'id':%lld,"
		    "'hash':'%s','comment':'意见-周明远'}", (long long)id,
		    hash);
	return (e);
}

static int64_t
publish(const char *body, const char *until)
{
	int64_t id;

	if (ACT(&w, &author, "entry.create", "{'column':'news',"
	    "'type':'worker','title':'周明远','body':'<p>%s</p>',"
	    "'consent_paper':'同意书-周明远','consent_until':'%s'}", body, until) != ERR_OK)
		return (0);
	id = out_int(&w, "id");
	return (pass(id, out_text(&w, "hash")) == ERR_OK ? id : 0);
}

static bool
correct(int64_t id, const char *body)
{
	return (ACT(&w, &author, "entry.read", "{'id':%lld}",
	    (long long)id) == ERR_OK &&
	    ACT(&w, &author, "entry.save", "{'id':%lld,"
	    "'base_revision':%lld,'body':'<p>%s</p>'}", (long long)id,
	    (long long)out_int(&w, "revision"), body) == ERR_OK &&
	    pass(id, out_text(&w, "hash")) == ERR_OK);
}

static const char *
ledger(void)
{
	struct ledger_report r;

	if (ledger_verify(w.site, 0, "", &r, &w.fault) != ERR_OK)
		return ("error");
	return (r.why != NULL ? r.why : "holds");
}

static bool
file_has(const char *path, const char *text)
{
	FILE *f = fopen(path, "rb");
	char *data = calloc(1, 8 << 20);
	size_t n = 0;
	bool found;

	if (f != NULL) {
		n = fread(data, 1, 8 << 20, f);
		fclose(f);
	}
	found = memmem(data, n, text, strlen(text)) != NULL;
	free(data);
	return (found);
}

/* Does the text stand anywhere in the site's database, bytes and all? */
static bool
stored(const char *text)
{
	char path[1024];

	snprintf(path, sizeof(path), "%s/jiang/data/site.db", folder);
	if (file_has(path, text))
		return (true);
	snprintf(path, sizeof(path), "%s/jiang/data/site.db-wal", folder);
	return (file_has(path, text));
}

TEST(a_purge_leaves_no_byte_of_the_text)
{
	struct json *gone = NULL;
	int64_t id;

	CHECK(setup());
	id = publish("他生于杏花巷", day_from_now(30));
	CHECK(id != 0 && correct(id, "他住在桂花巷"));
	CHECK_OK(ACT(&w, &author, "entry.autosave", "{'id':%lld,"
	    "'base_revision':%lld,'title':'周明远','body':'<p>梨花巷</p>'}",
	    (long long)id, (long long)out_int(&w, "revision")));
	CHECK(stored("周明远") && stored("桂花巷"));
	CHECK_OK(ACT(&w, &keeper, "entry.purge",
	    "{'id':%lld,'reason':'本人撤回同意'}", (long long)id));
	CHECK_INT(out_int(&w, "revisions"), 2);
	CHECK_TEXT(out_text(&w, "state"), "trash");
	CHECK(!stored("杏花巷"));
	CHECK(!stored("桂花巷"));
	CHECK(!stored("梨花巷"));
	CHECK(!stored("周明远"));
	CHECK_INT(live_entry(w.site, w.arena, id, &gone, &w.fault), ERR_GONE);
	CHECK_TEXT(json_get_text(gone, "title", "x"), "");
	CHECK_TEXT(json_get_text(gone, "reason", ""), "本人撤回同意");
	CHECK_TEXT(ledger(), "holds");
	world_close(&w);
}

TEST(what_was_purged_stays_so)
{
	int64_t id;

	CHECK(setup());
	id = publish("文", day_from_now(30));
	CHECK_OK(ACT(&w, &keeper, "entry.purge",
	    "{'id':%lld,'reason':'本人撤回同意'}", (long long)id));
	CHECK_ERR(ACT(&w, &keeper, "entry.purge",
	    "{'id':%lld,'reason':'本人撤回同意'}", (long long)id),
	    ERR_CONFLICT, "entry.purged");
	CHECK_ERR(ACT(&w, &keeper, "entry.untrash", "{'id':%lld}",
	    (long long)id), ERR_CONFLICT, "entry.purged");
	CHECK_OK(ACT(&w, &keeper, "entry.read", "{'id':%lld}",
	    (long long)id));
	CHECK(!out_allows(&w, "entry.untrash"));
	CHECK(!out_allows(&w, "entry.purge"));
	CHECK_ERR(ACT(&w, &keeper, "entry.save", "{'id':%lld,"
	    "'base_revision':%lld,'title':'x'}", (long long)id,
	    (long long)out_int(&w, "revision")), ERR_CONFLICT,
	    "entry.trashed");
	world_close(&w);
}

TEST(only_keepers_purge_and_only_with_a_reason)
{
	int64_t id;

	CHECK(setup());
	id = publish("文", day_from_now(30));
	CHECK_ERR(ACT(&w, &author, "entry.purge",
	    "{'id':%lld,'reason':'本人撤回同意'}", (long long)id),
	    ERR_FORBIDDEN, "permission.denied");
	CHECK_ERR(ACT(&w, &people[2], "entry.purge",
	    "{'id':%lld,'reason':'本人撤回同意'}", (long long)id),
	    ERR_FORBIDDEN, "permission.denied");
	CHECK_ERR(ACT(&w, &keeper, "entry.purge",
	    "{'id':%lld,'reason':'x'}", (long long)id), ERR_INPUT,
	    "entry.reason");
	world_close(&w);
}

TEST(files_that_nothing_else_uses_go_with_it)
{
	struct upload own = { .field = "file", .name = "a.txt",
	    .type = "text/plain", .data = "own\n", .length = 4 };
	struct upload both = { .field = "file", .name = "b.txt",
	    .type = "text/plain", .data = "both\n", .length = 5 };
	const char *a, *b, *path;
	struct media m;
	struct stat st;

	CHECK(setup());
	w.upload = &own;
	CHECK_OK(ACT(&w, &author, "media.upload", "{'file':0}"));
	a = out_text(&w, "hash");
	w.upload = &both;
	CHECK_OK(ACT(&w, &author, "media.upload", "{'file':0}"));
	b = out_text(&w, "hash");
	CHECK_OK(ACT(&w, &author, "entry.create", "{'column':'news',"
	    "'title':'x','attachments':[{'hash':'%s'}]}", b));
	CHECK_OK(ACT(&w, &author, "entry.create", "{'column':'news',"
	    "'type':'worker','title':'周','files':[{'hash':'%s'},"
	    "{'hash':'%s'}]}", a, b));
	CHECK_OK(media_find(w.site, w.arena, a, &m, &path, &w.fault));
	CHECK(stat(path, &st) == 0);
	CHECK_OK(ACT(&w, &keeper, "entry.purge",
	    "{'id':%lld,'reason':'本人撤回同意'}",
	    (long long)out_int(&w, "id")));
	CHECK_INT(out_int(&w, "files"), 1);
	CHECK(stat(path, &st) == -1);
	CHECK_INT(media_find(w.site, w.arena, a, &m, &path, &w.fault),
	    ERR_NOT_FOUND);
	CHECK_OK(media_find(w.site, w.arena, b, &m, &path, &w.fault));
	CHECK(stat(path, &st) == 0);
	world_close(&w);
}

static bool
tamper(const char *sql)
{
	return (db_run_text(w.site->db, &w.fault, sql, DB_ARGS()) == ERR_OK);
}

TEST(revisions_are_emptied_by_a_purge_and_nothing_else)
{
	int64_t id;

	CHECK(setup());
	id = publish("文", day_from_now(30));
	CHECK(id == 1);
	CHECK(!tamper("UPDATE revision SET content = '{}', note = ''"));
	CHECK(!tamper("INSERT INTO purge VALUES (1, 0, '', '', '')"));
	CHECK_OK(ACT(&w, &keeper, "entry.purge",
	    "{'id':1,'reason':'本人撤回同意'}"));
	CHECK(!tamper("UPDATE revision SET content = '{\"title\":\"x\"}'"));
	CHECK(!tamper("UPDATE revision SET hash = ''"));
	CHECK(!tamper("UPDATE purge SET reason = ''"));
	CHECK(!tamper("DELETE FROM purge"));
	CHECK(!tamper("UPDATE ledger SET reason = ''"));
	world_close(&w);
}

TEST(names_of_people_are_not_in_the_public_record)
{
	int64_t rows = -1;

	CHECK(setup());
	CHECK(publish("文", day_from_now(30)) == 1);
	CHECK_OK(db_value(w.site->db, &rows, &w.fault,
	    "SELECT count(*) FROM ledger WHERE title <> ''"));
	CHECK_INT(rows, 0);
	CHECK_TEXT(ledger(), "holds");
	/* The title of what is live is still what was approved. */
	CHECK(tamper("UPDATE live SET title = '别人'"));
	CHECK_TEXT(ledger(), "live");
	world_close(&w);
}

TEST(the_record_of_a_draft_that_was_purged_has_no_hash)
{
	int64_t rows = 0;

	CHECK(setup());
	CHECK_OK(ACT(&w, &author, "entry.create", "{'column':'news',"
	    "'type':'worker','title':'周明远'}"));
	CHECK_OK(ACT(&w, &keeper, "entry.purge",
	    "{'id':%lld,'reason':'本人撤回同意'}", (long long)out_int(&w, "id")));
	CHECK_OK(db_value(w.site->db, &rows, &w.fault,
	    "SELECT count(*) FROM ledger WHERE content_hash = ''"));
	CHECK_INT(rows, 1);
	CHECK_TEXT(ledger(), "holds");
	world_close(&w);
}

TEST(visitors_get_no_private_fields)
{
	struct json *v = NULL;
	const struct json *content;

	CHECK(setup());
	CHECK(publish("文", day_from_now(30)) == 1);
	CHECK_OK(live_entry(w.site, w.arena, 1, &v, &w.fault));
	content = json_get(v, "content");
	CHECK_TEXT(json_get_text(content, "title", ""), "周明远");
	CHECK(json_get(content, "consent_paper") == NULL);
	CHECK(json_get(content, "consent_until") == NULL);
	type_forget(w.cms, "worker");
	CHECK_OK(live_entry(w.site, w.arena, 1, &v, &w.fault));
	CHECK_INT(json_get(v, "content")->length, 0);
	world_close(&w);
}

TEST(what_has_ended_is_not_published)
{
	CHECK(setup());
	CHECK(publish("文", day_from_now(-1)) == 0);
	CHECK_TEXT(w.fault.name, "publish.expired");
	CHECK_TEXT(w.fault.field, "consent_until");
	/* Today is still in time. */
	CHECK(publish("文", day_from_now(0)) != 0);
	world_close(&w);
}

TEST(the_clerk_withdraws_on_the_day_after_the_last_one)
{
	struct json *gone = NULL;
	int64_t count, end;

	CHECK(setup());
	CHECK(publish("文", day_from_now(2)) == 1);
	CHECK(time_parse(day_from_now(3), &end));
	CHECK_OK(expire_due(w.cms, w.site, end - 1, &count, &w.fault));
	CHECK_INT(count, 0);
	CHECK_OK(live_entry(w.site, w.arena, 1, &gone, &w.fault));
	CHECK_OK(expire_due(w.cms, w.site, end, &count, &w.fault));
	CHECK_INT(count, 1);
	CHECK_INT(live_entry(w.site, w.arena, 1, &gone, &w.fault), ERR_GONE);
	CHECK_TEXT(json_get_text(gone, "reason", ""), "同意已到期");
	CHECK_OK(expire_due(w.cms, w.site, end, &count, &w.fault));
	CHECK_INT(count, 0);
	CHECK_TEXT(ledger(), "holds");
	world_close(&w);
}

TEST(a_longer_time_keeps_it_live)
{
	int64_t count, end;

	CHECK(setup());
	CHECK(publish("文", day_from_now(2)) == 1);
	CHECK(time_parse(day_from_now(3), &end));
	CHECK_OK(ACT(&w, &author, "entry.read", "{'id':1}"));
	CHECK_OK(ACT(&w, &author, "entry.save", "{'id':1,"
	    "'base_revision':%lld,'consent_until':'%s'}",
	    (long long)out_int(&w, "revision"), day_from_now(40)));
	CHECK_OK(pass(1, out_text(&w, "hash")));
	CHECK_OK(expire_due(w.cms, w.site, end, &count, &w.fault));
	CHECK_INT(count, 0);
	world_close(&w);
}

TEST(versions_are_what_was_published_since_it_was_last_withdrawn)
{
	struct json *v = NULL;

	CHECK(setup());
	CHECK(publish("一", day_from_now(30)) == 1);
	CHECK(correct(1, "二"));
	/* A draft is no version. */
	CHECK_OK(ACT(&w, &author, "entry.read", "{'id':1}"));
	CHECK_OK(ACT(&w, &author, "entry.save", "{'id':1,'base_revision':"
	    "%lld,'body':'<p>稿</p>'}", (long long)out_int(&w, "revision")));
	CHECK_OK(version_list(w.site, w.arena, 1, &v, &w.fault));
	CHECK_INT(json_get(v, "versions")->length, 2);
	CHECK_INT(json_get_int(json_get(v, "versions")->first, "number", 0),
	    2);
	CHECK(json_get_bool(json_get(v, "versions")->first, "current",
	    false));
	CHECK_OK(version_diff(w.site, w.arena, 1, 1, 2, &v, &w.fault));
	CHECK_INT(json_get(v, "fields")->length, 1);
	CHECK_TEXT(json_get_text(json_get(v, "fields")->first, "html", ""),
	    "<p><del>一</del><ins>二</ins></p>");
	CHECK_OK(version_read(w.site, w.arena, 1, 1, &v, &w.fault));
	CHECK_TEXT(json_get_text(v, "body", ""), "<p>一</p>");
	CHECK(json_get(json_get(v, "content"), "consent_paper") == NULL);
	CHECK_ERR(version_read(w.site, w.arena, 1, 3, &v, &w.fault),
	    ERR_NOT_FOUND, "version.unknown");
	CHECK_OK(ACT(&w, &keeper, "entry.withdraw",
	    "{'id':1,'reason':'内容有误'}"));
	CHECK_INT(version_list(w.site, w.arena, 1, &v, &w.fault), ERR_GONE);
	CHECK_INT(version_read(w.site, w.arena, 1, 1, &v, &w.fault),
	    ERR_GONE);
	CHECK(correct(1, "三"));
	CHECK_OK(version_list(w.site, w.arena, 1, &v, &w.fault));
	CHECK_INT(json_get(v, "versions")->length, 1);
	CHECK_OK(version_read(w.site, w.arena, 1, 1, &v, &w.fault));
	CHECK_TEXT(json_get_text(v, "body", ""), "<p>三</p>");
	world_close(&w);
}

TEST(types_without_history_show_no_versions)
{
	struct json *v = NULL;

	CHECK(setup());
	CHECK_OK(ACT(&w, &author, "entry.create",
	    "{'column':'news','title':'文'}"));
	CHECK_OK(pass(1, out_text(&w, "hash")));
	CHECK_ERR(version_list(w.site, w.arena, 1, &v, &w.fault),
	    ERR_NOT_FOUND, "version.unknown");
	world_close(&w);
}
