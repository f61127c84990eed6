/* Uploads: what is taken, what is refused, what is left out of what is kept;
 * where a file is used. */
#include <sys/stat.h>
#include <zlib.h>

#include "base/buf.h"
#include "cms/media.h"
#include "cms/media_store.h"
#include "cms/media_type.h"
#include "world.h"

static const struct media_limits LIMITS = { .pixels = 60000000,
	.picture = 1 << 20, .audio = 1 << 20, .video = 1 << 20,
	.document = 1 << 20 };

static struct fault fault;
static struct media_info info;
static struct buf file;

static enum err
take(const char *name, const char *type, const void *p, size_t n)
{
	struct upload u = { .field = "file", .name = name, .type = type,
	    .data = p, .length = n };

	media_info_cleanup(&info);
	memset(&fault, 0, sizeof(fault));
	return (media_check(&u, &LIMITS, &info, &fault));
}

static enum err
take_file(const char *name)
{
	return (take(name, "", file.data, file.length));
}

static bool
kept(const char *text)
{
	return (memmem(info.bytes.data, info.bytes.length, text,
	    strlen(text)) != NULL);
}

/* ---- small files, made here ---- */

static void
put32(uint32_t v)
{
	unsigned char b[4] = { (unsigned char)(v >> 24),
	    (unsigned char)(v >> 16), (unsigned char)(v >> 8),
	    (unsigned char)v };

	buf_append(&file, b, 4);
}

static void
png_chunk(const char *type, const void *p, size_t n)
{
	size_t at = file.length + 4;

	put32((uint32_t)n);
	buf_text(&file, type);
	buf_append(&file, p, n);
	put32((uint32_t)crc32(0, (const Bytef *)file.data + at,
	    (uInt)n + 4));
}

/* One grey pixel (or a width that is asked for) with a text chunk. */
static void
png(uint32_t width, const char *text)
{
	unsigned char header[13] = { 0, 0, 0, 0, 0, 0, 0, 1, 8, 0, 0, 0, 0 };

	buf_reset(&file);
	buf_append(&file, "\x89PNG\r\n\x1a\n", 8);
	header[0] = (unsigned char)(width >> 24);
	header[1] = (unsigned char)(width >> 16);
	header[2] = (unsigned char)(width >> 8);
	header[3] = (unsigned char)width;
	png_chunk("IHDR", header, 13);
	if (text != NULL)
		png_chunk("tEXt", text, strlen(text));
	png_chunk("IDAT", "\x78\x9c\x63\x60\0\0\0\x02\0\x01", 10);
	png_chunk("IEND", "", 0);
}

static void
gif(const char *comment)
{
	buf_reset(&file);
	buf_append(&file, "GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff", 19);
	if (comment != NULL) {
		buf_append(&file, "\x21\xfe", 2);
		buf_char(&file, (char)strlen(comment));
		buf_text(&file, comment);
		buf_char(&file, 0);
	}
	buf_append(&file, "\x2c\0\0\0\0\1\0\1\0\0\2\2\x44\1\0;", 16);
}

static void
segment(unsigned char mark, const void *p, size_t n)
{
	buf_char(&file, (char)0xff);
	buf_char(&file, (char)mark);
	buf_char(&file, (char)((n + 2) >> 8));
	buf_char(&file, (char)(n + 2));
	buf_append(&file, p, n);
}

/* A grey JPEG of one block, 8 × 6, with EXIF (orientation 6, an artist) before and
 * a comment after the tables. */
static void
jpeg(void)
{
	static const unsigned char EXIF[] = "Exif\0\0MM\0*\0\0\0\x08\0\2"
	    "\x01\x12\0\3\0\0\0\1\0\6\0\0"
	    "\x01\x3b\0\2\0\0\0\7\0\0\0\x26\0\0\0\0ARTIST";
	unsigned char table[65] = { 0 }, huffman[18] = { 0, 1 };

	memset(table + 1, 1, 64);
	buf_reset(&file);
	buf_append(&file, "\xff\xd8", 2);
	segment(0xe0, "JFIF\0\1\1\0\0\1\0\1\0\0", 14);
	segment(0xe1, EXIF, sizeof(EXIF));
	segment(0xdb, table, 65);
	segment(0xc0, "\x08\0\x06\0\x08\1\1\x11\0", 9);
	segment(0xc4, huffman, 18);
	huffman[0] = 0x10;
	segment(0xc4, huffman, 18);
	segment(0xfe, "<script>", 8);
	segment(0xda, "\1\1\0\0\x3f\0", 6);
	buf_append(&file, "\x3f\xff\xd9", 3);
}

static void
pdf(const char *body)
{
	buf_reset(&file);
	buf_printf(&file, "%%PDF-1.4\n1 0 obj\n<< /Type /Catalog %s >>\n"
	    "endobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%%%EOF\n",
	    body);
}

struct member {
	const char	*name, *text;
};

static void
put16le(struct buf *b, unsigned v)
{
	buf_char(b, (char)v);
	buf_char(b, (char)(v >> 8));
}

static void
put32le(struct buf *b, unsigned v)
{
	put16le(b, v & 0xffff);
	put16le(b, v >> 16);
}

/* Stored members, as office programs' archives are laid out. */
static void
zip(const struct member *m, size_t count, unsigned unpacked)
{
	struct buf directory = { .data = NULL };
	unsigned n, at, crc;
	size_t i, start;

	buf_reset(&file);
	for (i = 0; i < count; i++) {
		n = (unsigned)strlen(m[i].text);
		at = (unsigned)file.length;
		crc = (unsigned)crc32(0, (const Bytef *)m[i].text, n);
		buf_append(&file, "PK\3\4\x14\0\0\0\0\0\0\0\0\0", 14);
		put32le(&file, crc);
		put32le(&file, n);
		put32le(&file, n);
		put16le(&file, (unsigned)strlen(m[i].name));
		put16le(&file, 0);
		buf_text(&file, m[i].name);
		buf_text(&file, m[i].text);
		buf_append(&directory, "PK\1\2\x14\0\x14\0\0\0\0\0\0\0\0\0",
		    16);
		put32le(&directory, crc);
		put32le(&directory, n);
		put32le(&directory, unpacked != 0 ? unpacked : n);
		put16le(&directory, (unsigned)strlen(m[i].name));
		buf_append(&directory, "\0\0\0\0\0\0\0\0\0\0\0\0", 12);
		put32le(&directory, at);
		buf_text(&directory, m[i].name);
	}
	start = file.length;
	buf_append(&file, directory.data, directory.length);
	buf_append(&file, "PK\5\6\0\0\0\0", 8);
	put16le(&file, (unsigned)count);
	put16le(&file, (unsigned)count);
	put32le(&file, (unsigned)directory.length);
	put32le(&file, (unsigned)start);
	put16le(&file, 0);
	buf_cleanup(&directory);
}

#define TYPES { "[Content_Types].xml", "<?xml version='1.0'?><Types/>" }
#define TEXT { "word/document.xml", "<w:document/>" }
#define ZIP(...) zip((const struct member[]){ __VA_ARGS__ }, \
	sizeof((const struct member[]){ __VA_ARGS__ }) / \
	sizeof(struct member), 0)

#define REFUSED(call, want_err, want_name) do { \
	CHECK_INT((call), (want_err)); \
	CHECK_TEXT(fault.name, (want_name)); \
} while (0)

TEST(name_declared_type_and_content_must_agree)
{
	png(1, NULL);
	CHECK_INT(take_file("a.png"), ERR_OK);
	CHECK_TEXT(info.type, "image/png");
	CHECK_TEXT(info.kind, "picture");
	CHECK_INT(info.width, 1);
	CHECK_INT(take("A.PNG", "image/png; x=1", file.data, file.length),
	    ERR_OK);
	REFUSED(take_file("a.jpg"), ERR_TYPE, "media.unlike");
	REFUSED(take("a.png", "image/gif", file.data, file.length), ERR_TYPE,
	    "media.declared");
	REFUSED(take("a.png", "image/pngx", file.data, file.length),
	    ERR_TYPE, "media.declared");
	REFUSED(take_file("a.png.php"), ERR_TYPE, "media.kind");
	REFUSED(take_file("png"), ERR_TYPE, "media.kind");
	REFUSED(take_file(".png"), ERR_TYPE, "media.kind");
	REFUSED(take("a.png", "", "", 0), ERR_TYPE, "media.broken");
}

TEST(pages_drawings_and_scripts_are_refused_under_any_name)
{
	static const char *const BAD[] = {
		"<html><script>alert(1)</script></html>",
		"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
		"<?xml version='1.0'?><x/>", "#!/bin/sh\nrm -rf /\n",
		"\xef\xbb\xbf<script>alert(1)</script>", "x,y\n<b>1</b>\n"
	};
	static const char *const NAMES[] = { "a.html", "a.svg", "a.xml",
		"a.png", "a.pdf", "a.docx", "a.csv", "a.txt" };
	size_t i, k;

	for (i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++)
		for (k = 0; k < sizeof(NAMES) / sizeof(NAMES[0]); k++)
			CHECK_INT(take(NAMES[k], "", BAD[i],
			    strlen(BAD[i])), ERR_TYPE);
	CHECK_INT(take("a.csv", "text/csv", "姓名,数\n甲,1\n", 16), ERR_OK);
	REFUSED(take("a.txt", "", "\xd0\xd5\xc3\xfb", 4), ERR_TYPE,
	    "media.utf8");
}

TEST(a_picture_bomb_is_refused_by_its_header)
{
	png(60000000, NULL);
	REFUSED(take_file("a.png"), ERR_TYPE, "media.pixels");
	png(0x7fffffff, NULL);
	REFUSED(take_file("a.png"), ERR_TYPE, "media.pixels");
	png(0, NULL);
	REFUSED(take_file("a.png"), ERR_TYPE, "media.pixels");
	png(65500, NULL);
	CHECK_INT(take_file("a.png"), ERR_OK);
}

TEST(png_keeps_no_text_and_nothing_behind_its_end)
{
	png(1, "Comment");
	CHECK_INT(take_file("a.png"), ERR_OK);
	CHECK(!kept("tEXt") && kept("IDAT"));
	buf_text(&file, "<script>");
	REFUSED(take_file("a.png"), ERR_TYPE, "media.broken");
	png(1, NULL);
	file.data[30] ^= 1;
	REFUSED(take_file("a.png"), ERR_TYPE, "media.broken");
}

TEST(gif_keeps_no_comment_and_no_script_hides_in_it)
{
	gif("<script>");
	CHECK_INT(take_file("a.gif"), ERR_OK);
	CHECK(!kept("<script>"));
	CHECK_INT(info.bytes.length, 35);
	buf_text(&file, "PK");
	REFUSED(take_file("a.gif"), ERR_TYPE, "media.broken");
	gif(NULL);
	memcpy(file.data + 6, "/*", 2);
	REFUSED(take_file("a.gif"), ERR_TYPE, "media.active");
}

TEST(jpeg_loses_all_that_a_camera_wrote_but_which_way_is_up)
{
	size_t n;

	jpeg();
	CHECK_INT(take_file("a.jpg"), ERR_OK);
	/* 8 × 6 as it is stored, 6 × 8 as it is shown. */
	CHECK_INT(info.width, 6);
	CHECK_INT(info.height, 8);
	CHECK(!kept("ARTIST") && !kept("<script>") && kept("JFIF"));
	CHECK_INT(media_orientation((const unsigned char *)info.bytes.data +
	    30, info.bytes.length - 30), 6);
	n = info.bytes.length;
	/* What phones put behind the picture goes. */
	buf_text(&file, "PK\3\4");
	CHECK_INT(take_file("a.jpg"), ERR_OK);
	CHECK_INT(info.bytes.length, n);
	/* A header that opens a comment of JavaScript. */
	jpeg();
	memcpy(file.data + 4, "/*", 2);
	CHECK_INT(take_file("a.jpg"), ERR_TYPE);
	jpeg();
	file.length -= 2;
	REFUSED(take_file("a.jpg"), ERR_TYPE, "media.broken");
}

TEST(a_picture_that_was_rewritten_is_taken_unchanged_again)
{
	struct buf once = { .data = NULL };

	jpeg();
	CHECK_INT(take_file("a.jpg"), ERR_OK);
	buf_append(&once, info.bytes.data, info.bytes.length);
	CHECK_INT(take("a.jpg", "", once.data, once.length), ERR_OK);
	CHECK_INT(info.bytes.length, once.length);
	CHECK(memcmp(info.bytes.data, once.data, once.length) == 0);
	buf_cleanup(&once);
}

TEST(pdf_begins_and_ends_as_one_and_runs_nothing)
{
	pdf("/PageMode /UseNone");
	CHECK_INT(take_file("a.pdf"), ERR_OK);
	pdf("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>");
	REFUSED(take_file("a.pdf"), ERR_TYPE, "media.active");
	pdf("/OpenAction << /S /J#61vaScrip#74 >>");
	REFUSED(take_file("a.pdf"), ERR_TYPE, "media.active");
	pdf("/OpenAction << /S /Launch /F (cmd) >>");
	REFUSED(take_file("a.pdf"), ERR_TYPE, "media.active");
	pdf("/Launcher 1");
	CHECK_INT(take_file("a.pdf"), ERR_OK);
	buf_text(&file, "<script>");
	REFUSED(take_file("a.pdf"), ERR_TYPE, "media.broken");
}

TEST(pdf_hides_no_script_in_a_packed_stream)
{
	unsigned char packed[256];
	uLongf n = sizeof(packed);
	const char *hidden = "1 0 << /S /JavaScript >>";
	struct buf b = { .data = NULL };

	CHECK(compress(packed, &n, (const Bytef *)hidden,
	    strlen(hidden)) == Z_OK);
	buf_text(&b, "%PDF-1.5\n1 0 obj\n<< /Type /ObjStm /N 1 >>\n"
	    "stream\r\n");
	buf_append(&b, packed, n);
	buf_text(&b, "\nendstream\nendobj\n%%EOF\n");
	REFUSED(take("a.pdf", "", b.data, b.length), ERR_TYPE,
	    "media.active");
	buf_cleanup(&b);
}

TEST(office_archives_are_whole_and_hold_no_macros)
{
	ZIP(TYPES, TEXT);
	CHECK_INT(take_file("a.docx"), ERR_OK);
	REFUSED(take_file("a.xlsx"), ERR_TYPE, "media.broken");
	REFUSED(take_file("a.zip"), ERR_TYPE, "media.kind");
	ZIP(TYPES, TEXT, { "word/vbaProject.bin", "x" });
	REFUSED(take_file("a.docx"), ERR_TYPE, "media.active");
	ZIP(TYPES, TEXT, { "../../etc/passwd", "x" });
	REFUSED(take_file("a.docx"), ERR_TYPE, "media.broken");
	ZIP(TYPES, TEXT, { "/etc/passwd", "x" });
	REFUSED(take_file("a.docx"), ERR_TYPE, "media.broken");
	ZIP(TYPES, { "word/document.xml",
	    "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x/>" });
	REFUSED(take_file("a.docx"), ERR_TYPE, "media.active");
	ZIP(TYPES, TEXT, TEXT);
	REFUSED(take_file("a.docx"), ERR_TYPE, "media.broken");
	ZIP(TYPES);
	REFUSED(take_file("a.docx"), ERR_TYPE, "media.broken");
	ZIP(TYPES, TEXT);
	buf_text(&file, "<html>");
	REFUSED(take_file("a.docx"), ERR_TYPE, "media.broken");
	zip((const struct member[]){ TYPES, TEXT }, 2, 0x7fffffff);
	REFUSED(take_file("a.docx"), ERR_TYPE, "media.broken");
}

static enum err
take_vtt(const char *text)
{
	return (take("字幕.vtt", "text/vtt", text, strlen(text)));
}

TEST(subtitles_have_a_head_and_cues_with_times)
{
	CHECK_INT(take_vtt("WEBVTT\n\n00:00.000 --> 00:02.500\n开场\n"),
	    ERR_OK);
	CHECK_TEXT(info.type, "text/vtt");
	CHECK_INT(take_vtt("\xEF\xBB\xBFWEBVTT 江城\r\n\r\nNOTE 备注\r\n\r\n"
	    "1\r\n01:00:00.000 --> 01:00:02.000 align:start\r\n"
	    "<v 主持人>你好，<i>大家</i></v>\r\n"), ERR_OK);
	CHECK_INT(take_vtt("WEBVTT\n"), ERR_TYPE);
	CHECK_INT(take_vtt("00:00.000 --> 00:02.500\n开场\n"), ERR_TYPE);
	CHECK_INT(take_vtt("WEBVTTX\n\n00:00.000 --> 00:02.500\n开场\n"),
	    ERR_TYPE);
	CHECK_INT(take_vtt("WEBVTT\n\n一句没有时间的话\n"), ERR_TYPE);
	CHECK_TEXT(fault.name, "media.broken");
}

TEST(subtitles_with_wrong_times_or_markup_are_refused)
{
	static const char *const times[] = { "00:02.500 --> 00:02.500",
	    "00:02.500 --> 00:01.000", "0:00.000 --> 00:02.000",
	    "00:00,000 --> 00:02,000", "00:60.000 --> 01:02.000",
	    "00:00.000-->00:02.000", "00:00.000 --> 00:02.0000",
	    "00:00.000 --> ", "99999:00:00.000 --> 99999:00:01.000" };
	char text[200];
	size_t i;

	for (i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		snprintf(text, sizeof(text), "WEBVTT\n\n%s\n字\n", times[i]);
		CHECK_INT(take_vtt(text), ERR_TYPE);
	}
	CHECK_INT(take_vtt("WEBVTT\n\n00:00.000 --> 00:02.000\n"
	    "<script>alert(1)</script>\n"), ERR_TYPE);
	CHECK_TEXT(fault.name, "media.active");
	CHECK_INT(take_vtt("WEBVTT\n\nSTYLE\n::cue { color: red }\n\n"
	    "00:00.000 --> 00:02.000\n字\n"), ERR_TYPE);
	CHECK_INT(take_vtt("WEBVTT\n\n00:00.000 --> 00:02.000\n字\n"
	    "00:03.000 --> 00:04.000\n字\n"), ERR_TYPE);
}

TEST(a_file_over_the_limit_of_its_kind_is_too_large)
{
	char *text = must_alloc((1 << 20) + 1);

	memset(text, 'a', (1 << 20) + 1);
	CHECK_INT(take("a.txt", "", text, 1 << 20), ERR_OK);
	REFUSED(take("a.txt", "", text, (1 << 20) + 1), ERR_TOO_LARGE,
	    "media.large");
	free(text);
}

TEST(names_are_for_people_and_lead_nowhere)
{
	struct arena *a = arena_alloc();
	struct buf b = { .data = NULL };
	int i;

	CHECK_TEXT(media_name_clean(a, "../../etc/通知.pdf"), "通知.pdf");
	CHECK_TEXT(media_name_clean(a, "C:\\照片\\a.jpg"), "a.jpg");
	CHECK_TEXT(media_name_clean(a, "a\r\nX: y.jpg"), "aX: y.jpg");
	CHECK_TEXT(media_name_clean(a, "exe\xe2\x80\xaegpj.jpg"),
	    "exegpj.jpg");
	CHECK_TEXT(media_name_clean(a, "..."), "file");
	for (i = 0; i < 300; i++)
		buf_text(&b, "长");
	buf_text(&b, ".docx");
	CHECK_INT(strlen(media_name_clean(a, b.data)), 115 * 3 + 5);
	CHECK_TEXT(media_url(a, "ab", "通 a.jpg"),
	    "/media/ab/%E9%80%9A%20a.jpg");
	buf_cleanup(&b);
	arena_free(a);
}

static struct world w;

TEST(an_uploaded_file_is_stored_by_its_hash_and_guarded_while_in_use)
{
	struct person author, keeper;
	struct upload u = { .field = "file", .name = "../封面.png",
	    .type = "image/png" };
	const char *hash, *path;
	struct media m;
	struct stat st;

	CHECK(world_open(&w));
	author = person(&w, 11, "甲", ROLE_CONTRIBUTOR, 0);
	keeper = person(&w, 14, "丁", ROLE_SITE_KEEPER, 0);
	ready(&author);
	ready(&keeper);
	png(1, "Comment");
	u.data = file.data;
	u.length = file.length;
	CHECK_ERR(ACT(&w, &author, "media.upload", "{'file':0}"),
	    ERR_INPUT, "media.missing");
	w.upload = &u;
	CHECK_ERR(ACT(&w, NULL, "media.upload", "{'file':0}"), ERR_AUTH,
	    "auth.needed");
	CHECK_OK(ACT(&w, &author, "media.upload", "{'alt':'江'}"));
	hash = out_text(&w, "hash");
	CHECK_TEXT(out_text(&w, "name"), "封面.png");
	CHECK_OK(media_find(w.site, w.arena, hash, &m, &path, &w.fault));
	CHECK(stat(path, &st) == 0 && st.st_size == m.bytes);
	CHECK(m.bytes < (int64_t)u.length);
	/* The same bytes again are the same file. */
	CHECK_OK(ACT(&w, &author, "media.upload", "{'file':0}"));
	CHECK_TEXT(out_text(&w, "hash"), hash);
	CHECK_OK(ACT(&w, &author, "media.list", "{'kind':'picture'}"));
	CHECK_INT(json_get(w.out, "media")->length, 1);

	CHECK_OK(ACT(&w, &author, "entry.create", "{'column':'news',"
	    "'title':'t','body':'<p><img src=\\'/media/%s/x.png\\'></p>'}",
	    hash));
	CHECK_OK(ACT(&w, &author, "media.read", "{'hash':'%s'}", hash));
	CHECK_INT(json_get(w.out, "uses")->length, 1);
	CHECK_ERR(ACT(&w, &author, "media.delete", "{'hash':'%s'}", hash),
	    ERR_FORBIDDEN, "permission.denied");
	CHECK_ERR(ACT(&w, &keeper, "media.delete", "{'hash':'%s'}", hash),
	    ERR_CONFLICT, "media.used");
	CHECK_INT(json_get(w.out, "uses")->length, 1);
	CHECK(stat(path, &st) == 0);
	world_close(&w);
}

TEST(a_file_that_nothing_uses_goes_with_its_bytes)
{
	struct person keeper;
	struct upload u = { .field = "", .name = "a.png", .type = "" };
	const char *hash, *path;
	struct media m;
	struct stat st;

	CHECK(world_open(&w));
	keeper = person(&w, 14, "丁", ROLE_SITE_KEEPER, 0);
	ready(&keeper);
	png(2, NULL);
	u.data = file.data;
	u.length = file.length;
	w.upload = &u;
	CHECK_OK(ACT(&w, &keeper, "media.upload", "{}"));
	hash = out_text(&w, "hash");
	CHECK_OK(media_find(w.site, w.arena, hash, &m, &path, &w.fault));
	CHECK_OK(ACT(&w, &keeper, "media.delete", "{'hash':'%s'}", hash));
	CHECK(stat(path, &st) == -1);
	CHECK_ERR(ACT(&w, &keeper, "media.delete", "{'hash':'%s'}", hash),
	    ERR_NOT_FOUND, "media.unknown");
	world_close(&w);
}
