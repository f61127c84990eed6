/* Challenges: signed, of one site, for two hours, once. */
#include "cms/challenge.h"
#include "cms/challenge_words.h"
#include "cms/site.h"
#include "world.h"

#define NOW 1795402800

static struct world w;
static char token[CHALLENGE_TOKEN_SIZE];

static bool
setup(void)
{
	time_set_for_test(NOW);
	return (world_open(&w));
}

static void
done(void)
{
	world_close(&w);
	time_set_for_test(-1);
}

static const char *
issue(void)
{
	challenge_issue(w.site, w.arena, &w.out);
	snprintf(token, sizeof(token), "%s", out_text(&w, "token"));
	return (token);
}

static enum err
check(const char *t, const char *work, const char *answer)
{
	struct call c = { .cms = w.cms, .site = w.site, .arena = w.arena,
	    .fault = &w.fault };

	memset(&w.fault, 0, sizeof(w.fault));
	return (challenge_check(&c, t, work, answer));
}

/* What the page's script finds. */
static const char *
work(const char *t)
{
	static char text[24];
	long n;

	for (n = 0; n < 100000000; n++) {
		snprintf(text, sizeof(text), "%ld", n);
		if (challenge_works(t, text, CHALLENGE_BITS))
			return (text);
	}
	return ("");
}

static const char *
answer(const char *t, int off)
{
	static char text[24];

	snprintf(text, sizeof(text), "%d",
	    (challenge_answer(w.site, t) + off) % (CHALLENGE_ANSWER_MAX + 1));
	return (text);
}

TEST(work_opens_the_form_once)
{
	CHECK(setup());
	issue();
	CHECK_OK(check(token, work(token), ""));
	CHECK_ERR(check(token, work(token), ""), ERR_INPUT, "challenge.old");
	CHECK_ERR(check(token, "", answer(token, 0)), ERR_INPUT,
	    "challenge.old");
	done();
}

TEST(an_answer_in_words_opens_it_too)
{
	CHECK(setup());
	issue();
	CHECK_OK(check(token, "", answer(token, 0)));
	CHECK_ERR(check(token, "", answer(token, 0)), ERR_INPUT,
	    "challenge.old");
	done();
}

TEST(a_wrong_answer_uses_the_question_up)
{
	CHECK(setup());
	issue();
	CHECK_ERR(check(token, "", answer(token, 1)), ERR_INPUT,
	    "challenge.wrong");
	CHECK_ERR(check(token, "", answer(token, 0)), ERR_INPUT,
	    "challenge.old");
	done();
}

TEST(neither_work_nor_answer_may_come_later)
{
	CHECK(setup());
	issue();
	CHECK_ERR(check(token, "", ""), ERR_INPUT, "challenge.missing");
	CHECK_ERR(check(token, "12x", ""), ERR_INPUT, "challenge.missing");
	CHECK_ERR(check(token, "999999999999999999999", ""), ERR_INPUT,
	    "challenge.missing");
	CHECK_OK(check(token, work(token), ""));
	done();
}

TEST(a_challenge_ends_after_two_hours)
{
	CHECK(setup());
	issue();
	time_set_for_test(NOW + CHALLENGE_SECONDS);
	CHECK_OK(check(token, work(token), ""));
	issue();
	time_set_for_test(NOW + 2 * CHALLENGE_SECONDS + 1);
	CHECK_ERR(check(token, work(token), ""), ERR_INPUT, "challenge.old");
	done();
}

TEST(any_other_token_is_refused)
{
	char other[CHALLENGE_TOKEN_SIZE];
	size_t i;

	CHECK(setup());
	issue();
	for (i = 0; i < strlen(token); i++) {
		snprintf(other, sizeof(other), "%s", token);
		other[i] = other[i] == 'A' ? 'B' : 'A';
		CHECK_ERR(check(other, "1", "1"), ERR_INPUT, "challenge.old");
	}
	CHECK_ERR(check("", "", ""), ERR_INPUT, "challenge.old");
	CHECK_ERR(check("abc", "", ""), ERR_INPUT, "challenge.old");
	done();
}

TEST(a_challenge_is_of_one_site)
{
	struct json *hosts;
	struct site *here;
	struct call c;

	CHECK(setup());
	issue();
	here = w.site;
	hosts = json_array(w.arena);
	json_add(hosts, json_string(w.arena, "b.example.cn"));
	c = (struct call){ .cms = w.cms, .actor = &w.root.actor,
	    .arena = w.arena, .fault = &w.fault };
	CHECK_OK(site_create(&c, "beidu", hosts, json_object(w.arena),
	    &w.site));
	CHECK_ERR(check(token, work(token), ""), ERR_INPUT, "challenge.old");
	w.site = here;
	CHECK_OK(check(token, work(token), ""));
	done();
}

TEST(words_are_limited_for_all_together_and_work_is_not)
{
	CHECK(setup());
	CHECK_OK(ACT(&w, &w.root, "site.update", "{'receive_words_hour':2}"));
	issue();
	CHECK_OK(check(token, "", answer(token, 0)));
	issue();
	CHECK_ERR(check(token, "", answer(token, 1)), ERR_INPUT,
	    "challenge.wrong");
	issue();
	CHECK_ERR(check(token, "", answer(token, 0)), ERR_RATE,
	    "challenge.busy");
	/* It isn't used up by that. */
	CHECK_OK(check(token, work(token), ""));
	time_set_for_test(NOW + 3600);
	issue();
	CHECK_OK(check(token, "", answer(token, 0)));
	done();
}

TEST(what_was_used_is_forgotten_when_it_is_over)
{
	int64_t n = -1;

	CHECK(setup());
	issue();
	CHECK_OK(check(token, "", answer(token, 0)));
	time_set_for_test(NOW + CHALLENGE_SECONDS + 3601);
	issue();
	CHECK_OK(check(token, "", answer(token, 0)));
	CHECK(db_value(w.site->db, &n, NULL, "SELECT count(*) FROM challenge")
	    == ERR_OK);
	CHECK_INT(n, 1);
	done();
}

TEST(numbers_are_read_as_people_write_them)
{
	static const struct { const char *text; int value; } CASES[] = {
		{ "8", 8 }, { " 8 ", 8 }, { "８", 8 }, { "八", 8 },
		{ "捌", 8 }, { "Eight", 8 }, { "０", 0 }, { "零", 0 },
		{ "12", 12 }, { "十二", 12 }, { "一十二", 12 },
		{ "twenty", 20 }, { "两", 2 }, { "20", 20 }, { "21", -1 },
		{ "", -1 }, { "　", -1 }, { "8个", -1 }, { "-1", -1 },
		{ "八八", -1 }, { "99999", -1 }, { "\xff", -1 },
		{ "1111111111111111111111111111111111111111", -1 }
	};
	size_t i;

	for (i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++)
		CHECK_INT(challenge_number(CASES[i].text), CASES[i].value);
}

TEST(questions_vary_and_their_answers_are_small_numbers)
{
	struct challenge_question q;
	char seen[64][64] = { "" };
	size_t kinds = 0, i;
	uint64_t seed;

	for (seed = 0; seed < 20000; seed++) {
		challenge_question(seed * 2654435761u, &q);
		CHECK(q.answer >= 0 && q.answer <= CHALLENGE_ANSWER_MAX);
		CHECK(q.a >= 0 && q.a <= CHALLENGE_ANSWER_MAX);
		CHECK(q.b >= 0 && q.b <= CHALLENGE_ANSWER_MAX);
		for (i = 0; i < kinds && strcmp(seen[i], q.key) != 0; i++)
			;
		if (i == kinds)
			snprintf(seen[kinds++], sizeof(seen[0]), "%s", q.key);
		CHECK(strcmp(q.key, "larger") != 0 || q.a != q.b);
	}
	CHECK_INT(kinds, 11);
}
