/* The text of office documents, made here with libarchive. */
#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>

#include "html/office.h"
#include "../unit.h"

#define W "<w:document xmlns:w=\"http://schemas.openxmlformats.org/" \
	"wordprocessingml/2006/main\">"
#define X "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""

static char packed[1024 * 1024];

/* An archive with one member, which is written `times` times over. */
static size_t
archive_make(const char *name, const char *head, const char *text,
    size_t times, const char *tail)
{
	struct archive *z = archive_write_new();
	struct archive_entry *e = archive_entry_new();
	size_t used = 0, i;

	archive_write_set_format_zip(z);
	archive_write_open_memory(z, packed, sizeof(packed), &used);
	archive_entry_set_pathname(e, name);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_perm(e, 0600);
	archive_write_header(z, e);
	archive_write_data(z, head, strlen(head));
	for (i = 0; i < times; i++)
		archive_write_data(z, text, strlen(text));
	archive_write_data(z, tail, strlen(tail));
	archive_entry_free(e);
	archive_write_close(z);
	archive_write_free(z);
	return (used);
}

static enum err
text_of(size_t n, const char **out, struct fault *f)
{
	static struct buf b;
	enum err e;

	buf_reset(&b);
	e = office_text(packed, n, &b, f);
	*out = buf_string(&b);
	return (e);
}

TEST(paragraphs_are_lines_and_runs_are_joined)
{
	struct fault f = { 0 };
	const char *text;
	size_t n = archive_make("word/document.xml", W "<w:body>",
	    "<w:p><w:r><w:t>身份证</w:t></w:r><w:r><w:t>号</w:t><w:tab/>"
	    "<w:t>码</w:t></w:r></w:p><w:p><w:r><w:t>二</w:t></w:r></w:p>", 1,
	    "</w:body></w:document>");

	CHECK_INT(text_of(n, &text, &f), ERR_OK);
	CHECK_TEXT(text, "身份证号\t码\n二\n");
}

TEST(cells_are_lines_and_numbers_of_shared_texts_are_none)
{
	struct fault f = { 0 };
	const char *text;
	size_t n = archive_make("xl/worksheets/sheet1.xml",
	    "<worksheet " X "><sheetData><row>",
	    "<c t=\"s\"><v>7</v></c><c><v>13800138000</v></c>"
	    "<c t=\"inlineStr\"><is><t>甲</t></is></c>", 1,
	    "</row></sheetData></worksheet>");

	CHECK_INT(text_of(n, &text, &f), ERR_OK);
	CHECK_TEXT(text, "13800138000\n甲\n");
}

TEST(other_members_are_not_read)
{
	struct fault f = { 0 };
	const char *text;
	size_t n = archive_make("docProps/app.xml", "<a>", "<t>x</t>", 1,
	    "</a>");

	CHECK_INT(text_of(n, &text, &f), ERR_OK);
	CHECK_TEXT(text, "");
}

TEST(a_bomb_ends_at_the_limit_with_what_was_read)
{
	struct fault f = { 0 };
	const char *text;
	size_t n = archive_make("word/document.xml", W "<w:body>",
	    "<w:p><w:r><w:t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "</w:t></w:r></w:p>", 200000, "</w:body></w:document>");

	CHECK(n > 0);
	CHECK_INT(text_of(n, &text, &f), ERR_TOO_LARGE);
	CHECK_TEXT(f.name, "office.large");
	CHECK_INT(strlen(text), OFFICE_TEXT_MAX);
}

TEST(entities_are_refused)
{
	struct fault f = { 0 };
	const char *text;
	size_t n = archive_make("word/document.xml",
	    "<!DOCTYPE a [<!ENTITY b \"cc\">]><a>", "<t>&b;</t>", 1, "</a>");

	CHECK_INT(text_of(n, &text, &f), ERR_TYPE);
	CHECK_TEXT(f.name, "office.broken");
}

TEST(what_is_no_archive_or_no_xml_is_refused)
{
	struct fault f = { 0 };
	const char *text;
	size_t n = archive_make("word/document.xml", "<a><b>", "", 0, "</a>");

	CHECK_INT(text_of(n, &text, &f), ERR_TYPE);
	CHECK_INT(text_of(n / 2, &text, &f), ERR_TYPE);
	memcpy(packed, "no archive", 11);
	CHECK_INT(text_of(10, &text, &f), ERR_TYPE);
}

TEST(elements_nested_without_end_are_refused)
{
	struct fault f = { 0 };
	const char *text;
	size_t n = archive_make("word/document.xml", "", "<a>", 100000, "");

	CHECK_INT(text_of(n, &text, &f), ERR_TYPE);
}
