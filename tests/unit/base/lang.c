#include "base/lang.h"
#include "../unit.h"

#include <stdlib.h>

static char path[256];

/* A language file with this text. */
static const char *
file(const char *text)
{
	FILE *f;

	snprintf(path, sizeof(path), "%s/x.lang", unit_folder());
	f = fopen(path, "w");
	if (f == NULL || fputs(text, f) < 0 || fclose(f) != 0)
		exit(2);
	return (path);
}

static enum err
load(const char *text, struct fault *f)
{
	struct lang *l = lang_alloc();
	enum err e = lang_load(l, file(text), f);

	lang_free(l);
	return (e);
}

TEST(keys_lead_to_their_texts)
{
	struct lang *l = lang_alloc();

	CHECK_INT(lang_load(l, file("# texts\n\n a.b  =  标题 = 一 \r\n"
	    "c-d_E1=\nlast = 末"), NULL), ERR_OK);
	CHECK_TEXT(lang_text(l, "a.b"), "标题 = 一");
	CHECK_TEXT(lang_text(l, "c-d_E1"), "");
	CHECK_TEXT(lang_text(l, "last"), "末");
	CHECK_TEXT(lang_text(l, "none"), NULL);
	lang_free(l);
}

TEST(the_file_loaded_first_decides)
{
	struct lang *l = lang_alloc();

	CHECK_INT(lang_load(l, file("a = site\n"), NULL), ERR_OK);
	CHECK_INT(lang_load(l, file("a = core\nb = core\n"), NULL), ERR_OK);
	CHECK_TEXT(lang_text(l, "a"), "site");
	CHECK_TEXT(lang_text(l, "b"), "core");
	lang_free(l);
}

TEST(a_bad_line_is_named)
{
	struct fault f;

	CHECK_INT(load("a = 1\nno sense\n", &f), ERR_SYNTAX);
	CHECK_TEXT(f.name, "lang.line");
	CHECK_TEXT(strrchr(f.detail, '/'), "/x.lang:2");
	CHECK_INT(load("= 1\n", &f), ERR_SYNTAX);
	CHECK_INT(load("a b = 1\n", &f), ERR_SYNTAX);
	CHECK_INT(load("a = \xFF\n", &f), ERR_SYNTAX);
}

TEST(a_line_beyond_the_limit_is_bad)
{
	char text[5001];
	struct fault f;

	memset(text, 'a', 5000);
	memcpy(text, "k = ", 4);
	text[5000] = '\0';
	text[4094] = '\0';
	CHECK_INT(load(text, &f), ERR_OK);
	text[4094] = 'a';
	CHECK_INT(load(text, &f), ERR_SYNTAX);
}

TEST(a_missing_file_is_not_found)
{
	struct lang *l = lang_alloc();
	struct fault f;

	CHECK_INT(lang_load(l, "/no/such.lang", &f), ERR_NOT_FOUND);
	lang_free(l);
}

TEST(a_thousand_keys_are_all_found)
{
	struct lang *l = lang_alloc();
	char *text = calloc(1000, 16), key[16], value[16];
	int i;

	for (i = 0; i < 1000; i++)
		sprintf(text + strlen(text), "k%d = v%d\n", i, i);
	CHECK_INT(lang_load(l, file(text), NULL), ERR_OK);
	for (i = 0; i < 1000; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		snprintf(value, sizeof(value), "v%d", i);
		CHECK_TEXT(lang_text(l, key), value);
	}
	free(text);
	lang_free(l);
}

TEST(a_fault_becomes_a_sentence)
{
	struct lang *l = lang_alloc();
	struct buf out = { 0 };
	struct fault f;

	CHECK_INT(lang_load(l, file("fault.too.long = 「{field}」{x} {detail}!\n"
	    "fault.status.404 = 没有\nfield.title = 标题\n"), NULL), ERR_OK);
	fault_set(&f, ERR_INPUT, "too.long", "title", "%d", 80);
	lang_fault(l, &f, &out);
	CHECK_TEXT(buf_string(&out), "「标题」{x} 80!");
	buf_reset(&out);
	fault_set(&f, ERR_INPUT, "too.long", "{detail}", "{field}");
	lang_fault(l, &f, &out);
	CHECK_TEXT(buf_string(&out), "「{detail}」{x} {field}!");
	buf_reset(&out);
	fault_set(&f, ERR_INPUT, "un.known", NULL, NULL);
	lang_fault(l, &f, &out);
	CHECK_TEXT(buf_string(&out), "un.known");
	CHECK(!lang_knows(l, &f));
	buf_reset(&out);
	fault_set(&f, ERR_NOT_FOUND, "un.known", NULL, NULL);
	lang_fault(l, &f, &out);
	CHECK_TEXT(buf_string(&out), "没有");
	buf_reset(&out);
	fault_set(&f, ERR_NOT_FOUND, NULL, NULL, NULL);
	lang_fault(l, &f, &out);
	CHECK_TEXT(buf_string(&out), "没有");
	buf_cleanup(&out);
	lang_free(l);
}

static void
missing(const char *key, const char *text, void *other)
{
	if (lang_text(other, key) == NULL)
		unit_fail(key, 0, "stands in one language only");
	if (*text == '\0')
		unit_fail(key, 0, "is empty");
}

TEST(the_core_speaks_both_languages)
{
	struct lang *zh = lang_alloc(), *en = lang_alloc();
	struct fault f;

	f.detail[0] = '\0';
	lang_load(zh, "core/lang/zh.lang", &f);
	lang_load(en, "core/lang/en.lang", &f);
	CHECK_TEXT(f.detail, "");
	lang_walk(zh, missing, en);
	lang_walk(en, missing, zh);
	CHECK(lang_text(zh, "fault.status.500") != NULL);
	lang_free(zh);
	lang_free(en);
}

TEST(a_refusal_says_what_and_who_may)
{
	struct fault f = { .err = ERR_FORBIDDEN, .name = "no" };
	struct lang *l = lang_alloc();
	struct buf b = { 0 };

	CHECK_INT(lang_load(l, file("fault.no = 不能{act}，问{who}。\n"
	    "act.a.b = 审核\nact.other = 这样做\nwho.and = 、\n"
	    "who.x = 甲\nwho.y.z = 乙\nwho.nobody = 谁都不行\n"), NULL),
	    ERR_OK);
	snprintf(f.detail, sizeof(f.detail), "a.b x y.z");
	lang_fault(l, &f, &b);
	CHECK_TEXT(buf_string(&b), "不能审核，问甲、乙。");
	buf_cleanup(&b);
	snprintf(f.detail, sizeof(f.detail), "plugin.own");
	lang_fault(l, &f, &b);
	CHECK_TEXT(buf_string(&b), "不能这样做，问谁都不行。");
	buf_cleanup(&b);
	lang_free(l);
}

TEST(a_title_tells_causes_of_one_status_apart)
{
	struct fault f = { .err = ERR_CONFLICT, .name = "entry.stale" };
	struct lang *l = lang_alloc();

	CHECK_INT(lang_load(l, file("fault.status.409 = 有冲突\n"
	    "title.entry.stale = 有新版本\n"), NULL), ERR_OK);
	CHECK_TEXT(lang_title(l, &f), "有新版本");
	f.name = "entry.live";
	CHECK_TEXT(lang_title(l, &f), "有冲突");
	f.name = NULL;
	CHECK_TEXT(lang_title(l, &f), "有冲突");
	lang_free(l);
}

TEST(what_a_value_has_to_be_is_said_in_words)
{
	struct fault f = { .err = ERR_INPUT, .name = "type", .detail = "bool" };
	struct lang *l = lang_alloc();
	struct buf b = { 0 };

	CHECK_INT(lang_load(l, file("fault.type = 应为：{kind}。\n"
	    "kind.bool = 是或否\n"), NULL), ERR_OK);
	lang_fault(l, &f, &b);
	CHECK_TEXT(buf_string(&b), "应为：是或否。");
	buf_cleanup(&b);
	snprintf(f.detail, sizeof(f.detail), "opera");
	lang_fault(l, &f, &b);
	CHECK_TEXT(buf_string(&b), "应为：opera。");
	buf_cleanup(&b);
	lang_free(l);
}
