#include "web/problem.h"
#include "../unit.h"

static struct lang *lang;
static struct buf out;

static const char *
problem(const struct fault *f, const struct json *extra)
{
	if (lang == NULL) {
		lang = lang_alloc();
		lang_load(lang, "core/lang/en.lang", NULL);
	}
	buf_reset(&out);
	problem_write(&out, f, lang, extra);
	return (buf_string(&out));
}

TEST(a_fault_without_a_name_has_its_status_and_title)
{
	struct fault f = { .err = ERR_FORBIDDEN };

	CHECK_TEXT(problem(&f, NULL), "{\"type\":\"about:blank\","
	    "\"title\":\"You are not allowed to do this.\",\"status\":403}");
}

TEST(a_named_fault_has_code_sentence_and_field)
{
	struct fault f;

	fault_set(&f, ERR_SYNTAX, "json.bad", "a\"b", "%d", 7);
	CHECK_TEXT(problem(&f, NULL), "{\"type\":\"about:blank\","
	    "\"title\":\"The request can't be understood.\",\"status\":400,"
	    "\"code\":\"json.bad\",\"detail\":\"The data sent is not valid "
	    "JSON (wrong at byte 7).\",\"field\":\"a\\\"b\"}");
}

TEST(what_goes_with_a_fault_can_not_hide_it)
{
	struct arena *a = arena_alloc();
	struct json *extra = json_object(a);
	struct fault f = { .err = ERR_CONFLICT };
	const char *text;

	json_put_int(a, extra, "status", 200);
	json_put_text(a, json_put(extra, "current", json_object(a)), "title",
	    "新");
	text = problem(&f, extra);
	CHECK(strstr(text, "\"status\":409") != NULL);
	CHECK(strstr(text, "200") == NULL);
	CHECK(strstr(text, "\"current\":{\"title\":\"新\"}") != NULL);
	arena_free(a);
}

__attribute__((destructor)) static void
done(void)
{
	lang_free(lang);
	buf_cleanup(&out);
}
