#include "base/pattern.h"
#include "../unit.h"

static bool
fits(const char *pattern, const char *text)
{
	struct pattern *p;
	bool yes;

	if (pattern_alloc(&p, pattern, NULL) != ERR_OK)
		return (false);
	yes = pattern_fits(p, text, strlen(text));
	pattern_free(p);
	return (yes);
}

TEST(the_whole_text_has_to_match)
{
	CHECK(fits("[A-Z]{2}\\d{4}", "JC2026"));
	CHECK(!fits("[A-Z]{2}\\d{4}", "JC20261"));
	CHECK(!fits("[A-Z]{2}\\d{4}", "xJC2026"));
	CHECK(fits("a|ab", "ab"));
}

TEST(characters_count_and_not_bytes)
{
	CHECK(fits("江.{2}", "江城市"));
	CHECK(fits("\\p{Han}+〔\\d{4}〕\\d+号", "江政发〔2026〕12号"));
}

TEST(a_broken_pattern_is_refused_with_its_place)
{
	struct pattern *p;
	struct fault f = { 0 };

	CHECK_INT(pattern_alloc(&p, "a(b", &f), ERR_INPUT);
	CHECK_TEXT(f.name, "pattern.bad");
	CHECK(strstr(f.detail, "a(b: 3") != NULL);
	CHECK(p == NULL);
}

TEST(a_catastrophic_pattern_ends_soon_and_matches_nothing)
{
	char text[60];

	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	text[sizeof(text) - 2] = 'b';
	CHECK(!fits("(a+)+c|(a|a)*d", text));
	CHECK(!fits("(x+x+)+y", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxz"));
}
