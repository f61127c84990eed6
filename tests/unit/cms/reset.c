/* New passwords that two administrators give together, and the list of users
 * that shows them. */
#include "house.h"

static struct house h;
#define w (h.w)

/* The two halves of lisi's new password, one behind the other. */
static struct person *boss, *guard;

static const char *
whole(const char *first)
{
	if (ACT(&w, guard, "reset.give", "{'user':'lisi'}") != ERR_OK)
		return (NULL);
	return (arena_printf(h.people, "%s%s", first, out_text(&w, "half")));
}

static const char *
ask(void)
{
	if (ACT(&w, boss, "reset.ask", "{'user':'lisi'}") != ERR_OK)
		return (NULL);
	return (arena_text(h.people, out_text(&w, "half")));
}

static void
reset_open(void)
{
	CHECK(house_open(&h));
	boss = hire(&h, "boss", "system_admin", NULL);
	guard = hire(&h, "guard", "security_admin", NULL);
	hire(&h, "lisi", "editor", "jiang");
}

TEST(a_new_password_needs_both_halves_and_must_be_changed)
{
	char token[TOKEN_SIZE], old[TOKEN_SIZE];
	const char *first, *both;
	struct session s;
	struct actor a;

	reset_open();
	CHECK_OK(sign_in(&h, "lisi", GOOD, old));
	first = ask();
	/* Asking changes nothing but what its owner is told. */
	CHECK_OK(session_find(w.cms, old, &s, &w.fault));
	CHECK_OK(sign_in(&h, "lisi", GOOD, token));
	both = whole(first);
	CHECK_INT(strlen(both), 12);
	CHECK_ERR(session_find(w.cms, old, &s, &w.fault), ERR_AUTH,
	    "session.ended");
	CHECK_ERR(sign_in(&h, "lisi", GOOD, token), ERR_AUTH,
	    "session.refused");
	CHECK_ERR(sign_in(&h, "lisi", first, token), ERR_AUTH,
	    "session.refused");
	CHECK_ERR(sign_in(&h, "lisi", both + 6, token), ERR_AUTH,
	    "session.refused");
	CHECK_OK(sign_in(&h, "lisi", both, token));
	CHECK_OK(session_find(w.cms, token, &s, &w.fault));
	CHECK_OK(actor_load(w.cms, s.user, w.arena, &a, &w.fault));
	CHECK(a.must_change);
	CHECK_INT(hub_value(&h, "SELECT count(*) FROM password_reset"
	    " WHERE hash <> '' OR half <> ''"), 0);
	house_close(&h);
}

TEST(neither_half_is_kept_where_the_other_is)
{
	const char *first;

	reset_open();
	first = ask();
	CHECK_INT(hub_value(&h, arena_printf(h.people, "SELECT count(*)"
	    " FROM password_reset WHERE half = '%s' OR hash LIKE '%%%s%%'",
	    first, first)), 0);
	house_close(&h);
}

TEST(its_owner_is_told_who_asked_and_who_gave)
{
	struct person lisi = { .actor = { .must_change = true } };
	char token[TOKEN_SIZE];
	const struct json *own;
	const char *both;
	struct session s;

	reset_open();
	both = whole(ask());
	CHECK_OK(sign_in(&h, "lisi", both, token));
	CHECK_OK(session_find(w.cms, token, &s, &w.fault));
	CHECK_OK(actor_load(w.cms, s.user, h.people, &lisi.actor, &w.fault));
	CHECK_OK(ACT(&w, &lisi, "reset.own", "{}"));
	own = json_get(w.out, "reset");
	CHECK_TEXT(json_get_text(own, "asked_by", ""), "boss");
	CHECK_TEXT(json_get_text(own, "given_by", ""), "guard");
	CHECK_OK(ACT(&w, &lisi, "user.password",
	    "{'old':'%s','new':'Hong-qi88'}", both));
	CHECK_OK(ACT(&w, &lisi, "reset.own", "{}"));
	CHECK(json_get(w.out, "reset")->type == JSON_NULL);
	CHECK_INT(hub_value(&h, "SELECT count(*) FROM audit WHERE act IN"
	    " ('reset.ask', 'reset.give') AND object = 'user lisi'"), 2);
	house_close(&h);
}

TEST(what_is_asked_for_and_given_runs_out)
{
	char token[TOKEN_SIZE];
	const char *first, *both;

	reset_open();
	time_set_for_test(1000);
	(void)ask();
	time_set_for_test(1000 + 72 * 3600);
	CHECK_ERR(ACT(&w, guard, "reset.give", "{'user':'lisi'}"),
	    ERR_CONFLICT, "reset.none");
	first = ask();
	both = whole(first);
	time_set_for_test(1000 + 2 * 72 * 3600 - 1);
	CHECK_OK(sign_in(&h, "lisi", both, token));
	time_set_for_test(1000 + 2 * 72 * 3600);
	CHECK_ERR(sign_in(&h, "lisi", both, token), ERR_AUTH,
	    "session.refused");
	house_close(&h);
}

TEST(a_reset_is_taken_back_and_given_once)
{
	reset_open();
	CHECK_ERR(ACT(&w, guard, "reset.give", "{'user':'lisi'}"),
	    ERR_CONFLICT, "reset.none");
	(void)ask();
	CHECK_ERR(ACT(&w, boss, "reset.give", "{'user':'lisi'}"),
	    ERR_FORBIDDEN, "permission.denied");
	CHECK_ERR(ACT(&w, guard, "reset.ask", "{'user':'lisi'}"),
	    ERR_FORBIDDEN, "permission.denied");
	CHECK_OK(ACT(&w, guard, "reset.drop", "{'user':'lisi'}"));
	CHECK_ERR(ACT(&w, guard, "reset.give", "{'user':'lisi'}"),
	    ERR_CONFLICT, "reset.none");
	CHECK(whole(ask()) != NULL);
	CHECK_ERR(ACT(&w, guard, "reset.give", "{'user':'lisi'}"),
	    ERR_CONFLICT, "reset.none");
	house_close(&h);
}

TEST(whoever_asked_does_not_give_in_another_role)
{
	reset_open();
	(void)ask();
	guard->actor.user = boss->actor.user;
	CHECK_ERR(ACT(&w, guard, "reset.give", "{'user':'lisi'}"),
	    ERR_FORBIDDEN, "reset.same");
	house_close(&h);
}

TEST(an_administrator_does_not_become_another_by_a_reset)
{
	reset_open();
	CHECK_ERR(ACT(&w, boss, "reset.ask", "{'user':'guard'}"),
	    ERR_FORBIDDEN, "user.reset_admin");
	CHECK_ERR(ACT(&w, boss, "user.reset",
	    "{'user':'lisi','password':'Hong-qi88'}"), ERR_FORBIDDEN,
	    "permission.denied");
	CHECK_OK(ACT(&w, &w.root, "user.reset",
	    "{'user':'guard','password':'Hong-qi88'}"));
	CHECK_INT(hub_value(&h, "SELECT asked_by = '' AND until IS NULL"
	    " FROM password_reset"), 1);
	house_close(&h);
}

TEST(nobody_sets_the_first_password_of_another_alone)
{
	char token[TOKEN_SIZE];
	const char *first;

	CHECK(house_open(&h));
	boss = hire(&h, "boss", "system_admin", NULL);
	guard = hire(&h, "guard", "security_admin", NULL);
	CHECK_ERR(ACT(&w, boss, "user.create",
	    "{'name':'lisi','password':'%s'}", GOOD), ERR_INPUT, "user.two");
	CHECK_ERR(ACT(&w, &w.root, "user.create", "{'name':'lisi'}"),
	    ERR_INPUT, "input.missing");
	CHECK_OK(ACT(&w, boss, "user.create", "{'name':'lisi'}"));
	first = arena_text(h.people, out_text(&w, "half"));
	CHECK_ERR(sign_in(&h, "lisi", "*", token), ERR_AUTH,
	    "session.refused");
	CHECK_OK(ACT(&w, guard, "user.list", "{'waiting':true}"));
	CHECK_INT(json_get(w.out, "users")->length, 1);
	CHECK_OK(sign_in(&h, "lisi", whole(first), token));
	house_close(&h);
}

TEST(the_list_of_users_says_where_roles_hold_and_filters_by_them)
{
	const struct json *grant;

	reset_open();
	CHECK_OK(ACT(&w, &w.root, "grant.add", "{'user':'lisi',"
	    "'role':'reviewer2','site':'jiang','column':'news/notice'}"));
	CHECK_OK(ACT(&w, boss, "user.list", "{'role':'reviewer'}"));
	CHECK_INT(json_get(w.out, "users")->length, 1);
	grant = json_get(json_get(w.out, "users")->first, "grants")->last;
	CHECK_TEXT(json_get_text(grant, "role", ""), "reviewer2");
	CHECK_TEXT(json_get_text(grant, "column", ""), "news/notice");
	CHECK(json_get_text(grant, "column_title", "")[0] != '\0');
	CHECK(json_get_text(grant, "site_title", "")[0] != '\0');
	CHECK_OK(ACT(&w, boss, "user.list", "{'role':'reviewer3'}"));
	CHECK_INT(json_get(w.out, "users")->length, 0);
	CHECK_OK(ACT(&w, boss, "user.list", "{'site':'elsewhere'}"));
	CHECK_INT(json_get(w.out, "users")->length, 2);	/* of all sites */
	house_close(&h);
}
