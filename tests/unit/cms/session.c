#include "house.h"

static struct house h;
#define w (h.w)
#define START 1800000000

TEST(a_right_password_gives_a_token_once)
{
	char token[TOKEN_SIZE], other[TOKEN_SIZE];
	struct session s;
	struct person *p;

	CHECK(house_open(&h));
	p = hire(&h, "lisi", NULL, NULL);
	CHECK_OK(sign_in(&h, "lisi", GOOD, token));
	CHECK_OK(sign_in(&h, "LISI", GOOD, other));
	CHECK(strcmp(token, other) != 0);
	CHECK_OK(session_find(w.cms, token, &s, &w.fault));
	CHECK_INT(s.user, p->actor.user);
	CHECK_INT(s.kind, SESSION_BROWSER);
	house_close(&h);
}

TEST(the_token_itself_is_not_stored)
{
	char token[TOKEN_SIZE];
	int64_t found = 0;

	CHECK(house_open(&h));
	hire(&h, "lisi", NULL, NULL);
	CHECK_OK(sign_in(&h, "lisi", GOOD, token));
	CHECK_OK(db_value(cms_hub(w.cms), &found, &w.fault,
	    "SELECT count(*) FROM session WHERE token = :token",
	    DB_TEXT(":token", token)));
	CHECK_INT(found, 0);
	CHECK_INT(hub_value(&h, "SELECT count(*) FROM session"), 1);
	house_close(&h);
}

TEST(a_wrong_name_looks_like_a_wrong_password)
{
	char token[TOKEN_SIZE];

	CHECK(house_open(&h));
	hire(&h, "lisi", NULL, NULL);
	CHECK_ERR(sign_in(&h, "lisi", "wrong", token), ERR_AUTH,
	    "session.refused");
	CHECK_ERR(sign_in(&h, "nobody", "wrong", token), ERR_AUTH,
	    "session.refused");
	CHECK_INT(hub_value(&h, "SELECT count(*) FROM audit WHERE"
	    " act = 'session.create' AND result = 'session.refused'"), 2);
	house_close(&h);
}

TEST(five_failures_lock_for_fifteen_minutes)
{
	char token[TOKEN_SIZE];
	int i;

	CHECK(house_open(&h));
	time_set_for_test(START);
	hire(&h, "lisi", NULL, NULL);
	for (i = 0; i < 4; i++)
		CHECK_ERR(sign_in(&h, "lisi", "wrong", token), ERR_AUTH,
		    "session.refused");
	CHECK_OK(sign_in(&h, "lisi", GOOD, token));
	for (i = 0; i < 5; i++)
		CHECK_ERR(sign_in(&h, "lisi", "wrong", token), ERR_AUTH,
		    "session.refused");
	CHECK_ERR(sign_in(&h, "lisi", GOOD, token), ERR_AUTH,
	    "session.refused");
	time_set_for_test(START + 15 * 60 - 1);
	CHECK_ERR(sign_in(&h, "lisi", GOOD, token), ERR_AUTH,
	    "session.refused");
	time_set_for_test(START + 15 * 60);
	CHECK_OK(sign_in(&h, "lisi", GOOD, token));
	house_close(&h);
}

TEST(a_security_administrator_unlocks)
{
	char token[TOKEN_SIZE];
	struct person *guard, *boss;
	int i;

	CHECK(house_open(&h));
	hire(&h, "lisi", NULL, NULL);
	guard = hire(&h, "guard", "security_admin", NULL);
	boss = hire(&h, "boss", "system_admin", NULL);
	for (i = 0; i < 5; i++)
		CHECK_ERR(sign_in(&h, "lisi", "wrong", token), ERR_AUTH,
		    "session.refused");
	CHECK_ERR(ACT(&w, boss, "user.unlock", "{'user':'lisi'}"),
	    ERR_FORBIDDEN, "permission.denied");
	CHECK_OK(ACT(&w, guard, "user.unlock", "{'user':'lisi'}"));
	CHECK_OK(sign_in(&h, "lisi", GOOD, token));
	house_close(&h);
}

TEST(wrong_old_passwords_lock_too)
{
	char token[TOKEN_SIZE];
	struct person *p;
	int i;

	CHECK(house_open(&h));
	p = hire(&h, "lisi", NULL, NULL);
	for (i = 0; i < 5; i++)
		CHECK_ERR(ACT(&w, p, "user.password",
		    "{'old':'wrong','new':'Hong-qi88'}"), ERR_INPUT,
		    "password.wrong");
	CHECK_ERR(ACT(&w, p, "user.password", "{'old':'%s',"
	    "'new':'Hong-qi88'}", GOOD), ERR_INPUT, "password.wrong");
	CHECK_ERR(sign_in(&h, "lisi", GOOD, token), ERR_AUTH,
	    "session.refused");
	house_close(&h);
}

TEST(ten_idle_minutes_end_a_browser_session)
{
	char token[TOKEN_SIZE];
	struct session s;

	CHECK(house_open(&h));
	time_set_for_test(START);
	hire(&h, "lisi", NULL, NULL);
	CHECK_OK(sign_in(&h, "lisi", GOOD, token));
	time_set_for_test(START + 599);
	CHECK_OK(session_find(w.cms, token, &s, &w.fault));
	time_set_for_test(START + 599 + 599);
	CHECK_OK(session_find(w.cms, token, &s, &w.fault));
	time_set_for_test(START + 599 + 599 + 600);
	CHECK_ERR(session_find(w.cms, token, &s, &w.fault), ERR_AUTH,
	    "session.ended");
	house_close(&h);
}

TEST(idle_time_is_a_setting)
{
	char token[TOKEN_SIZE];
	struct session s;
	struct person *guard;

	CHECK(house_open(&h));
	time_set_for_test(START);
	guard = hire(&h, "guard", "security_admin", NULL);
	CHECK_OK(ACT(&w, guard, "policy.update",
	    "{'session_idle_minutes':30}"));
	CHECK_OK(sign_in(&h, "guard", GOOD, token));
	time_set_for_test(START + 1799);
	CHECK_OK(session_find(w.cms, token, &s, &w.fault));
	CHECK_ERR(ACT(&w, guard, "policy.update",
	    "{'session_idle_minutes':0}"), ERR_INPUT, "input.range");
	house_close(&h);
}

TEST(twelve_hours_end_any_browser_session)
{
	char token[TOKEN_SIZE];
	struct session s;
	int t;

	CHECK(house_open(&h));
	time_set_for_test(START);
	hire(&h, "lisi", NULL, NULL);
	CHECK_OK(sign_in(&h, "lisi", GOOD, token));
	for (t = 300; t < 12 * 3600; t += 300) {
		time_set_for_test(START + t);
		CHECK_OK(session_find(w.cms, token, &s, &w.fault));
	}
	time_set_for_test(START + 12 * 3600);
	CHECK_ERR(session_find(w.cms, token, &s, &w.fault), ERR_AUTH,
	    "session.ended");
	house_close(&h);
}

TEST(a_bearer_token_does_not_end_by_idleness)
{
	char token[TOKEN_SIZE];
	struct session s;

	CHECK(house_open(&h));
	time_set_for_test(START);
	hire(&h, "lisi", NULL, NULL);
	CHECK_OK(session_create(w.cms, "lisi", GOOD, SESSION_API, NULL, token,
	    &s, &w.fault));
	time_set_for_test(START + 12 * 3600 - 1);
	CHECK_OK(session_find(w.cms, token, &s, &w.fault));
	CHECK_INT(s.kind, SESSION_API);
	time_set_for_test(START + 12 * 3600);
	CHECK_ERR(session_find(w.cms, token, &s, &w.fault), ERR_AUTH,
	    "session.ended");
	house_close(&h);
}

TEST(being_seen_is_written_once_a_minute)
{
	char token[TOKEN_SIZE];
	struct session s;

	CHECK(house_open(&h));
	time_set_for_test(START);
	hire(&h, "lisi", NULL, NULL);
	CHECK_OK(sign_in(&h, "lisi", GOOD, token));
	time_set_for_test(START + 59);
	CHECK_OK(session_find(w.cms, token, &s, &w.fault));
	CHECK_INT(hub_value(&h, "SELECT seen_at FROM session"), START);
	time_set_for_test(START + 60);
	CHECK_OK(session_find(w.cms, token, &s, &w.fault));
	CHECK_INT(hub_value(&h, "SELECT seen_at FROM session"), START + 60);
	house_close(&h);
}

TEST(a_reading_lane_finds_sessions_and_writes_nothing)
{
	char token[TOKEN_SIZE], folder[512];
	struct session s;
	struct cms *reader;

	CHECK(house_open(&h));
	time_set_for_test(START);
	hire(&h, "lisi", NULL, NULL);
	CHECK_OK(sign_in(&h, "lisi", GOOD, token));
	snprintf(folder, sizeof(folder), "%s", cms_sites(w.cms));
	CHECK_OK(cms_open(&reader, world_root(), folder, DB_READ, &w.fault));
	time_set_for_test(START + 300);
	CHECK_OK(session_find(reader, token, &s, &w.fault));
	CHECK_INT(hub_value(&h, "SELECT seen_at FROM session"), START);
	cms_close(reader);
	house_close(&h);
}

TEST(signing_out_ends_the_session)
{
	char token[TOKEN_SIZE];
	struct session s;

	CHECK(house_open(&h));
	hire(&h, "lisi", NULL, NULL);
	CHECK_OK(sign_in(&h, "lisi", GOOD, token));
	CHECK_OK(session_end(w.cms, token, &w.fault));
	CHECK_ERR(session_find(w.cms, token, &s, &w.fault), ERR_AUTH,
	    "session.ended");
	CHECK_OK(session_end(w.cms, token, &w.fault));
	CHECK_INT(hub_value(&h, "SELECT count(*) FROM audit WHERE"
	    " act = 'session.end' AND user_name = 'lisi'"), 1);
	house_close(&h);
}

TEST(a_disk_that_takes_no_writes_lets_staff_read_on)
{
	char token[TOKEN_SIZE];
	struct session s;

	CHECK(house_open(&h));
	time_set_for_test(START);
	hire(&h, "lisi", NULL, NULL);
	CHECK_OK(sign_in(&h, "lisi", GOOD, token));
	CHECK_OK(db_run(cms_hub(w.cms), &w.fault, "PRAGMA query_only = ON"));
	time_set_for_test(START + 300);
	CHECK_OK(session_find(w.cms, token, &s, &w.fault));
	CHECK_ERR(sign_in(&h, "lisi", GOOD, token), ERR_BUSY, "db.readonly");
	house_close(&h);
}

TEST(garbage_is_no_token)
{
	struct session s;

	CHECK(house_open(&h));
	CHECK_ERR(session_find(w.cms, "", &s, &w.fault), ERR_AUTH,
	    "session.ended");
	CHECK_ERR(session_find(w.cms, "' OR 1=1 --", &s, &w.fault), ERR_AUTH,
	    "session.ended");
	house_close(&h);
}

TEST(sessions_are_listed_and_ended_by_their_owner_and_by_security)
{
	char one[TOKEN_SIZE], two[TOKEN_SIZE];
	struct person *p, *other, *guard;
	struct session s;

	CHECK(house_open(&h));
	p = hire(&h, "lisi", NULL, NULL);
	other = hire(&h, "wangwu", "site_keeper", "jiang");
	guard = hire(&h, "guard", "security_admin", NULL);
	CHECK_OK(sign_in(&h, "lisi", GOOD, one));
	CHECK_OK(sign_in(&h, "lisi", GOOD, two));
	CHECK_OK(ACT(&w, p, "session.list", "{}"));
	CHECK_INT(json_get(w.out, "sessions")->length, 2);
	CHECK_ERR(ACT(&w, other, "session.list", "{'user':'lisi'}"),
	    ERR_FORBIDDEN, "permission.denied");
	CHECK_OK(session_find(w.cms, one, &s, &w.fault));
	CHECK_ERR(ACT(&w, other, "session.end", "{'id':%d}", (int)s.id),
	    ERR_FORBIDDEN, "permission.denied");
	CHECK_OK(ACT(&w, p, "session.end", "{'id':%d}", (int)s.id));
	CHECK_ERR(session_find(w.cms, one, &s, &w.fault), ERR_AUTH,
	    "session.ended");
	CHECK_OK(ACT(&w, guard, "session.list", "{'user':'lisi'}"));
	CHECK_INT(json_get(w.out, "sessions")->length, 1);
	CHECK_OK(session_find(w.cms, two, &s, &w.fault));
	CHECK_OK(ACT(&w, guard, "session.end", "{'id':%d}", (int)s.id));
	CHECK_ERR(session_find(w.cms, two, &s, &w.fault), ERR_AUTH,
	    "session.ended");
	CHECK_ERR(ACT(&w, guard, "session.end", "{'id':999}"), ERR_NOT_FOUND,
	    "session.unknown");
	house_close(&h);
}
