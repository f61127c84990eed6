#include "html/link.h"
#include "../unit.h"

#include <stdlib.h>
#include <string.h>

#include "html/clean.h"

static struct buf out;

static struct links *
words(void)
{
	struct links *l = links_alloc();

	links_add(l, 1, "工匠", "/wiki/1.html");
	links_add(l, 2, "工匠精神", "/wiki/2.html");
	links_add(l, 3, "API", "/wiki/3.html");
	links_add(l, 4, "集体合同", "/wiki/4.html");
	links_add(l, 4, "集体协议", "/wiki/4.html");
	links_add(l, 5, "R&D", "/wiki/5.html?a=1&b=2");
	return (l);
}

static const char *
linked(const char *html, int64_t self, size_t max)
{
	struct links *l = words();

	buf_reset(&out);
	links_apply(l, html, strlen(html), self, max, &out);
	links_free(l);
	return (buf_string(&out));
}

#define A(n, word) "<a href=\"/wiki/" n ".html\" class=\"term-link\">" word "</a>"

TEST(the_first_mention_becomes_a_link)
{
	CHECK_TEXT(linked("<p>签集体合同，集体合同有期限。</p><p>集体合同</p>",
	    0, 9), "<p>签" A("4", "集体合同") "，集体合同有期限。</p>"
	    "<p>集体合同</p>");
}

TEST(other_words_of_a_subject_count_as_its_mention)
{
	CHECK_TEXT(linked("<p>集体协议即集体合同</p>", 0, 9),
	    "<p>" A("4", "集体协议") "即集体合同</p>");
}

TEST(the_longest_word_wins_also_when_it_was_linked_before)
{
	CHECK_TEXT(linked("<p>工匠精神，工匠精神，工匠。</p>", 0, 9),
	    "<p>" A("2", "工匠精神") "，工匠精神，" A("1", "工匠") "。</p>");
}

TEST(links_headings_code_and_attributes_stay)
{
	static const char html[] = "<h2>工匠</h2><p><a href=\"/工匠\">工匠</a>"
	    "<code>工匠</code><img src=\"/media/x\" alt=\"工匠\"></p>"
	    "<pre>工匠</pre><table><tr><th>工匠</th></tr></table>";

	CHECK_TEXT(linked(html, 0, 9), html);
	CHECK_TEXT(linked("<h2>工匠</h2><p>工匠</p>", 0, 9),
	    "<h2>工匠</h2><p>" A("1", "工匠") "</p>");
	CHECK_TEXT(linked("<p><a href=\"/x\"><b>工匠</b>工匠</a>工匠</p>", 0,
	    9), "<p><a href=\"/x\"><b>工匠</b>工匠</a>" A("1", "工匠")
	    "</p>");
}

TEST(a_page_has_no_link_to_itself)
{
	CHECK_TEXT(linked("<p>工匠精神和工匠</p>", 2, 9),
	    "<p>工匠精神和" A("1", "工匠") "</p>");
}

TEST(latin_words_are_whole_and_in_either_case)
{
	CHECK_TEXT(linked("<p>APIs xAPI API2 api。</p>", 0, 9),
	    "<p>APIs xAPI API2 " A("3", "api") "。</p>");
	CHECK_TEXT(linked("<p>用API做</p>", 0, 9),
	    "<p>用" A("3", "API") "做</p>");
}

TEST(entities_are_characters)
{
	struct links *l = links_alloc();

	CHECK_TEXT(linked("<p>R&amp;D</p>", 0, 9), "<p><a href=\"/wiki/5.html"
	    "?a=1&amp;b=2\" class=\"term-link\">R&amp;D</a></p>");
	links_add(l, 1, "amp", "/1");
	links_add(l, 2, "lt", "/2");
	buf_reset(&out);
	links_apply(l, "a &amp; b &lt; c &amp", 21, 0, 9, &out);
	CHECK_TEXT(buf_string(&out), "a &amp; b &lt; c &<a href=\"/1\" "
	    "class=\"term-link\">amp</a>");
	links_free(l);
}

TEST(no_more_links_than_asked_for)
{
	CHECK_TEXT(linked("<p>工匠 API 集体合同</p>", 0, 2),
	    "<p>" A("1", "工匠") " " A("3", "API") " 集体合同</p>");
	CHECK_TEXT(linked("<p>工匠</p>", 0, 0), "<p>工匠</p>");
}

TEST(unfit_words_are_not_taken_and_the_first_of_equals_wins)
{
	struct links *l = links_alloc();
	char word[LINK_WORD_MAX + 2];

	CHECK(!links_add(l, 1, "", "/1"));
	CHECK(!links_add(l, 1, "工", "/1"));
	memset(word, 'a', sizeof(word));
	word[LINK_WORD_MAX + 1] = '\0';
	CHECK(!links_add(l, 1, word, "/1"));
	word[LINK_WORD_MAX] = '\0';
	CHECK(links_add(l, 1, word, "/1"));
	CHECK(links_add(l, 1, "甲乙", "/1"));
	CHECK(!links_add(l, 2, "甲乙", "/2"));
	CHECK_INT(links_count(l), 2);
	links_free(l);
}

/* 5,000 words and 20,000 characters: what is linked is clean HTML, and the
 * work is that of reading the text, not of the words. */
TEST(many_words_and_a_long_text_stay_clean)
{
	static const char *const PARTS[] = { "职", "工", "合", "同", "培",
	    "训", "安", "全", "生", "产" };
	struct links *l = links_alloc();
	struct buf html = { .data = NULL }, clean = { .data = NULL };
	char word[64], url[32];
	uint32_t random = 1;
	int i;
	size_t made;

	for (i = 0; i < 5000; i++) {
		snprintf(word, sizeof(word), "%s%s%s%s", PARTS[i % 10],
		    PARTS[i / 10 % 10], PARTS[i / 100 % 10], PARTS[i / 1000]);
		snprintf(url, sizeof(url), "/wiki/%d.html", i);
		links_add(l, i + 1, word, url);
	}
	CHECK_INT(links_count(l), 5000);
	buf_text(&html, "<p>");
	for (i = 0; i < 20000; i++) {
		random = random * 1664525 + 1013904223;
		buf_text(&html, PARTS[(random >> 16) % 10]);
	}
	buf_text(&html, "</p>");
	buf_reset(&out);
	made = links_apply(l, html.data, html.length, 0, 100, &out);
	CHECK_INT(made, 100);
	CHECK(html_clean(out.data, out.length, NULL, &clean, NULL, NULL) ==
	    ERR_OK);
	CHECK_TEXT(buf_string(&clean), buf_string(&out));
	links_free(l);
	buf_cleanup(&html);
	buf_cleanup(&clean);
}
