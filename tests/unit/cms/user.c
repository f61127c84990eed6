#include "house.h"

#include "cms/password.h"

static struct house h;
#define w (h.w)

TEST(a_password_of_eight_characters_and_three_kinds_is_taken)
{
	CHECK(house_open(&h));
	CHECK_OK(password_rules(w.cms, "zhangsan", GOOD, &w.fault));
	CHECK_OK(password_rules(w.cms, "zhangsan", "江城Abc-7月明", &w.fault));
	CHECK_ERR(password_rules(w.cms, "zhangsan", "Lan-t7a", &w.fault),
	    ERR_INPUT, "password.short");
	CHECK_ERR(password_rules(w.cms, "zhangsan", "lantian77", &w.fault),
	    ERR_INPUT, "password.kinds");
	CHECK_TEXT(w.fault.field, "password");
	house_close(&h);
}

TEST(a_password_may_not_hold_the_name)
{
	CHECK(house_open(&h));
	CHECK_ERR(password_rules(w.cms, "zhangsan", "7-ZhangSan-7", &w.fault),
	    ERR_INPUT, "password.name");
	house_close(&h);
}

TEST(common_passwords_are_refused_however_they_are_dressed)
{
	static const char *const common[] = {
		"Password1", "P@ssw0rd2026!", "Admin@123", "Qwer1234!",
		"1qaz@WSX", "Front242", "Abc12345", "Aa123456!", "Woaini1314!",
		"Passw0rd", "Huawei@123", "Summer2026!", "!QAZ2wsx",
		"Aa111111", "Zhongguo@1949", "A1b2c3d4", "Letmein123!"
	};
	size_t i;

	CHECK(house_open(&h));
	for (i = 0; i < sizeof(common) / sizeof(common[0]); i++)
		if (password_rules(w.cms, "lisi", common[i], &w.fault) !=
		    ERR_INPUT || strcmp(w.fault.name, "password.common") != 0)
			unit_fail(__FILE__, __LINE__, "%s", common[i]);
	house_close(&h);
}

TEST(a_hash_is_yescrypt_and_of_its_own_salt)
{
	char one[PASSWORD_HASH_SIZE], two[PASSWORD_HASH_SIZE];

	CHECK_INT(password_hash(GOOD, 5, one, NULL), ERR_OK);
	CHECK(strncmp(one, "$y$j9T$", 7) == 0);
	CHECK_INT(password_hash(GOOD, 1, two, NULL), ERR_OK);
	CHECK(strncmp(two, "$y$", 3) == 0 && strncmp(two, one, 7) != 0);
	CHECK(password_verify(GOOD, one, 1));
	CHECK(password_verify(GOOD, two, 1));
	CHECK(!password_verify("Lan-tian8", one, 1));
	CHECK(!password_verify(GOOD, NULL, 1));
	CHECK(!password_verify(GOOD, "$y$broken", 1));
	CHECK(!password_verify(GOOD, "", 1));
}

TEST(a_new_user_must_change_the_password_that_others_gave)
{
	struct person *boss;
	struct actor a;

	CHECK(house_open(&h));
	boss = hire(&h, "boss", "system_admin", NULL);
	CHECK_OK(ACT(&w, boss, "user.create", "{'name':'lisi',"
	    "'display':'李四','must_change':false}"));
	CHECK_OK(actor_load(w.cms, out_int(&w, "id"), w.arena, &a, &w.fault));
	CHECK(a.must_change);
	CHECK_TEXT(a.display, "李四");
	house_close(&h);
}

TEST(names_are_unique_whatever_their_case)
{
	CHECK(house_open(&h));
	hire(&h, "lisi", NULL, NULL);
	CHECK_ERR(ACT(&w, &w.root, "user.create",
	    "{'name':'LiSi','password':'%s'}", GOOD), ERR_CONFLICT,
	    "user.exists");
	house_close(&h);
}

TEST(odd_names_are_refused)
{
	static const char *const odd[] = {
		"x", ".lisi", "li si", "李四", "a/b", "li'si", "-rf"
	};
	size_t i;

	CHECK(house_open(&h));
	for (i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		struct json *in = json_object(w.arena);

		json_put_text(w.arena, in, "name", odd[i]);
		json_put_text(w.arena, in, "password", GOOD);
		if (world_call(&w, &w.root, "user.create", in) != ERR_INPUT ||
		    strcmp(w.fault.name, "user.name") != 0)
			unit_fail(__FILE__, __LINE__, "%s", odd[i]);
	}
	CHECK_INT(hub_value(&h, "SELECT count(*) FROM user"), 0);
	house_close(&h);
}

TEST(the_own_password_needs_the_old_one_and_ends_other_sessions)
{
	char here[TOKEN_SIZE], there[TOKEN_SIZE];
	struct session s;
	struct person *p;

	CHECK(house_open(&h));
	p = hire(&h, "lisi", NULL, NULL);
	CHECK_OK(sign_in(&h, "lisi", GOOD, here));
	CHECK_OK(sign_in(&h, "lisi", GOOD, there));
	CHECK_OK(session_find(w.cms, here, &s, &w.fault));
	p->actor.session = s.id;
	CHECK_ERR(ACT(&w, p, "user.password",
	    "{'old':'wrong','new':'Hong-qi88'}"), ERR_INPUT, "password.wrong");
	CHECK_TEXT(w.fault.field, "old");
	CHECK_OK(ACT(&w, p, "user.password",
	    "{'old':'%s','new':'Hong-qi88'}", GOOD));
	CHECK_OK(session_find(w.cms, here, &s, &w.fault));
	CHECK_ERR(session_find(w.cms, there, &s, &w.fault), ERR_AUTH,
	    "session.ended");
	CHECK_OK(sign_in(&h, "lisi", "Hong-qi88", there));
	CHECK_ERR(sign_in(&h, "lisi", GOOD, there), ERR_AUTH,
	    "session.refused");
	house_close(&h);
}

TEST(the_last_five_passwords_do_not_come_back)
{
	static const char *const next[] = {
		GOOD, "Hong-qi81", "Hong-qi82", "Hong-qi83", "Hong-qi84",
		"Hong-qi85"
	};
	struct person *p;
	int i;

	CHECK(house_open(&h));
	time_set_for_test(1800000000);
	p = hire(&h, "lisi", NULL, NULL);
	for (i = 1; i < 5; i++) {
		time_set_for_test(1800000000 + i);
		CHECK_OK(ACT(&w, p, "user.password",
		    "{'old':'%s','new':'%s'}", next[i - 1], next[i]));
	}
	CHECK_ERR(ACT(&w, p, "user.password", "{'old':'%s','new':'%s'}",
	    next[4], next[4]), ERR_INPUT, "password.used");
	CHECK_ERR(ACT(&w, p, "user.password", "{'old':'%s','new':'%s'}",
	    next[4], next[0]), ERR_INPUT, "password.used");
	time_set_for_test(1800000010);
	CHECK_OK(ACT(&w, p, "user.password", "{'old':'%s','new':'%s'}",
	    next[4], next[5]));
	CHECK_OK(ACT(&w, p, "user.password", "{'old':'%s','new':'%s'}",
	    next[5], next[0]));
	house_close(&h);
}

TEST(after_ninety_days_a_password_must_be_changed)
{
	struct person *p;
	struct actor a;

	CHECK(house_open(&h));
	time_set_for_test(1800000000);
	p = hire(&h, "lisi", NULL, NULL);
	time_set_for_test(1800000000 + 90 * 86400 - 1);
	CHECK_OK(actor_load(w.cms, p->actor.user, w.arena, &a, &w.fault));
	CHECK(!a.must_change);
	time_set_for_test(1800000000 + 90 * 86400);
	CHECK_OK(actor_load(w.cms, p->actor.user, w.arena, &a, &w.fault));
	CHECK(a.must_change);
	house_close(&h);
}

TEST(a_disabled_user_is_out_at_once_and_can_not_sign_in)
{
	char token[TOKEN_SIZE];
	struct session s;
	struct person *boss, *p;
	struct actor a;

	CHECK(house_open(&h));
	boss = hire(&h, "boss", "system_admin", NULL);
	p = hire(&h, "lisi", "editor", "jiang");
	CHECK_OK(sign_in(&h, "lisi", GOOD, token));
	CHECK_OK(ACT(&w, boss, "user.disable", "{'user':'lisi'}"));
	CHECK_ERR(session_find(w.cms, token, &s, &w.fault), ERR_AUTH,
	    "session.ended");
	CHECK_ERR(sign_in(&h, "lisi", GOOD, token), ERR_AUTH,
	    "session.refused");
	CHECK_ERR(actor_load(w.cms, p->actor.user, w.arena, &a, &w.fault),
	    ERR_AUTH, "user.unknown");
	CHECK_OK(ACT(&w, boss, "user.enable", "{'user':'lisi'}"));
	CHECK_OK(sign_in(&h, "lisi", GOOD, token));
	house_close(&h);
}

TEST(nobody_disables_the_own_account)
{
	struct person *boss;

	CHECK(house_open(&h));
	boss = hire(&h, "boss", "system_admin", NULL);
	CHECK_ERR(ACT(&w, boss, "user.disable", "{'user':'boss'}"),
	    ERR_CONFLICT, "user.self");
	house_close(&h);
}

TEST(the_list_of_users_turns_pages_and_finds_names)
{
	struct person *boss;
	int64_t next;

	CHECK(house_open(&h));
	boss = hire(&h, "boss", "system_admin", NULL);
	hire(&h, "lisi", "editor", "jiang");
	CHECK_OK(ACT(&w, &w.root, "grant.add",
	    "{'user':'lisi','role':'reviewer2','site':'jiang'}"));
	hire(&h, "wangwu", NULL, NULL);
	CHECK_OK(ACT(&w, boss, "user.list", "{'limit':2}"));
	CHECK_INT(json_get(w.out, "users")->length, 2);
	next = out_int(&w, "next");
	CHECK_OK(ACT(&w, boss, "user.list", "{'limit':2,'cursor':%d}",
	    (int)next));
	CHECK_INT(json_get(w.out, "users")->length, 1);
	CHECK_OK(ACT(&w, boss, "user.list", "{'text':'LISI'}"));
	CHECK_INT(json_get(w.out, "users")->length, 1);
	CHECK_TEXT(json_get(json_get(w.out, "users")->first,
	    "roles")->first->next->text, "reviewer2");
	house_close(&h);
}

TEST(of_each_kind_of_administrator_one_stays)
{
	struct person *boss, *guard, *second;

	CHECK(house_open(&h));
	boss = hire(&h, "boss", "system_admin", NULL);
	guard = hire(&h, "guard", "security_admin", NULL);
	CHECK_ERR(ACT(&w, boss, "user.disable", "{'user':'guard'}"),
	    ERR_CONFLICT, "user.last_admin");
	CHECK_ERR(ACT(&w, guard, "grant.remove", "{'id':%d}",
	    (int)boss->actor.grants[0].id), ERR_CONFLICT, "user.last_admin");
	second = hire(&h, "second", "security_admin", NULL);
	CHECK_OK(ACT(&w, boss, "user.disable", "{'user':'guard'}"));
	CHECK_ERR(ACT(&w, boss, "user.disable", "{'user':'second'}"),
	    ERR_CONFLICT, "user.last_admin");
	CHECK_ERR(ACT(&w, second, "grant.add",
	    "{'user':'guard','role':'editor','site':'jiang'}"),
	    ERR_CONFLICT, "grant.disabled");
	house_close(&h);
}

TEST(what_is_done_to_users_is_recorded_and_what_is_refused_too)
{
	struct person *boss, *clerk, *auditor;

	CHECK(house_open(&h));
	boss = hire(&h, "boss", "system_admin", NULL);
	clerk = hire(&h, "clerk", "editor", "jiang");
	auditor = hire(&h, "auditor", "audit_admin", NULL);
	CHECK_OK(ACT(&w, boss, "user.update",
	    "{'id':%d,'display':'办事员'}", (int)clerk->actor.user));
	CHECK_ERR(ACT(&w, clerk, "user.disable", "{'user':'boss'}"),
	    ERR_FORBIDDEN, "permission.denied");
	CHECK_ERR(ACT(&w, clerk, "audit.list", "{}"), ERR_FORBIDDEN,
	    "permission.denied");
	CHECK_INT(hub_value(&h, "SELECT count(*) FROM audit WHERE"
	    " user_name = 'boss' AND role = 'system_admin' AND"
	    " act = 'user.update' AND object = 'user clerk' AND"
	    " result = 'done'"), 1);
	CHECK_INT(hub_value(&h, "SELECT count(*) FROM audit WHERE"
	    " user_name = 'clerk' AND role = 'editor' AND"
	    " act = 'user.disable' AND object = 'user boss' AND"
	    " result = 'permission.denied'"), 1);
	CHECK_OK(ACT(&w, auditor, "audit.list", "{'user':'clerk'}"));
	CHECK_INT(json_get(w.out, "events")->length, 2);
	house_close(&h);
}

TEST(the_record_can_not_be_changed)
{
	CHECK(house_open(&h));
	CHECK(hub_value(&h, "SELECT count(*) FROM audit") > 0);
	CHECK_ERR(db_run(cms_hub(w.cms), &w.fault,
	    "UPDATE audit SET result = 'done'"), ERR_CONFLICT,
	    "db.constraint");
	CHECK_ERR(db_run(cms_hub(w.cms), &w.fault, "DELETE FROM audit"),
	    ERR_CONFLICT, "db.constraint");
	house_close(&h);
}
