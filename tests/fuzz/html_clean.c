/*
 * Whatever comes in: what comes out is clean (cleaning it changes nothing),
 * valid UTF-8, and holds no tag, attribute or scheme that isn't allowed.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "html/clean.h"
#include "html/scan.h"
#include "html/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

static void
check_link(enum html_link kind, const char *url, const char *text, void *arg)
{
	size_t scheme = strcspn(url, ":/?#");

	(void)kind, (void)text, (void)arg;
	must(strpbrk(url, " \t\n\"<>") == NULL);
	if (url[scheme] == ':')
		must(strncmp(url, "http://", 7) == 0 ||
		    strncmp(url, "https://", 8) == 0 ||
		    strncmp(url, "mailto:", 7) == 0 ||
		    strncmp(url, "tel:", 4) == 0);
}

static void
check_tag(const struct html_piece *tag)
{
	static const char *const names[] = { "style", "onclick", "onerror",
		"onload", "srcdoc", "name", "srcset", "formaction" };
	static const char *const elements[] = { "script", "style", "svg",
		"math", "template", "iframe", "object", "embed", "form",
		"input", "base", "meta", "link", "noscript", "textarea",
		"title", "xmp", "plaintext", "select", "frameset" };
	struct buf value;
	size_t i;

	must(tag->text[tag->length - 1] == '>');
	for (i = 0; i < sizeof(elements) / sizeof(elements[0]); i++)
		must(strcasecmp(tag->name, elements[i]) != 0);
	buf_init(&value);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		must(!html_piece_attribute(tag, names[i], &value));
	if (html_piece_attribute(tag, "id", &value))
		must(strncmp(buf_string(&value), "s-", 2) == 0);
	buf_cleanup(&value);
}

/* Tags close in the order in which they opened, and none stays open. */
static void
check(const struct buf *clean)
{
	const char *p = buf_string(clean), *end = p + clean->length;
	struct html_piece piece;
	char open[512][16];
	size_t depth = 0;

	must(utf8_valid(p, clean->length));
	must(memchr(p, '\0', clean->length) == NULL);
	html_links(p, clean->length, check_link, NULL);
	while (html_scan(&p, end, &piece)) {
		if (piece.kind == HTML_PIECE_TEXT) {
			must(memchr(piece.text, '>', piece.length) == NULL);
			continue;
		}
		check_tag(&piece);
		if (piece.kind == HTML_PIECE_CLOSE)
			must(depth > 0 &&
			    strcmp(open[--depth], piece.name) == 0);
		else if (!piece.empty) {
			must(depth < 512);
			memcpy(open[depth++], piece.name, 16);
		}
	}
	must(depth == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct html_rules rules = { NULL, false, false };
	struct buf once, twice;
	struct fault f;

	buf_init(&once);
	buf_init(&twice);
	rules.local_media_only = size > 0 && (data[0] & 1);
	rules.link_foreign_media = size > 0 && (data[0] & 2);
	if (html_clean((const char *)data, size, &rules, &once, NULL, &f) ==
	    ERR_OK) {
		check(&once);
		must(html_clean(buf_string(&once), once.length, &rules, &twice,
		    NULL, &f) == ERR_OK);
		must(once.length == twice.length && memcmp(buf_string(&once),
		    buf_string(&twice), once.length) == 0);
	} else
		must(strcmp(f.name, "html.tangled") != 0);
	buf_cleanup(&once);
	buf_cleanup(&twice);
	return (0);
}
