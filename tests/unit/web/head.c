/* Heads of requests, in the words of RFC 9112 and of real browsers. */
#include "../unit.h"

#include <stdlib.h>

#include "web/head.h"

static struct arena *arena;

/* The status with which a head is refused; 0: it is read. */
static int
status_of(const char *text, struct head *h)
{
	arena_free(arena);
	arena = arena_alloc();
	return (head_parse(arena, text, strlen(text), h));
}

static int
status_with(const char *line, const char *fields)
{
	struct head h;
	char text[20000];

	snprintf(text, sizeof(text), "%s HTTP/1.1\r\nHost: a.cn\r\n%s\r\n",
	    line, fields);
	return (status_of(text, &h));
}

TEST(a_browsers_head_is_read)
{
	struct head h;

	CHECK_INT(status_of("POST /a?b=%E4%B8%AD HTTP/1.1\r\n"
	    "HOST: Www.A.cn:8080\r\nContent-Length: 12\r\n"
	    "Connection: keep-alive, Close\r\nX-Empty:\r\n"
	    "X-Blank: \t a\tb \r\nExpect: 100-Continue\r\n\r\n", &h), 0);
	CHECK_INT(h.method, METHOD_POST);
	CHECK_TEXT(h.target, "/a?b=%E4%B8%AD");
	CHECK_TEXT(h.host, "Www.A.cn:8080");
	CHECK_INT(h.length, 12);
	CHECK(h.has_length && h.close && h.expect && !h.http_1_0);
	CHECK_TEXT(pairs_get(&h.headers, "x-empty"), "");
	CHECK_TEXT(pairs_get(&h.headers, "x-blank"), "a b");
}

TEST(values_that_are_not_utf_8_are_read_as_latin_1)
{
	struct head h;

	CHECK_INT(status_of("GET / HTTP/1.1\r\nHost: a\r\nX: \xe4\xb8\xad\r\n"
	    "Y: \xe4\xb8\t\xad\r\n\r\n", &h), 0);
	CHECK_TEXT(pairs_get(&h.headers, "x"), "中");
	CHECK_TEXT(pairs_get(&h.headers, "y"), "ä¸ \xc2\xad");
}

TEST(methods_are_known_tokens_in_capitals)
{
	CHECK_INT(status_with("PATCH /", ""), 0);
	CHECK_INT(status_with("get /", ""), 501);
	CHECK_INT(status_with("BREW /", ""), 501);
	CHECK_INT(status_with("G(T /", ""), 400);
	CHECK_INT(status_with(" /", ""), 400);
	CHECK_INT(status_with("GET", ""), 400);
}

TEST(targets_are_paths_or_absolute)
{
	char line[6000] = "GET /";

	CHECK_INT(status_with("GET a", ""), 400);
	CHECK_INT(status_with("GET  /", ""), 400);
	CHECK_INT(status_with("GET / /", ""), 400);
	CHECK_INT(status_with("OPTIONS *", ""), 0);
	CHECK_INT(status_with("GET *", ""), 400);
	CHECK_INT(status_with("GET http://A.CN", ""), 0);
	CHECK_INT(status_with("GET https://a.cn?x", ""), 0);
	CHECK_INT(status_with("GET http://b.cn/", ""), 400);
	CHECK_INT(status_with("GET http:///", ""), 400);
	CHECK_INT(status_with("GET ftp://a.cn/", ""), 400);
	memset(line + 5, 'x', HEAD_TARGET_MAX - 1);
	CHECK_INT(status_with(line, ""), 0);
	line[4 + HEAD_TARGET_MAX] = 'x';
	CHECK_INT(status_with(line, ""), 414);
}

TEST(hosts_are_names_or_addresses)
{
	static const char *const good[] = { "a", "a.cn", "a.b-c.d_1:80",
	    "xn--fiqs8s.cn", "127.0.0.1:1", "[::1]", "[::1]:8080", "a.cn." };
	static const char *const bad[] = { "", ":80", ".", ".a", "a..b", "a/b",
	    "1.2.3", "a.1", "[::1", "[g]", "a:b", "a:123456", "a b", "a@b",
	    "\xe4\xb8\xad", "a\tb" };
	struct head h;
	char text[200];
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		snprintf(text, sizeof(text),
		    "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", good[i]);
		CHECK_INT(status_of(text, &h), 0);
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(text, sizeof(text),
		    "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", bad[i]);
		CHECK_INT(status_of(text, &h), 400);
	}
}

TEST(a_length_is_digits_once)
{
	struct head h;

	CHECK_INT(status_with("POST /", "Content-Length: 03\r\n"), 0);
	CHECK_INT(status_with("POST /", "Content-Length:3\r\n"), 0);
	CHECK_INT(status_with("POST /", "Content-Length: +3\r\n"), 400);
	CHECK_INT(status_with("POST /", "Content-Length: 3, 3\r\n"), 400);
	CHECK_INT(status_with("POST /", "Content-Length: 3\r\n"
	    "Content-Length: 3\r\n"), 400);
	CHECK_INT(status_with("POST /", "Content-Length: "
	    "999999999999999999\r\n"), 0);
	CHECK_INT(status_with("POST /", "Content-Length: "
	    "9999999999999999999\r\n"), 400);
	CHECK_INT(status_of("POST / HTTP/1.0\r\n\r\n", &h), 411);
}

TEST(transfer_encoding_is_refused_but_never_hides_a_bad_head)
{
	CHECK_INT(status_with("POST /", "Transfer-Encoding: chunked\r\n"), 411);
	CHECK_INT(status_with("POST /", "Transfer-Encoding: chunked\r\n"
	    "Content-Length: 3\r\n"), 411);
	CHECK_INT(status_with("POST /", "Transfer-Encoding: chunked\r\n"
	    "Content-Length: x\r\n"), 400);
	CHECK_INT(status_with("POST /", "Transfer-Encoding : chunked\r\n"),
	    400);
}

TEST(what_two_programs_could_read_in_two_ways_is_refused)
{
	static const char *const bad[] = { "X: a\r\n b\r\n", " X: a\r\n",
	    "X : a\r\n", "X\r\n", ": a\r\n", "X: a\nY: b\r\n", "X: a\rb\r\n",
	    "X: \x01\r\n", "X: \x7f\r\n", "Host: a.cn\r\n",
	    "Content-Type: a/b\r\nContent-Type: a/c\r\n",
	    "Authorization: a\r\nAuthorization: b\r\n" };
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_INT(status_with("GET /", bad[i]), 400);
}

TEST(a_hundred_lines_are_read_and_one_more_is_431)
{
	char fields[20000] = "";
	int i;

	for (i = 0; i < HEAD_LINES_MAX - 1; i++)
		memcpy(fields + 6 * i, "X: y\r\n", 7);
	CHECK_INT(status_with("GET /", fields), 0);
	memcpy(fields + 6 * i, "X: y\r\n", 7);
	CHECK_INT(status_with("GET /", fields), 431);
}

TEST(versions_other_than_1_are_505_and_nonsense_is_400)
{
	struct head h;

	CHECK_INT(status_of("GET / HTTP/1.0\r\n\r\n", &h), 0);
	CHECK(h.http_1_0 && h.close);
	CHECK_TEXT(h.host, "");
	CHECK_INT(status_of("GET / HTTP/1.1\r\n\r\n", &h), 400);
	CHECK_INT(status_of("GET / HTTP/2.0\r\nHost: a\r\n\r\n", &h), 505);
	CHECK_INT(status_of("GET / http/1.1\r\nHost: a\r\n\r\n", &h), 400);
	CHECK_INT(status_of("GET / HTTP/1.10\r\nHost: a\r\n\r\n", &h), 400);
	CHECK_INT(status_of("GET /\r\nHost: a\r\n\r\n", &h), 400);
	CHECK_INT(status_of("\r\n\r\n", &h), 400);
}

TEST(a_broken_beginning_is_seen_before_its_end)
{
	CHECK_INT(head_broken("GET / HTTP/1.1\nHost", 19), 400);
	CHECK_INT(head_broken("GET \0", 5), 400);
	CHECK_INT(head_broken("GET /\rX", 7), 400);
	CHECK_INT(head_broken("GET / HTTP/1.1\r", 15), 0);
	CHECK_INT(head_end("a\r\n\r\nb", 6), 5);
	CHECK_INT(head_end("a\r\n\r", 4), 0);
	CHECK_INT(head_blank("\r\n\r\nGET", 7), 4);
}
