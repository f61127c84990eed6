/* Moving in: the act that makes an entry of an item once, and items as the
 * input of entries. */
#include "cms/entry_acts.h"
#include "cms/import.h"
#include "cms/live.h"
#include "world.h"

static struct world w;
static struct person author, other;

#define IMPORT(who, item, path, more) ACT(&w, who, "entry.import", \
	"{'kind':'csv','item':'%s','path':'%s'," more "'entry':{'column':" \
	"'news/notice','title':'题','body':'<p>文</p>'}}", item, path)

static bool
setup(void)
{
	if (!world_open(&w))
		return (false);
	author = person(&w, 11, "甲", ROLE_CONTRIBUTOR, 0);
	other = person(&w, 12, "乙", ROLE_REVIEWER, 1);
	ready(&author);
	ready(&other);
	return (true);
}

static int64_t
count(const char *table)
{
	int64_t n = -1;

	if (strcmp(table, "entry") == 0)
		(void)db_value(w.site->db, &n, NULL,
		    "SELECT count(*) FROM entry");
	else
		(void)db_value(w.site->db, &n, NULL,
		    "SELECT count(*) FROM entry_former");
	return (n);
}

TEST(an_item_becomes_one_draft_however_often_it_comes)
{
	int64_t id;

	CHECK(setup());
	CHECK_OK(IMPORT(&author, "a", "/old/1.html", ""));
	id = out_int(&w, "id");
	CHECK_TEXT(out_text(&w, "state"), "draft");
	CHECK_OK(IMPORT(&author, "a", "/old/1.html", ""));
	CHECK_INT(out_int(&w, "id"), id);
	CHECK(json_get_bool(w.out, "already", false));
	CHECK_OK(IMPORT(&author, "b", "/old/1.html", ""));
	CHECK_INT(count("entry"), 2);
	CHECK_INT(count("former"), 1);
	world_close(&w);
}

TEST(who_may_not_write_there_moves_nothing_in)
{
	CHECK(setup());
	CHECK_ERR(IMPORT(&other, "a", "/x", ""), ERR_FORBIDDEN,
	    "permission.denied");
	CHECK_ERR(IMPORT(&other, "a", "/x", "'trial':true,"), ERR_FORBIDDEN,
	    "permission.denied");
	CHECK_INT(count("entry"), 0);
	world_close(&w);
}

TEST(a_trial_checks_everything_and_writes_nothing)
{
	CHECK(setup());
	CHECK_OK(IMPORT(&author, "a", "/x", "'trial':true,"));
	CHECK_ERR(ACT(&w, &author, "entry.import", "{'kind':'csv',"
	    "'item':'a','trial':true,'entry':{'column':'news','title':''}}"),
	    ERR_INPUT, "input.missing");
	CHECK_INT(count("entry"), 0);
	world_close(&w);
}

TEST(an_old_address_leads_nowhere_before_its_entry_is_live)
{
	const char *url;

	CHECK(setup());
	CHECK_OK(IMPORT(&author, "a", "/old/1.html", ""));
	CHECK_INT(live_entry_former(w.site, w.arena, "/old/1.html", &url,
	    NULL), ERR_NOT_FOUND);
	world_close(&w);
}

static enum err
take(struct json *item, bool trial, struct json **made)
{
	struct call c = { .cms = w.cms, .site = w.site,
	    .actor = &author.actor, .fault = &w.fault };
	struct import m = { .c = &c, .kind = "html", .column = "news",
	    .files = unit_folder(), .page = "1.html", .name = "文件名",
	    .trial = trial, .arena = w.arena };
	enum err e = import_begin(&m);

	return (e == ERR_OK ? import_take(&m, w.arena, item, made) : e);
}

static const char *
content(int64_t id, const char *name)
{
	if (ACT(&w, &author, "entry.read", "{'id':%d}", (int)id) != ERR_OK)
		return ("?");
	return (json_get_text(json_get(w.out, "content"), name, ""));
}

TEST(what_does_not_fit_is_cut_or_left_out_and_told)
{
	struct json *item, *made;
	struct buf title = { 0 };
	int i, id;

	CHECK(setup());
	for (i = 0; i < 130; i++)
		buf_text(&title, "长");
	item = json_of(&w, "{'key':'k','title':'%s','body':'<p>a</p>"
	    "<script>b</script>','author':'甲\\n乙','tags':['好','a\\\\b']}",
	    buf_string(&title));
	buf_cleanup(&title);
	CHECK_INT(take(item, false, &made), ERR_OK);
	id = (int)json_get_int(made, "id", 0);
	CHECK_INT(strlen(content(id, "title")), 120 * 3);
	CHECK_TEXT(content(id, "author"), "甲 乙");
	CHECK_TEXT(content(id, "body"), "<p>a</p>");
	CHECK_INT(json_get(item, "notes")->length, 3);
	world_close(&w);
}

TEST(what_has_no_title_has_the_name_of_its_file)
{
	struct json *made;

	CHECK(setup());
	CHECK_INT(take(json_of(&w, "{'key':'k','body':'<p>a</p>'}"), true,
	    &made), ERR_OK);
	CHECK_TEXT(json_get_text(made, "title", ""), "文件名");
	CHECK(json_get(made, "id") == NULL);
	world_close(&w);
}
