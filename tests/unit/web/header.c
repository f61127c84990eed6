#include "web/header.h"
#include "web/param.h"
#include "web/reply.h"
#include "../unit.h"

#include <stdlib.h>

static struct arena *arena;

__attribute__((constructor)) static void
begin(void)
{
	arena = arena_alloc();
}

__attribute__((destructor)) static void
done(void)
{
	arena_free(arena);
}

TEST(the_reader_s_language_is_chinese_unless_english_is_preferred)
{
	CHECK_TEXT(header_lang(NULL), "zh");
	CHECK_TEXT(header_lang(""), "zh");
	CHECK_TEXT(header_lang("zh-CN,zh;q=0.9,en;q=0.8"), "zh");
	CHECK_TEXT(header_lang("en-US,en;q=0.9"), "en");
	CHECK_TEXT(header_lang("EN"), "en");
	CHECK_TEXT(header_lang("en;q=0.5, zh-Hant;q=0.51"), "zh");
	CHECK_TEXT(header_lang("zh;q=0.1, en ; q=0.2"), "en");
	CHECK_TEXT(header_lang("fr, de;q=0.5"), "zh");
	CHECK_TEXT(header_lang("en;q=0"), "zh");
	CHECK_TEXT(header_lang("english, *"), "zh");
	CHECK_TEXT(header_lang(";;;,,,=;q="), "zh");
}

TEST(a_coding_is_accepted_where_it_weighs_something)
{
	CHECK(header_accepts("gzip, deflate, br", "br"));
	CHECK(header_accepts("GZIP;q=0.1", "gzip"));
	CHECK(!header_accepts("gzip;q=0, br", "gzip"));
	CHECK(!header_accepts("gzip;q=0.000", "gzip"));
	CHECK(header_accepts("*", "br"));
	CHECK(!header_accepts("br;q=0, *", "br"));
	CHECK(!header_accepts("identity", "br"));
	CHECK(!header_accepts("brotli", "br"));
	CHECK(!header_accepts(NULL, "br"));
}

TEST(a_host_is_lower_case_without_port)
{
	CHECK_TEXT(header_host(arena, "WWW.Example.cn:8080"), "www.example.cn");
	CHECK_TEXT(header_host(arena, "localhost"), "localhost");
	CHECK_TEXT(header_host(arena, "a.cn."), "a.cn");
	CHECK_TEXT(header_host(arena, "a.cn:"), "a.cn");
	CHECK_TEXT(header_host(arena, "127.0.0.1:65535"), "127.0.0.1");
	CHECK_TEXT(header_host(arena, "[2001:DB8::1]:443"), "[2001:db8::1]");
	CHECK_TEXT(header_host(arena, "xn--fiqs8s.cn"), "xn--fiqs8s.cn");
}

TEST(what_is_no_host_is_refused)
{
	static const char *const bad[] = { "", ".", "..", "a..b", ".a", "a b",
		"a/b", "a@b", "a:b", "a:65536", "a:123456", "a:1:2", "[", "[]",
		"[::1", "[::1]x", "[g::]", "江.cn", "a%2e", "a\tb", "a,b" };
	size_t i;
	char name[300];

	CHECK_TEXT(header_host(arena, NULL), NULL);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_TEXT(header_host(arena, bad[i]) == NULL ? "" : bad[i],
		    "");
	for (i = 0; i < sizeof(name); i++)
		name[i] = i % 2 == 0 ? 'a' : '.';
	name[HOST_MAX] = '\0';
	CHECK(header_host(arena, name) != NULL);
	memcpy(name + HOST_MAX, "a", 2);
	CHECK_TEXT(header_host(arena, name), NULL);
	memset(name, 'a', 64);
	name[63] = '\0';
	CHECK(header_host(arena, name) != NULL);
	memcpy(name + 63, "a", 2);
	CHECK_TEXT(header_host(arena, name), NULL);
}

TEST(an_etag_matches_weakly_in_a_list)
{
	CHECK(header_etag("\"a\"", "\"a\""));
	CHECK(header_etag("W/\"a\"", "\"a\""));
	CHECK(header_etag("\"a\"", "W/\"a\""));
	CHECK(header_etag("\"x\" , \"y,\",W/\"a\"", "\"a\""));
	CHECK(header_etag("*", "\"a\""));
	CHECK(!header_etag("\"ab\"", "\"a\""));
	CHECK(!header_etag("a", "\"a\""));
	CHECK(!header_etag("\"a", "\"a\""));
	CHECK(!header_etag("", "\"a\""));
	CHECK(!header_etag(NULL, "\"a\""));
	CHECK(!header_etag("*", NULL));
}

TEST(the_etag_decides_before_the_date)
{
	struct request rq = { .arena = arena };
	const char *date = "Sun, 06 Nov 1994 08:49:37 GMT";

	CHECK(!header_fresh(&rq, "\"a\"", 784111777));
	pairs_add(arena, &rq.headers, "if-modified-since", date);
	CHECK(header_fresh(&rq, NULL, 784111777));
	CHECK(header_fresh(&rq, "\"a\"", 784111776));
	CHECK(!header_fresh(&rq, NULL, 784111778));
	CHECK(!header_fresh(&rq, NULL, -1));
	pairs_add(arena, &rq.headers, "if-none-match", "\"b\"");
	CHECK(!header_fresh(&rq, "\"a\"", 784111777));
	CHECK(header_fresh(&rq, "\"b\"", 784111778));
}

TEST(a_media_type_loses_its_parameters)
{
	CHECK_TEXT(header_type(arena, "Text/HTML; charset=utf-8"), "text/html");
	CHECK_TEXT(header_type(arena, " application/json "), "application/json");
	CHECK_TEXT(header_type(arena, "a/b; c"), "");
	CHECK_TEXT(header_type(arena, NULL), "");
}

TEST(parameters_may_be_quoted)
{
	struct pairs p;
	const char *value;

	CHECK(param_parse(arena, "form-data; NAME=\"a;b:c\" ;x=y; "
	    "filename=\"q\\\"\\\\w\\e\"", &value, &p));
	CHECK_TEXT(value, "form-data");
	CHECK_TEXT(pairs_get(&p, "name"), "a;b:c");
	CHECK_TEXT(pairs_get(&p, "x"), "y");
	CHECK_TEXT(pairs_get(&p, "filename"), "q\"\\w\\e");
	CHECK(param_parse(arena, "a;;b=\"\"", &value, &p));
	CHECK_TEXT(pairs_get(&p, "b"), "");
}

TEST(broken_parameters_are_refused)
{
	static const char *const bad[] = { "", ";a=b", "a;b", "a;b=\"c",
		"a;b=\"c\\\"", "a;=c", "a b", "a;b=c d=e", "a;b=c;b=d",
		"a;b=c\"d\"" };
	struct pairs p;
	const char *value;
	char text[8 * PARAMS_MAX + 16] = "a";
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_TEXT(!param_parse(arena, bad[i], &value, &p) ? "" :
		    bad[i], "");
	for (i = 0; i < PARAMS_MAX; i++)
		sprintf(text + strlen(text), ";p%zu=v", i);
	CHECK(param_parse(arena, text, &value, &p));
	memcpy(text + strlen(text), ";q=v", 5);
	CHECK(!param_parse(arena, text, &value, &p));
}

TEST(extended_parameters_are_utf_8_or_nothing)
{
	CHECK_TEXT(param_extended(arena, "UTF-8''%E6%B1%9F.txt"), "江.txt");
	CHECK_TEXT(param_extended(arena, "utf-8'zh'a%20b"), "a b");
	CHECK_TEXT(param_extended(arena, "GBK''%D6%D0"), NULL);
	CHECK_TEXT(param_extended(arena, "UTF-8''%FF"), NULL);
	CHECK_TEXT(param_extended(arena, "UTF-8''%00"), NULL);
	CHECK_TEXT(param_extended(arena, "UTF-8'a"), NULL);
}

TEST(a_file_name_is_sent_in_ascii_and_whole)
{
	CHECK_TEXT(header_disposition(arena, true, "report 2026.pdf"),
	    "attachment; filename=\"report 2026.pdf\"");
	CHECK_TEXT(header_disposition(arena, false, "江\"a%b\r\n.txt"),
	    "inline; filename=\"____a_b__.txt\"; "
	    "filename*=UTF-8''%E6%B1%9F%22a%25b%0D%0A.txt");
}

TEST(a_header_can_not_carry_another_line)
{
	struct reply rp;

	reply_init(&rp);
	CHECK(reply_header(&rp, arena, "x", "a\tb 江"));
	CHECK(!reply_header(&rp, arena, "y", "a\r\nset-cookie: b"));
	CHECK(!reply_header(&rp, arena, "y", "a\nb"));
	CHECK(!reply_header(&rp, arena, "y", "a\x7F"));
	CHECK_INT(rp.headers.count, 1);
	CHECK_TEXT(pairs_get(&rp.headers, "x"), "a\tb 江");
	CHECK_INT(rp.status, 200);
	reply_cleanup(&rp);
}
