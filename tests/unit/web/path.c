#include "web/path.h"
#include "../unit.h"

#include <stdlib.h>

static struct arena *arena;
static const char *query;
static struct fault fault;

/* The path, or NULL where it is refused. */
static const char *
path(const char *target)
{
	const char *out = NULL;

	if (arena == NULL)
		arena = arena_alloc();
	fault = (struct fault){ 0 };
	if (path_parse(arena, target, &out, &query, &fault) != ERR_OK)
		return (NULL);
	return (out);
}

TEST(a_path_is_decoded_once)
{
	CHECK_TEXT(path("/"), "/");
	CHECK_TEXT(path("/news/notice/12.html"), "/news/notice/12.html");
	CHECK_TEXT(path("/news/"), "/news/");
	CHECK_TEXT(path("/%E6%B1%9F/a%20b"), "/江/a b");
	CHECK_TEXT(path("/江"), "/江");
	CHECK_TEXT(path("/a%2541"), "/a%41");
	CHECK_TEXT(path("/a+b"), "/a+b");
	CHECK_TEXT(path("/.well-known/..a/a..b/..."), "/.well-known/..a/a..b/...");
}

TEST(the_query_is_cut_off_as_sent)
{
	CHECK_TEXT(path("/search?q=%20&x=/../"), "/search");
	CHECK_TEXT(query, "q=%20&x=/../");
	CHECK_TEXT(path("/a?"), "/a");
	CHECK_TEXT(query, "");
	CHECK_TEXT(path("/a"), "/a");
	CHECK_TEXT(query, "");
}

TEST(a_path_that_could_be_read_in_two_ways_is_refused)
{
	static const char *const bad[] = { "", "a", "*", "http://x/", "?a",
		"//", "//evil.example/", "/a//b", "/a//", "/.", "/..", "/./a",
		"/a/./b", "/a/../b", "/a/..", "/%2e%2e/a", "/.%2E/", "/a%2fb",
		"/a%2F..%2Fb", "/a\\b", "/..\\a", "/a%5Cb", "/a%00", "/%0d%0aX",
		"/\x01", "/%7f", "/%C2%85", "/%ff", "/%C0%AE%C0%AE/",
		"/%ED%A0%80", "/%", "/%4", "/%zz", "/a#b" };
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		CHECK_TEXT(path(bad[i]) == NULL ? "" : bad[i], "");
		CHECK_INT(fault.err, ERR_SYNTAX);
		CHECK_TEXT(fault.name, "path.bad");
	}
}

TEST(a_path_ends_at_its_limit)
{
	char text[PATH_LENGTH_MAX + 2];

	memset(text, 'a', sizeof(text));
	text[0] = '/';
	text[PATH_LENGTH_MAX] = '\0';
	CHECK_TEXT(path(text), text);
	text[PATH_LENGTH_MAX] = 'a';
	text[PATH_LENGTH_MAX + 1] = '\0';
	CHECK_TEXT(path(text), NULL);
	CHECK_TEXT(fault.name, "path.long");
	CHECK_INT(fault.err, ERR_TOO_LARGE);
}

__attribute__((destructor)) static void
done(void)
{
	arena_free(arena);
}
