#include "base/url.h"
#include "../unit.h"

static const char *
decoded(const char *from, bool plus)
{
	static char out[64];
	size_t length;

	if (!url_decode(out, from, strlen(from), plus, &length))
		return (NULL);
	out[length] = '\0';
	return (out);
}

TEST(only_unreserved_characters_stay)
{
	struct buf b = { 0 };

	url_component(&b, "aZ09-._~");
	CHECK_TEXT(buf_string(&b), "aZ09-._~");
	buf_reset(&b);
	url_component(&b, "江 &=+/?#%'\"<");
	CHECK_TEXT(buf_string(&b), "%E6%B1%9F%20%26%3D%2B%2F%3F%23%25%27%22%3C");
	buf_cleanup(&b);
}

static const char *
filled(const char *pattern, int64_t id, const char *path)
{
	static struct buf b;
	struct arena *a = arena_alloc();
	struct json *params = json_object(a);
	bool good;

	buf_reset(&b);
	buf_text(&b, "=");
	if (id != 0)
		json_put_int(a, params, "id", id);
	json_put_text(a, params, "path", path);
	good = url_fill(&b, pattern, params);
	arena_free(a);
	return (good ? buf_string(&b) + 1 : strcmp(buf_string(&b), "=") == 0 ?
	    "refused" : "left over");
}

TEST(a_pattern_is_filled_and_escaped)
{
	CHECK_TEXT(filled("/{path*}/{id:int}.html", 7, "news/a b"),
	    "/news/a%20b/7.html");
	CHECK_TEXT(filled("/tag/{path}", 0, "a/b"), "/tag/a%2Fb");
	CHECK_TEXT(filled("/plain", 0, "x"), "/plain");
	CHECK_TEXT(filled("/{path}/{id:int}", 0, "x"), "refused");
	CHECK_TEXT(filled("/{path", 1, "x"), "refused");
}

TEST(escapes_are_decoded_once)
{
	CHECK_TEXT(decoded("%e6%B1%9f+%2541", false), "江+%41");
	CHECK_TEXT(decoded("a+b%2B", true), "a b+");
	CHECK_TEXT(decoded("", true), "");
}

TEST(broken_escapes_are_refused)
{
	CHECK_TEXT(decoded("%", false), NULL);
	CHECK_TEXT(decoded("%4", false), NULL);
	CHECK_TEXT(decoded("%4g", false), NULL);
	CHECK_TEXT(decoded("%g4", false), NULL);
	CHECK_TEXT(decoded("%%41", false), NULL);
	CHECK_TEXT(decoded("%u6c5f", false), NULL);
}

TEST(urls_that_lead_away_are_told_from_those_that_stay)
{
	CHECK(url_stays("/"));
	CHECK(url_stays("/desk/?a=//b"));
	CHECK(!url_stays(""));
	CHECK(!url_stays("news/"));
	CHECK(!url_stays("//host/"));
	CHECK(!url_stays("/\\host/"));
	CHECK(!url_stays("/\t/host/"));
	CHECK(!url_stays("/\n/host/"));
	CHECK(!url_stays("/a\x7F"));
	CHECK(!url_stays("https://host/"));
}

TEST(what_is_decoded_as_a_text_is_one)
{
	struct arena *a = arena_alloc();

	CHECK_TEXT(url_text(a, "%E6%B1%9F+b?c", 11, false), "江+b");
	CHECK_TEXT(url_text(a, "%E6%B1%9F+b?c", 11, true), "江 b");
	CHECK_TEXT(url_text(a, "", 0, false), "");
	CHECK(url_text(a, "a%00b", 5, false) == NULL);
	CHECK(url_text(a, "a%FFb", 5, false) == NULL);
	CHECK(url_text(a, "a%b", 3, false) == NULL);
	arena_free(a);
}
