#include "base/json.h"
#include "../unit.h"

#include <math.h>
#include <stdlib.h>

static struct arena *arena;
static struct buf out;

/* The value of a text, or NULL. */
static struct json *
parse(const char *text)
{
	struct json *v;

	if (arena == NULL)
		arena = arena_alloc();
	json_parse(arena, text, strlen(text), &v, NULL);
	return (v);
}

/* What a text is when it was read and written again; "-" where it is bad. */
static const char *
again(const char *text)
{
	struct json *v = parse(text);

	buf_reset(&out);
	if (v != NULL)
		json_write(&out, v);
	return (v != NULL ? buf_string(&out) : "-");
}

static const char *
canonical(const char *text)
{
	buf_reset(&out);
	json_canonical(&out, parse(text));
	return (buf_string(&out));
}

TEST(every_kind_of_value_comes_back)
{
	CHECK_TEXT(again(" {\"a\" : [1, -2.5, true, false, null, \"江城\"]}\n"),
	    "{\"a\":[1,-2.5,true,false,null,\"江城\"]}");
	CHECK_TEXT(again("[]"), "[]");
	CHECK_TEXT(again("{}"), "{}");
	CHECK_TEXT(again("\"\""), "\"\"");
	CHECK_TEXT(again("{\"\":0}"), "{\"\":0}");
	CHECK_TEXT(again("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u001f\\u007f\""),
	    "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u001f\\u007f\"");
}

TEST(escaped_characters_become_utf_8)
{
	CHECK_TEXT(parse("\"\\u6c5f\\uD842\\uDFB7\"")->text, "江𠮷");
	CHECK_TEXT(again("\"\\ud842\""), "-");
	CHECK_TEXT(again("\"\\udfb7\\ud842\""), "-");
	CHECK_TEXT(again("\"\\ud842\\u0041\""), "-");
	CHECK_TEXT(again("\"\\ud842x\""), "-");
	CHECK_TEXT(again("\"\\u12g4\""), "-");
	CHECK_TEXT(again("\"\\u00"), "-");
	CHECK_TEXT(again("\"\\x41\""), "-");
}

TEST(a_text_may_hold_nul_but_a_name_may_not)
{
	struct json *v = parse("\"a\\u0000b\"");

	CHECK(v != NULL);
	CHECK_INT(v->length, 3);
	CHECK(memcmp(v->text, "a\0b", 4) == 0);
	CHECK_TEXT(again("\"a\\u0000b\""), "\"a\\u0000b\"");
	CHECK_TEXT(again("{\"a\\u0000b\":1}"), "-");
}

TEST(what_is_not_json_is_refused)
{
	static const char *const bad[] = { "", " ", "{", "[", "[1", "[1,]",
		"[,1]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}",
		"{1:1}", "{'a':1}", "tru", "nul", "True", "NaN", "Infinity",
		"-Infinity", "01", "-", "+1", ".5", "1.", "1e", "1e+", "0x10",
		"\"a", "\"a\nb\"", "\"a\\", "1 1", "[]]", "/**/1", "[1]x",
		"\xEF\xBB\xBF{}", "\"\xFF\"", "\"\xED\xA0\x80\"", "[\"\x80\"]",
		"\"\x01\"" };
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_TEXT(parse(bad[i]) == NULL ? "" : bad[i], "");
}

TEST(a_bad_text_says_where_it_is_bad)
{
	struct arena *a = arena_alloc();
	struct json *v;
	struct fault f;

	CHECK_INT(json_parse(a, "[1,?]", 5, &v, &f), ERR_SYNTAX);
	CHECK_TEXT(f.name, "json.bad");
	CHECK_TEXT(f.detail, "3");
	CHECK(v == NULL);
	CHECK_INT(json_parse(a, "\0", 1, &v, &f), ERR_SYNTAX);
	CHECK_INT(json_parse(a, "[\"\xE6\xB1\"]", 6, &v, &f), ERR_SYNTAX);
	CHECK_TEXT(f.detail, "2");
	arena_free(a);
}

TEST(repeated_names_are_refused)
{
	const char *text = "{\"x\":{\"a\":1,\"b\":2,\"a\":3}}";
	struct arena *a = arena_alloc();
	struct json *v;
	struct fault f;

	CHECK_INT(json_parse(a, text, strlen(text), &v, &f), ERR_INPUT);
	CHECK_TEXT(f.name, "json.name");
	CHECK_TEXT(f.field, "a");
	CHECK(v == NULL);
	arena_free(a);
	CHECK_TEXT(again("{\"a\":1,\"b\":2,\"a\":3}"), "-");
	CHECK_TEXT(again("{\"a\":1,\"\\u0061\":3}"), "-");
	CHECK_TEXT(again("[{\"a\":1},{\"a\":1}]"), "[{\"a\":1},{\"a\":1}]");
}

/* `depth` arrays around nothing. */
static struct json *
nested(size_t depth)
{
	char text[2 * JSON_DEPTH_MAX + 8] = "";

	memset(text, '[', depth);
	memset(text + depth, ']', depth);
	return (parse(text));
}

TEST(nesting_ends_at_its_limit)
{
	CHECK(nested(JSON_DEPTH_MAX) != NULL);
	CHECK(nested(JSON_DEPTH_MAX + 1) == NULL);
}

TEST(the_number_of_values_ends_at_its_limit)
{
	size_t length = 2 * JSON_VALUES_MAX + 2;
	char *text = calloc(1, length + 1);
	size_t i;

	/* The array itself is a value, too. */
	text[0] = '[';
	for (i = 0; i < JSON_VALUES_MAX - 1; i++)
		memcpy(text + 1 + 2 * i, "1,", 3);
	text[2 * i] = ']';
	CHECK(parse(text) != NULL);
	memcpy(text + 2 * i, ",1]", 4);
	CHECK(parse(text) == NULL);
	free(text);
}

TEST(whole_numbers_keep_64_bits_and_become_reals_beyond)
{
	CHECK_INT(parse("9223372036854775807")->integer, INT64_MAX);
	CHECK_INT(parse("-9223372036854775808")->integer, INT64_MIN);
	CHECK_INT(parse("9223372036854775808")->type, JSON_REAL);
	CHECK_TEXT(again("9223372036854775808"), "9.223372036854776e+18");
	CHECK_TEXT(again("-0"), "0");
	CHECK_INT(parse("1.0")->type, JSON_REAL);
	CHECK_TEXT(again("1.0"), "1.0");
	CHECK_TEXT(again("1E2"), "1e+02");
	CHECK_TEXT(again("1e400"), "-");
	CHECK_TEXT(again("1e-400"), "0.0");
}

TEST(reals_are_written_in_the_shortest_form_that_reads_back)
{
	CHECK_TEXT(again("0.1"), "0.1");
	CHECK_TEXT(again("0.30000000000000004"), "0.30000000000000004");
	CHECK_TEXT(again("2.5e-3"), "0.0025");
	CHECK_TEXT(again("1.7976931348623157e308"), "1.7976931348623157e+308");
	CHECK_TEXT(again("5e-324"), "5e-324");
	CHECK_TEXT(again("123456.75"), "123456.75");
}

TEST(what_is_no_number_becomes_null)
{
	CHECK_INT(json_real(arena, NAN)->type, JSON_NULL);
	CHECK_INT(json_real(arena, -INFINITY)->type, JSON_NULL);
}

TEST(the_canonical_form_sorts_names_by_bytes)
{
	CHECK_TEXT(canonical("{\"b\":1,\"江\":{\"z\":1,\"B\":2},\"a\":[2,1]}"),
	    "{\"a\":[2,1],\"b\":1,\"江\":{\"B\":2,\"z\":1}}");
	CHECK_TEXT(canonical("{}"), "{}");
}

TEST(an_equal_name_is_replaced_in_its_place)
{
	struct json *o;

	o = parse("{}");
	json_put_int(arena, o, "a", 1);
	json_put_int(arena, o, "b", 2);
	json_put_int(arena, o, "c", 3);
	json_put_text(arena, o, "b", "x");
	json_put_bool(arena, o, "c", true);
	json_put_text(arena, o, "a", NULL);
	json_put_int(arena, o, "d", 4);
	CHECK_INT(o->length, 4);
	buf_reset(&out);
	json_write(&out, o);
	CHECK_TEXT(buf_string(&out),
	    "{\"a\":null,\"b\":\"x\",\"c\":true,\"d\":4}");
}

TEST(an_absent_member_reads_as_the_default)
{
	struct json *o = parse("{\"n\":7,\"t\":\"x\",\"b\":true,\"z\":null}");

	CHECK_INT(json_get_int(o, "n", 0), 7);
	CHECK_INT(json_get_int(o, "t", -1), -1);
	CHECK_INT(json_get_int(NULL, "n", -1), -1);
	CHECK_TEXT(json_get_text(o, "t", ""), "x");
	CHECK_TEXT(json_get_text(o, "n", "?"), "?");
	CHECK_TEXT(json_get_text(o, "z", NULL), NULL);
	CHECK(json_get_bool(o, "b", false));
	CHECK(!json_get_bool(o, "n", false));
	CHECK(json_get(parse("[1]"), "n") == NULL);
	CHECK(json_get(o, "z") != NULL);
}

TEST(a_copy_lives_without_its_original)
{
	struct arena *a = arena_alloc(), *b = arena_alloc();
	const char *text = "{\"a\":[1,2.5,\"x\",null,true],\"b\":{}}";
	struct json *v, *copy;

	CHECK_INT(json_parse(a, text, strlen(text), &v, NULL), ERR_OK);
	copy = json_copy(b, v);
	arena_free(a);
	buf_reset(&out);
	json_write(&out, copy);
	CHECK_TEXT(buf_string(&out), text);
	arena_free(b);
}

TEST(what_is_shared_stands_in_two_places)
{
	struct arena *a = arena_alloc();
	const char *text = "{\"a\":[1,\"x\"],\"b\":true}";
	struct json *v, *o = json_object(a);

	CHECK_INT(json_parse(a, text, strlen(text), &v, NULL), ERR_OK);
	json_put(o, "list", json_share(a, json_get(v, "a")));
	json_put(o, "b", json_share(a, json_get(v, "b")));
	json_put(o, "none", json_share(a, json_get(v, "c")));
	buf_reset(&out);
	json_write(&out, o);
	CHECK_TEXT(buf_string(&out),
	    "{\"list\":[1,\"x\"],\"b\":true,\"none\":null}");
	buf_reset(&out);
	json_write(&out, v);
	CHECK_TEXT(buf_string(&out), text);
	arena_free(a);
}

__attribute__((destructor)) static void
done(void)
{
	arena_free(arena);
	buf_cleanup(&out);
}

/* Texts are looked at by eight bytes at a time: wherever one stands, each byte
 * comes back, and what can't stand for itself is seen. */
TEST(each_byte_of_a_text_counts_wherever_it_stands)
{
	char text[24];
	struct json *v;
	size_t at;
	int c;

	CHECK(parse("0") != NULL);
	for (c = 0; c < 0x80; c++)
		for (at = 0; at < 18; at++) {
			memset(text, 'a', sizeof(text));
			text[at] = (char)c;
			buf_reset(&out);
			json_write(&out, json_bytes(arena, text, 18));
			CHECK(json_parse(arena, out.data, out.length, &v,
			    NULL) == ERR_OK);
			CHECK_INT(v->length, 18);
			CHECK(memcmp(v->text, text, 18) == 0);
			CHECK((out.length > 20) == (c < 0x20 || c == '"' ||
			    c == '\\' || c == 0x7F));
		}
	for (at = 1; at < 19; at++) {	/* no line ends inside of quotes */
		memset(text, 'a', 20);
		text[0] = text[19] = '"';
		text[20] = '\0';
		CHECK(parse(text) != NULL);
		text[at] = '\n';
		CHECK(parse(text) == NULL);
	}
}
