#include "house.h"

static struct house h;
#define w (h.w)

TEST(a_grant_reaches_where_it_says)
{
	struct person *guard;
	struct actor a;
	int64_t id = 0;

	CHECK(house_open(&h));
	guard = hire(&h, "guard", "security_admin", NULL);
	hire(&h, "lisi", NULL, NULL);
	CHECK_OK(ACT(&w, guard, "grant.add", "{'user':'lisi',"
	    "'role':'reviewer3','site':'jiang','column':'news/notice'}"));
	CHECK_OK(user_id(w.cms, "lisi", &id, &w.fault));
	CHECK_OK(actor_load(w.cms, id, w.arena, &a, &w.fault));
	CHECK_INT(a.grant_count, 1);
	CHECK_INT(a.grants[0].role, ROLE_REVIEWER);
	CHECK_INT(a.grants[0].step, 3);
	CHECK_INT(a.grants[0].site, w.site->id);
	CHECK(a.grants[0].column > 0);
	CHECK_OK(ACT(&w, guard, "grant.list", "{'user':'lisi'}"));
	CHECK_TEXT(json_get_text(json_get(w.out, "grants")->first, "column",
	    NULL), "news/notice");
	CHECK_TEXT(json_get_text(json_get(w.out, "grants")->first,
	    "granted_by", NULL), "guard");
	house_close(&h);
}

TEST(the_three_administrators_are_different_people)
{
	static const char *const admins[] = {
		"system_admin", "security_admin", "audit_admin"
	};
	char name[32];
	int i, j;

	CHECK(house_open(&h));
	for (i = 0; i < 3; i++) {
		snprintf(name, sizeof(name), "admin%d", i);
		hire(&h, name, admins[i], NULL);
		for (j = 0; j < 3; j++)
			if (j != i)
				CHECK_ERR(ACT(&w, &w.root, "grant.add",
				    "{'user':'%s','role':'%s'}", name,
				    admins[j]), ERR_CONFLICT,
				    "grant.separate");
	}
	house_close(&h);
}

TEST(no_administrator_edits_content_and_no_editor_administers)
{
	static const char *const content[] = {
		"contributor", "editor", "reviewer1", "column_keeper",
		"site_keeper"
	};
	char name[32];
	size_t i;

	CHECK(house_open(&h));
	hire(&h, "boss", "system_admin", NULL);
	for (i = 0; i < 5; i++) {
		CHECK_ERR(ACT(&w, &w.root, "grant.add",
		    "{'user':'boss','role':'%s','site':'jiang'}", content[i]),
		    ERR_CONFLICT, "grant.separate");
		snprintf(name, sizeof(name), "writer%zu", i);
		hire(&h, name, content[i], "jiang");
		CHECK_ERR(ACT(&w, &w.root, "grant.add",
		    "{'user':'%s','role':'audit_admin'}", name), ERR_CONFLICT,
		    "grant.separate");
	}
	house_close(&h);
}

TEST(a_disabled_administrator_gets_no_second_role_either)
{
	CHECK(house_open(&h));
	hire(&h, "boss", "system_admin", NULL);
	CHECK_OK(db_run(cms_hub(w.cms), &w.fault,
	    "UPDATE user SET state = 'disabled'"));
	CHECK(ACT(&w, &w.root, "grant.add",
	    "{'user':'boss','role':'audit_admin'}") != ERR_OK);
	CHECK_INT(hub_value(&h, "SELECT count(*) FROM role_grant"), 1);
	house_close(&h);
}

TEST(nobody_grants_to_oneself)
{
	struct person *guard;

	CHECK(house_open(&h));
	guard = hire(&h, "guard", "security_admin", NULL);
	CHECK_ERR(ACT(&w, guard, "grant.add",
	    "{'user':'guard','role':'editor','site':'jiang'}"),
	    ERR_FORBIDDEN, "grant.self");
	CHECK_ERR(ACT(&w, guard, "grant.remove", "{'id':%d}",
	    (int)guard->actor.grants[0].id), ERR_FORBIDDEN, "grant.self");
	CHECK_INT(hub_value(&h, "SELECT count(*) FROM audit WHERE"
	    " result = 'grant.self'"), 2);
	house_close(&h);
}

TEST(only_security_administrators_grant)
{
	struct person *boss, *keeper;

	CHECK(house_open(&h));
	boss = hire(&h, "boss", "system_admin", NULL);
	keeper = hire(&h, "keeper", "site_keeper", "jiang");
	hire(&h, "lisi", NULL, NULL);
	CHECK_ERR(ACT(&w, boss, "grant.add",
	    "{'user':'lisi','role':'editor','site':'jiang'}"),
	    ERR_FORBIDDEN, "permission.denied");
	CHECK_ERR(ACT(&w, keeper, "grant.add",
	    "{'user':'lisi','role':'editor','site':'jiang'}"),
	    ERR_FORBIDDEN, "permission.denied");
	house_close(&h);
}

TEST(a_grant_that_is_taken_is_gone)
{
	struct person *guard, *p;
	struct actor a;

	CHECK(house_open(&h));
	guard = hire(&h, "guard", "security_admin", NULL);
	p = hire(&h, "lisi", "editor", "jiang");
	CHECK_OK(ACT(&w, guard, "grant.remove", "{'id':%d}",
	    (int)p->actor.grants[0].id));
	CHECK_OK(actor_load(w.cms, p->actor.user, w.arena, &a, &w.fault));
	CHECK_INT(a.grant_count, 0);
	CHECK_ERR(ACT(&w, guard, "grant.remove", "{'id':%d}",
	    (int)p->actor.grants[0].id), ERR_NOT_FOUND, "grant.unknown");
	house_close(&h);
}

TEST(wrong_grants_are_refused_with_a_reason)
{
	CHECK(house_open(&h));
	hire(&h, "lisi", "editor", "jiang");
	CHECK_ERR(ACT(&w, &w.root, "grant.add",
	    "{'user':'lisi','role':'editor','site':'jiang'}"), ERR_CONFLICT,
	    "grant.exists");
	CHECK_ERR(ACT(&w, &w.root, "grant.add",
	    "{'user':'lisi','role':'king','site':'jiang'}"), ERR_INPUT,
	    "grant.role");
	CHECK_ERR(ACT(&w, &w.root, "grant.add",
	    "{'user':'nobody','role':'editor','site':'jiang'}"),
	    ERR_NOT_FOUND, "user.unknown");
	CHECK_ERR(ACT(&w, &w.root, "grant.add",
	    "{'user':'lisi','role':'editor','site':'none'}"), ERR_NOT_FOUND,
	    "site.unknown");
	CHECK_ERR(ACT(&w, &w.root, "grant.add", "{'user':'lisi',"
	    "'role':'editor','site':'jiang','column':'none'}"),
	    ERR_NOT_FOUND, "column.unknown");
	CHECK_ERR(ACT(&w, &w.root, "grant.add", "{'user':'lisi',"
	    "'role':'editor','column':'news'}"), ERR_INPUT, "input.missing");
	CHECK_ERR(ACT(&w, &w.root, "grant.add", "{'user':'lisi',"
	    "'role':'site_keeper','site':'jiang','column':'news'}"),
	    ERR_INPUT, "grant.whole");
	hire(&h, "wangwu", NULL, NULL);
	CHECK_ERR(ACT(&w, &w.root, "grant.add", "{'user':'wangwu',"
	    "'role':'audit_admin','site':'jiang'}"), ERR_INPUT,
	    "grant.whole");
	house_close(&h);
}

TEST(a_new_column_does_not_inherit_the_grants_of_a_deleted_one)
{
	int64_t before = 0, after = 0;

	CHECK(house_open(&h));
	CHECK_OK(ACT(&w, &w.root, "column.create",
	    "{'path':'draft','title':'草'}"));
	CHECK_OK(db_value(w.site->db, &before, &w.fault,
	    "SELECT id FROM \"column\" WHERE path = 'draft'"));
	CHECK_OK(db_run(w.site->db, &w.fault,
	    "DELETE FROM \"column\" WHERE path = 'draft'"));
	CHECK_OK(ACT(&w, &w.root, "column.create",
	    "{'path':'draft','title':'草'}"));
	CHECK_OK(db_value(w.site->db, &after, &w.fault,
	    "SELECT id FROM \"column\" WHERE path = 'draft'"));
	CHECK(after > before);
	house_close(&h);
}

TEST(an_account_comes_with_all_its_roles_or_not_at_all)
{
	struct actor a;
	struct person *boss;

	CHECK(house_open(&h));
	CHECK_OK(ACT(&w, &w.root, "user.create", "{'name':'lisi',"
	    "'password':'%s','must_change':false,'roles':["
	    "'reviewer2@jiang:news','editor@jiang']}", GOOD));
	CHECK_OK(actor_load(w.cms, out_int(&w, "id"), w.arena, &a, &w.fault));
	CHECK_INT(a.grant_count, 2);
	CHECK_INT(a.grants[0].step, 2);
	CHECK(a.grants[0].column > 0 && a.grants[1].column == 0);
	CHECK(!a.must_change);
	CHECK_ERR(ACT(&w, &w.root, "user.create", "{'name':'wangwu',"
	    "'password':'%s','roles':['editor@jiang','system_admin']}", GOOD),
	    ERR_CONFLICT, "grant.separate");
	CHECK_ERR(ACT(&w, &w.root, "user.create", "{'name':'wangwu',"
	    "'password':'%s','roles':['editor@jiang:none']}", GOOD),
	    ERR_NOT_FOUND, "column.unknown");
	boss = hire(&h, "boss", "system_admin", NULL);
	CHECK_ERR(ACT(&w, boss, "user.create", "{'name':'wangwu',"
	    "'roles':['editor@jiang']}"),
	    ERR_FORBIDDEN, "permission.denied");
	CHECK_INT(hub_value(&h,
	    "SELECT count(*) FROM user WHERE name = 'wangwu'"), 0);
	house_close(&h);
}

TEST(units_form_a_tree_that_moves_as_a_whole)
{
	struct person *boss;
	int city, district, office;

	CHECK(house_open(&h));
	boss = hire(&h, "boss", "system_admin", NULL);
	CHECK_OK(ACT(&w, boss, "unit.create", "{'code':'A','name':'市'}"));
	city = (int)out_int(&w, "id");
	CHECK_OK(ACT(&w, boss, "unit.create",
	    "{'code':'B','name':'区','parent':%d}", city));
	district = (int)out_int(&w, "id");
	CHECK_OK(ACT(&w, boss, "unit.create",
	    "{'code':'C','name':'科','parent':%d}", district));
	office = (int)out_int(&w, "id");
	CHECK_ERR(ACT(&w, boss, "unit.create", "{'code':'A','name':'x'}"),
	    ERR_CONFLICT, "unit.exists");
	CHECK_ERR(ACT(&w, boss, "unit.create", "{'code':'a/b','name':'x'}"),
	    ERR_INPUT, "unit.code");
	CHECK_ERR(ACT(&w, boss, "unit.update", "{'id':%d,'parent':%d}", city,
	    office), ERR_CONFLICT, "unit.loop");
	CHECK_ERR(ACT(&w, boss, "unit.update", "{'id':%d,'parent':%d}", city,
	    city), ERR_CONFLICT, "unit.loop");
	CHECK_OK(ACT(&w, boss, "unit.update",
	    "{'id':%d,'parent':null,'name':'新区'}", district));
	CHECK_OK(ACT(&w, boss, "unit.list", "{}"));
	CHECK_INT(json_get(w.out, "units")->length, 3);
	CHECK_INT(hub_value(&h, "SELECT count(*) FROM unit WHERE code = 'C'"
	    " AND path = '/2/3/' AND parent = 2"), 1);
	CHECK_INT(hub_value(&h, "SELECT count(*) FROM unit WHERE code = 'B'"
	    " AND path = '/2/' AND parent IS NULL AND name = '新区'"), 1);
	house_close(&h);
}
