#include "house.h"

#include <sys/stat.h>
#include <unistd.h>

#include "cms/audit.h"

static struct house h;
#define w (h.w)

TEST(a_new_site_has_its_folder_to_itself)
{
	char path[600];
	struct stat st;

	CHECK(house_open(&h));
	snprintf(path, sizeof(path), "%s/jiang/data", cms_sites(w.cms));
	CHECK(stat(path, &st) == 0 && S_ISDIR(st.st_mode));
	CHECK_INT(st.st_mode & 0777, 0700);
	snprintf(path, sizeof(path), "%s/jiang/data/site.db",
	    cms_sites(w.cms));
	CHECK(access(path, F_OK) == 0);
	house_close(&h);
}

TEST(a_site_is_found_by_its_hosts_and_a_single_one_by_any)
{
	struct site *site;

	CHECK(house_open(&h));
	CHECK_OK(cms_site_by_host(w.cms, "whatever", &site, &w.fault));
	CHECK_TEXT(site->name, "jiang");
	CHECK_OK(ACT(&w, &w.root, "site.create", "{'name':'gang',"
	    "'title':'钢','hosts':['gang.cn','www.gang.cn']}"));
	CHECK_OK(cms_site_by_host(w.cms, "www.gang.cn", &site, &w.fault));
	CHECK_TEXT(site->name, "gang");
	CHECK_OK(cms_site_by_host(w.cms, "www.example.cn", &site, &w.fault));
	CHECK_TEXT(site->name, "jiang");
	CHECK_ERR(cms_site_by_host(w.cms, "whatever", &site, &w.fault),
	    ERR_NOT_FOUND, "site.unknown");
	house_close(&h);
}

TEST(another_lane_learns_of_a_new_host)
{
	struct cms *lane;
	struct site *site;

	CHECK(house_open(&h));
	CHECK_OK(cms_open(&lane, world_root(), cms_sites(w.cms), DB_READ,
	    &w.fault));
	CHECK_OK(ACT(&w, &w.root, "site.create",
	    "{'name':'gang','title':'钢','hosts':['gang.cn']}"));
	CHECK_OK(cms_site_by_host(lane, "gang.cn", &site, &w.fault));
	CHECK_OK(ACT(&w, &w.root, "site.update",
	    "{'hosts':['www.example.cn','new.example.cn']}"));
	CHECK_OK(cms_site_by_host(lane, "new.example.cn", &site, &w.fault));
	CHECK_TEXT(site->name, "jiang");
	cms_close(lane);
	house_close(&h);
}

TEST(a_host_belongs_to_one_site)
{
	char path[600];

	CHECK(house_open(&h));
	CHECK_ERR(ACT(&w, &w.root, "site.create", "{'name':'gang',"
	    "'title':'钢','hosts':['gang.cn','www.example.cn']}"),
	    ERR_CONFLICT, "site.host_taken");
	snprintf(path, sizeof(path), "%s/gang/data/site.db",
	    cms_sites(w.cms));
	CHECK(access(path, F_OK) != 0);
	CHECK_INT(hub_value(&h, "SELECT count(*) FROM site"), 1);
	house_close(&h);
}

TEST(wrong_names_and_hosts_are_refused)
{
	static const char *const names[] = {
		"Gang", "../gang", "gang.cn", "-x", "钢",
		"a1234567890123456789012345678901234567890"
	};
	static const char *const hosts[] = {
		"GANG.cn", "gang.cn:80", "http://gang.cn", "gang..cn", "a b"
	};
	size_t i;

	CHECK(house_open(&h));
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		CHECK_INT(ACT(&w, &w.root, "site.create", "{'name':'%s',"
		    "'title':'钢','hosts':['gang.cn']}", names[i]), ERR_INPUT);
	for (i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++)
		CHECK_ERR(ACT(&w, &w.root, "site.create", "{'name':'gang',"
		    "'title':'钢','hosts':['%s']}", hosts[i]), ERR_INPUT,
		    "site.host");
	CHECK_ERR(ACT(&w, &w.root, "site.create",
	    "{'name':'gang','title':'钢','hosts':[]}"), ERR_INPUT,
	    "site.hosts");
	house_close(&h);
}

TEST(a_folder_with_data_is_left_alone)
{
	char path[600];
	FILE *file;

	CHECK(house_open(&h));
	snprintf(path, sizeof(path), "%s/gang", cms_sites(w.cms));
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/gang/data", cms_sites(w.cms));
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/gang/data/site.db",
	    cms_sites(w.cms));
	file = fopen(path, "w");
	fputs("precious", file);
	fclose(file);
	CHECK_ERR(ACT(&w, &w.root, "site.create",
	    "{'name':'gang','title':'钢','hosts':['gang.cn']}"), ERR_CONFLICT,
	    "site.exists");
	CHECK(access(path, F_OK) == 0);
	CHECK_INT(hub_value(&h, "SELECT count(*) FROM site"), 1);
	house_close(&h);
}

TEST(settings_are_checked_stored_and_raise_the_generation)
{
	struct person *keeper;
	uint64_t before;

	CHECK(house_open(&h));
	keeper = hire(&h, "keeper", "site_keeper", "jiang");
	before = site_generation(w.site);
	CHECK_OK(ACT(&w, keeper, "site.update",
	    "{'slogan':'劳动创造幸福','site_code':'4201000001'}"));
	CHECK_TEXT(json_get_text(json_get(w.out, "settings"), "slogan", NULL),
	    "劳动创造幸福");
	CHECK(site_generation(w.site) > before);
	before = site_generation(w.site);
	CHECK_ERR(ACT(&w, keeper, "site.update", "{'site_code':'42'}"),
	    ERR_INPUT, "setting.site_code");
	CHECK_ERR(ACT(&w, keeper, "site.update", "{'profile':'empire'}"),
	    ERR_INPUT, "input.choice");
	CHECK_ERR(ACT(&w, keeper, "site.update",
	    "{'slogan':'x','theme':'../etc'}"), ERR_INPUT,
	    "setting.no_folder");
	CHECK_ERR(ACT(&w, keeper, "site.update", "{'colour':'red'}"),
	    ERR_INPUT, "input.unknown");
	CHECK(site_generation(w.site) == before);
	CHECK_OK(ACT(&w, keeper, "site.read", "{}"));
	CHECK_TEXT(json_get_text(json_get(w.out, "settings"), "slogan", NULL),
	    "劳动创造幸福");
	CHECK_TEXT(out_text(&w, "profile"), "institution");
	CHECK_TEXT(out_text(&w, "title"), "江城");
	CHECK_OK(ACT(&w, keeper, "site.update", "{'slogan':null}"));
	CHECK_TEXT(json_get_text(json_get(w.out, "settings"), "slogan", NULL),
	    "");
	house_close(&h);
}

TEST(an_editor_does_not_change_the_site)
{
	struct person *editor;

	CHECK(house_open(&h));
	editor = hire(&h, "lisi", "editor", "jiang");
	CHECK_ERR(ACT(&w, editor, "site.update", "{'title':'x'}"),
	    ERR_FORBIDDEN, "permission.denied");
	CHECK_OK(ACT(&w, editor, "site.read", "{}"));
	CHECK_TEXT(out_text(&w, "title"), "江城");
	house_close(&h);
}

TEST(taken_hosts_leave_the_settings_as_they_were)
{
	CHECK(house_open(&h));
	CHECK_OK(ACT(&w, &w.root, "site.create",
	    "{'name':'gang','title':'钢','hosts':['gang.cn']}"));
	CHECK_ERR(ACT(&w, &w.root, "site.update",
	    "{'title':'新名','hosts':['gang.cn']}"), ERR_CONFLICT,
	    "site.host_taken");
	CHECK_OK(ACT(&w, &w.root, "site.read", "{}"));
	CHECK_TEXT(out_text(&w, "title"), "江城");
	CHECK_TEXT(out_text(&w, "host"), "www.example.cn");
	house_close(&h);
}

TEST(the_generation_is_shared_by_all_who_open_the_folder)
{
	struct cms *other;
	struct site *site;
	uint64_t before;

	CHECK(house_open(&h));
	CHECK_OK(cms_open(&other, world_root(), cms_sites(w.cms), DB_READ,
	    &w.fault));
	CHECK_OK(cms_site(other, "jiang", &site, &w.fault));
	before = site_generation(site);
	CHECK_OK(site_begin(w.site, &w.fault));
	CHECK_OK(site_commit(w.site, &w.fault));
	CHECK(site_generation(site) == before);
	CHECK_OK(site_begin(w.site, &w.fault));
	w.site->live_changed = true;
	CHECK(site_generation(site) == before);
	CHECK_OK(site_commit(w.site, &w.fault));
	CHECK(site_generation(site) == before + 1);
	CHECK_OK(site_begin(w.site, &w.fault));
	w.site->live_changed = true;
	site_rollback(w.site);
	CHECK_OK(site_begin(w.site, &w.fault));
	CHECK_OK(site_commit(w.site, &w.fault));
	CHECK(site_generation(site) == before + 1);
	cms_close(other);
	house_close(&h);
}

TEST(a_flood_of_small_changes_makes_pages_anew_once_a_second)
{
	uint64_t first, next;

	CHECK(house_open(&h));
	time_set_for_test(1700000000);
	first = site_generation(w.site);
	site_raise_soon(w.site);
	next = site_generation(w.site);
	CHECK(!generation_holds(first, 1700000000, next, 1700000000));
	first = next;
	site_raise_soon(w.site);
	next = site_generation(w.site);
	CHECK(next != first);
	CHECK(generation_holds(first, 1700000000, next, 1700000000));
	CHECK(!generation_holds(first, 1700000000, next, 1700000001));
	time_set_for_test(1700000001);
	site_raise_soon(w.site);
	CHECK(!generation_holds(next, 1700000001, site_generation(w.site),
	    1700000001));
	time_set_for_test(0);
	house_close(&h);
}

TEST(a_house_of_a_newer_program_is_refused)
{
	struct cms *other;

	CHECK(house_open(&h));
	CHECK_OK(db_run(cms_hub(w.cms), &w.fault,
	    "INSERT INTO migration VALUES ('hub', 999, 0)"));
	CHECK_ERR(cms_open(&other, world_root(), cms_sites(w.cms), DB_WRITE,
	    &w.fault), ERR_CONFLICT, "db.newer");
	CHECK(other == NULL);
	house_close(&h);
}

TEST(readers_do_not_make_a_house)
{
	char folder[600];
	struct cms *other;

	CHECK(house_open(&h));
	snprintf(folder, sizeof(folder), "%s/nothing", unit_folder());
	CHECK_INT(cms_open(&other, world_root(), folder, DB_READ, &w.fault),
	    ERR_NOT_FOUND);
	CHECK(access(folder, F_OK) != 0);
	house_close(&h);
}

TEST(a_record_stands_in_the_database_that_was_changed)
{
	struct person *keeper;
	int64_t n = 0;

	CHECK(house_open(&h));
	keeper = hire(&h, "keeper", "site_keeper", "jiang");
	CHECK_OK(ACT(&w, keeper, "site.update", "{'title':'江城市'}"));
	CHECK_OK(db_value(w.site->db, &n, &w.fault,
	    "SELECT count(*) FROM audit WHERE act = 'site.update' AND"
	    " user_name = 'keeper' AND role = 'site_keeper' AND"
	    " result = 'done' AND detail = 'title'"));
	CHECK_INT(n, 1);
	CHECK_INT(hub_value(&h, "SELECT count(*) FROM audit WHERE"
	    " act = 'site.update'"), 0);
	house_close(&h);
}
