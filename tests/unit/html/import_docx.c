/* Documents of word processors as items, packed here with libarchive. */
#include <archive.h>
#include <archive_entry.h>

#include "html/import.h"
#include "../unit.h"

#define W "xmlns:w=\"w\" xmlns:r=\"r\" xmlns:a=\"a\""
#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"
#define STYLED(style, text) "<w:p><w:pPr><w:pStyle w:val=\"" style "\"/>" \
	"</w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"
#define ITEM(level, text) "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" level \
	"\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>" text \
	"</w:t></w:r></w:p>"

static struct arena *arena;
static struct json *item;
static struct import_docx *docx;
static char packed[1 << 20];

static void
member(struct archive *z, const char *name, const char *text)
{
	struct archive_entry *e = archive_entry_new();

	archive_entry_set_pathname(e, name);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_perm(e, 0600);
	archive_write_header(z, e);
	archive_write_data(z, text, strlen(text));
	archive_entry_free(e);
}

static enum err
read_document(const char *body, const char *core, struct fault *f)
{
	struct archive *z = archive_write_new();
	struct buf b = { 0 };
	size_t used = 0;

	archive_write_set_format_zip(z);
	archive_write_open_memory(z, packed, sizeof(packed), &used);
	buf_printf(&b, "<w:document " W "><w:body>%s</w:body></w:document>",
	    body);
	member(z, "word/document.xml", buf_string(&b));
	buf_cleanup(&b);
	member(z, "word/styles.xml", "<w:styles " W ">"
	    "<w:style w:styleId=\"T\"><w:name w:val=\"Title\"/></w:style>"
	    "<w:style w:styleId=\"1\"><w:name w:val=\"heading 1\"/></w:style>"
	    "<w:style w:styleId=\"2\"><w:name w:val=\"heading 2\"/></w:style>"
	    "<w:style w:styleId=\"x\"><w:name w:val=\"x\"/>"
	    "<w:basedOn w:val=\"2\"/></w:style></w:styles>");
	member(z, "word/numbering.xml", "<w:numbering " W ">"
	    "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\">"
	    "<w:numFmt w:val=\"decimal\"/></w:lvl><w:lvl w:ilvl=\"1\">"
	    "<w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum>"
	    "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>"
	    "</w:numbering>");
	member(z, "word/_rels/document.xml.rels", "<Relationships>"
	    "<Relationship Id=\"r1\" Target=\"http://b.example/?x&amp;y\""
	    " TargetMode=\"External\"/>"
	    "<Relationship Id=\"r2\" Target=\"media/image1.png\"/>"
	    "</Relationships>");
	member(z, "word/media/image1.png", "PNG");
	member(z, "word/footnotes.xml", "<w:footnotes " W ">"
	    "<w:footnote w:id=\"2\">" P("注文") "</w:footnote></w:footnotes>");
	member(z, "docProps/core.xml", core);
	archive_write_close(z);
	archive_write_free(z);
	arena_free(arena);
	arena = arena_alloc();
	memset(f, 0, sizeof(*f));
	return (import_docx(packed, used, arena, &docx, &item, f));
}

#define CORE "<c xmlns:dc=\"d\"><dc:title>属性</dc:title></c>"
#define READ(body) read_document(body, CORE, &f)
#define FIELD(name) json_get_text(item, name, NULL)

TEST(the_title_is_the_style_then_the_first_heading_then_the_properties)
{
	struct fault f;

	CHECK_INT(READ(P("前") STYLED("T", "题") STYLED("1", "章")), ERR_OK);
	CHECK_TEXT(FIELD("title"), "题");
	CHECK_TEXT(FIELD("body"), "<p>前</p>\n<h2>章</h2>\n");
	CHECK_INT(READ(STYLED("1", "章") STYLED("2", "节") P("文")), ERR_OK);
	CHECK_TEXT(FIELD("title"), "章");
	CHECK_TEXT(FIELD("body"), "<h2>节</h2>\n<p>文</p>\n");
	CHECK_INT(READ(P("前") STYLED("x", "节")), ERR_OK);
	CHECK_TEXT(FIELD("title"), "节");
	CHECK_TEXT(FIELD("body"), "<p>前</p>\n<h2>节</h2>\n");
	CHECK_INT(READ(P("文")), ERR_OK);
	CHECK_TEXT(FIELD("title"), "属性");
}

TEST(lists_nest_and_go_on_where_they_stopped)
{
	struct fault f;

	CHECK_INT(READ(ITEM("0", "一") ITEM("1", "甲") ITEM("0", "二")
	    P("文") ITEM("0", "三")), ERR_OK);
	CHECK_TEXT(FIELD("body"), "<ol><li>一<ul><li>甲</li></ul>\n"
	    "</li><li>二</li></ol>\n<p>文</p>\n"
	    "<ol start=\"3\"><li>三</li></ol>\n");
}

TEST(runs_keep_what_means_something)
{
	struct fault f;

	CHECK_INT(READ("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>a</w:t></w:r>"
	    "<w:r><w:rPr><w:b/><w:i/></w:rPr><w:t>b</w:t></w:r>"
	    "<w:r><w:rPr><w:b w:val=\"0\"/></w:rPr><w:t>&lt;c</w:t><w:br/>"
	    "<w:t>d</w:t></w:r></w:p>"), ERR_OK);
	CHECK_TEXT(FIELD("body"), "<p><strong>a</strong><strong><em>b</em>"
	    "</strong>&lt;c<br>d</p>\n");
}

TEST(links_fields_and_pictures_lead_where_they_did)
{
	struct fault f;
	const void *p;
	size_t n;

	CHECK_INT(READ("<w:p><w:hyperlink r:id=\"r1\"><w:r><w:t>a</w:t></w:r>"
	    "</w:hyperlink><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>"
	    "<w:r><w:instrText>HYPERLINK \"http://c/\" \\l \"d\"</w:instrText>"
	    "</w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
	    "<w:r><w:t>e</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/>"
	    "</w:r><w:r><w:drawing><a:blip r:embed=\"r2\"/></w:drawing></w:r>"
	    "</w:p>"), ERR_OK);
	CHECK_TEXT(FIELD("body"), "<p><a href=\"http://b.example/?x&amp;y\">a"
	    "</a><a href=\"http://c/#d\">e</a>"
	    "<img src=\"part:word/media/image1.png\" alt=\"\"></p>\n");
	CHECK(import_part(docx, "word/media/image1.png", &p, &n));
	CHECK_INT(n, 3);
	CHECK(!import_part(docx, "word/document.xml", &p, &n));
}

TEST(tables_keep_cells_that_span)
{
	struct fault f;

#define CELL(properties, text) "<w:tc><w:tcPr>" properties "</w:tcPr>" \
	P(text) "</w:tc>"
	CHECK_INT(READ("<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>"
	    CELL("<w:vMerge w:val=\"restart\"/>", "a")
	    CELL("<w:gridSpan w:val=\"2\"/>", "b") "</w:tr><w:tr>"
	    CELL("<w:vMerge/>", "") CELL("", "c") CELL("", "d")
	    "</w:tr></w:tbl>"), ERR_OK);
	CHECK_TEXT(FIELD("body"), "<table>\n<tr><th rowspan=\"2\">a</th>"
	    "<th colspan=\"2\">b</th></tr>\n<tr><td>c</td><td>d</td></tr>\n"
	    "</table>\n");
}

TEST(changes_are_taken_as_accepted_and_told)
{
	struct fault f;

	CHECK_INT(READ("<w:p><w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:del>"
	    "<w:r><w:delText>旧</w:delText></w:r></w:del><w:r>"
	    "<w:commentReference/></w:r></w:p>"), ERR_OK);
	CHECK_TEXT(FIELD("body"), "<p>新</p>\n");
	CHECK_INT(json_get(item, "notes")->length, 2);
	CHECK_TEXT(json_get_text(json_get(item, "notes")->first, "name", ""),
	    "import.changes");
}

TEST(notes_stand_at_the_end)
{
	struct fault f;

	CHECK_INT(READ("<w:p><w:r><w:t>文</w:t><w:footnoteReference "
	    "w:id=\"2\"/></w:r></w:p>"), ERR_OK);
	CHECK_TEXT(FIELD("body"), "<p>文<sup><a href=\"#note-1\" "
	    "id=\"noted-1\">1</a></sup></p>\n<ol>\n<li id=\"note-1\">"
	    "<p>注文</p>\n<a href=\"#noted-1\">↩</a></li>\n</ol>\n");
}

TEST(what_is_no_document_is_refused)
{
	struct fault f;

	CHECK_INT(import_docx("PK", 2, arena, &docx, &item, &f), ERR_TYPE);
	CHECK_INT(READ("<w:p>"), ERR_TYPE);
	CHECK_TEXT(f.name, "office.broken");
	CHECK_INT(read_document("", "<!DOCTYPE c [<!ENTITY a \"b\">]><c/>",
	    &f), ERR_TYPE);
	arena_free(arena);
	arena = NULL;
}
