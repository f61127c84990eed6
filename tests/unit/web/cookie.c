#include "web/cookie.h"
#include "../unit.h"

#include <stdlib.h>

static struct arena *arena;
static struct pairs pairs;

static enum err
parse(const char *text)
{
	if (arena == NULL)
		arena = arena_alloc();
	pairs = (struct pairs){ 0 };
	return (cookie_parse(arena, text, &pairs, NULL));
}

TEST(cookies_are_read_as_sent)
{
	CHECK_INT(parse("mc_session=a-b_C=; x = \"y\" ;z=%41;;"), ERR_OK);
	CHECK_INT(pairs.count, 3);
	CHECK_TEXT(pairs_get(&pairs, "mc_session"), "a-b_C=");
	CHECK_TEXT(pairs_get(&pairs, "x"), "\"y\"");
	CHECK_TEXT(pairs_get(&pairs, "z"), "%41");
}

TEST(cookies_of_other_programs_do_no_harm)
{
	CHECK_INT(parse("bad; =1; a\x01=2; b=\xFF; ; =; mc_session=t; c="),
	    ERR_OK);
	CHECK_INT(pairs.count, 2);
	CHECK_TEXT(pairs_get(&pairs, "mc_session"), "t");
	CHECK_TEXT(pairs_get(&pairs, "c"), "");
	CHECK_INT(parse(""), ERR_OK);
	CHECK_INT(pairs.count, 0);
}

TEST(too_many_cookies_are_refused)
{
	char *text = calloc(COOKIES_MAX + 1, 4);
	int i;

	for (i = 0; i < COOKIES_MAX; i++)
		memcpy(text + 4 * i, "a=b;", 5);
	CHECK_INT(parse(text), ERR_OK);
	CHECK_INT(pairs.count, COOKIES_MAX);
	memcpy(text + 4 * i, "a=b", 4);
	CHECK_INT(parse(text), ERR_TOO_LARGE);
	free(text);
}

TEST(a_cookie_is_set_for_this_site_alone)
{
	CHECK_TEXT(cookie_write(arena, "mc_session", "abc", -1, false),
	    "mc_session=abc; Path=/; HttpOnly; SameSite=Lax");
	CHECK_TEXT(cookie_write(arena, "mc_session", "", 0, true),
	    "mc_session=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0");
}

TEST(a_cookie_can_not_carry_another_line_or_attribute)
{
	CHECK_TEXT(cookie_write(arena, "a", "b; Domain=x", -1, false), NULL);
	CHECK_TEXT(cookie_write(arena, "a", "b\r\nX: y", -1, false), NULL);
	CHECK_TEXT(cookie_write(arena, "a", "江", -1, false), NULL);
	CHECK_TEXT(cookie_write(arena, "a b", "c", -1, false), NULL);
	CHECK_TEXT(cookie_write(arena, "", "c", -1, false), NULL);
}

__attribute__((destructor)) static void
done(void)
{
	arena_free(arena);
}
