#include "web/query.h"
#include "../unit.h"

#include <stdlib.h>

static struct arena *arena;
static struct pairs pairs;
static struct fault fault;

static enum err
parse(const char *text)
{
	if (arena == NULL)
		arena = arena_alloc();
	pairs = (struct pairs){ 0 };
	fault = (struct fault){ 0 };
	return (query_parse(arena, text, strlen(text), &pairs, &fault));
}

TEST(pairs_keep_their_order_and_repeat)
{
	CHECK_INT(parse("b=1&a=%E6%B1%9F+%2B&b=2"), ERR_OK);
	CHECK_INT(pairs.count, 3);
	CHECK_TEXT(pairs.item[0].name, "b");
	CHECK_TEXT(pairs.item[2].value, "2");
	CHECK_TEXT(pairs_get(&pairs, "b"), "1");
	CHECK_TEXT(pairs_get(&pairs, "a"), "江 +");
	CHECK_TEXT(pairs_get(&pairs, "c"), NULL);
}

TEST(empty_names_values_and_pieces_are_no_trouble)
{
	CHECK_INT(parse(""), ERR_OK);
	CHECK_INT(pairs.count, 0);
	CHECK_INT(parse("&&a&b=&=c&d=e=f&"), ERR_OK);
	CHECK_INT(pairs.count, 4);
	CHECK_TEXT(pairs_get(&pairs, "a"), "");
	CHECK_TEXT(pairs_get(&pairs, "b"), "");
	CHECK_TEXT(pairs_get(&pairs, ""), "c");
	CHECK_TEXT(pairs_get(&pairs, "d"), "e=f");
}

TEST(line_breaks_and_tabs_stay)
{
	CHECK_INT(parse("text=a%0D%0Ab%09c"), ERR_OK);
	CHECK_TEXT(pairs_get(&pairs, "text"), "a\r\nb\tc");
}

TEST(broken_texts_are_refused)
{
	static const char *const bad[] = { "a=%", "a=%4", "%zz=1", "a=%00",
		"%00=a", "a=%FF", "a=%D6%D0", "a=\xD6\xD0", "a=%ED%A0%80" };
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		CHECK_INT(parse(bad[i]), ERR_SYNTAX);
		CHECK_TEXT(fault.name, "query.bad");
	}
	CHECK_INT(query_parse(arena, "a=\0b", 4, &pairs, NULL), ERR_SYNTAX);
}

TEST(limits_hold_at_their_edge)
{
	char *text = calloc(QUERY_PAIRS_MAX + 1, 2);
	int i;

	for (i = 0; i < QUERY_PAIRS_MAX; i++)
		memcpy(text + 2 * i, "a&", 3);
	CHECK_INT(parse(text), ERR_OK);
	CHECK_INT(pairs.count, QUERY_PAIRS_MAX);
	memcpy(text + 2 * i, "a", 2);
	CHECK_INT(parse(text), ERR_TOO_LARGE);
	CHECK_TEXT(fault.name, "query.large");
	memset(text, 'a', QUERY_NAME_MAX);
	memcpy(text + QUERY_NAME_MAX, "=1", 3);
	CHECK_INT(parse(text), ERR_OK);
	memcpy(text + QUERY_NAME_MAX, "a=1", 4);
	CHECK_INT(parse(text), ERR_TOO_LARGE);
	CHECK_INT(query_parse(arena, text, (size_t)QUERY_MAX + 1, &pairs,
	    NULL), ERR_TOO_LARGE);
	free(text);
}

TEST(what_is_written_reads_back)
{
	struct buf b = { 0 };

	query_write(&b, "名", "a&b=c d+e%");
	query_write(&b, "x", "");
	CHECK_INT(parse(buf_string(&b)), ERR_OK);
	CHECK_INT(pairs.count, 2);
	CHECK_TEXT(pairs_get(&pairs, "名"), "a&b=c d+e%");
	CHECK_TEXT(pairs_get(&pairs, "x"), "");
	buf_cleanup(&b);
}

__attribute__((destructor)) static void
done(void)
{
	arena_free(arena);
}
