/* Sizes of pictures, made by the real vipsthumbnail: which there are, what is
 * left where nothing can read one, and that they go with their picture. */
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/buf.h"
#include "cms/media.h"
#include "cms/picture.h"
#include "world.h"

#define WIDTH 700
#define HEIGHT 500

static struct world w;
static const char *hash;

static void
put32(struct buf *b, uint32_t v)
{
	unsigned char bytes[4] = { (unsigned char)(v >> 24),
	    (unsigned char)(v >> 16), (unsigned char)(v >> 8),
	    (unsigned char)v };

	buf_append(b, bytes, 4);
}

static void
png_chunk(struct buf *b, const char *type, const void *p, size_t n)
{
	size_t at = b->length + 4;

	put32(b, (uint32_t)n);
	buf_text(b, type);
	buf_append(b, p, n);
	put32(b, (uint32_t)crc32(0, (const Bytef *)b->data + at,
	    (uInt)n + 4));
}

/* A picture of colours that compress badly, so that smaller ones save much. */
static void
png(struct buf *b, uint32_t seed)
{
	static unsigned char rows[HEIGHT * (1 + WIDTH * 3)];
	static unsigned char packed[2 * sizeof(rows)];
	uLongf length = sizeof(packed);
	unsigned char header[13] = { 0 };
	struct buf head = { 0 };
	size_t i;

	for (i = 0; i < sizeof(rows); i++) {
		seed = seed * 1664525 + 1013904223;
		rows[i] = i % (1 + WIDTH * 3) == 0 ? 0 :
		    (unsigned char)(seed >> 24);
	}
	if (compress2(packed, &length, rows, sizeof(rows), 1) != Z_OK)
		abort();
	put32(&head, WIDTH);
	put32(&head, HEIGHT);
	memcpy(header, head.data, 8);
	header[8] = 8;		/* bits of a colour */
	header[9] = 2;		/* red, green and blue */
	buf_append(b, "\x89PNG\r\n\x1a\n", 8);
	png_chunk(b, "IHDR", header, sizeof(header));
	png_chunk(b, "IDAT", packed, length);
	png_chunk(b, "IEND", "", 0);
	buf_cleanup(&head);
}

/* A site with one picture that has no sizes yet. */
static bool
setup(void)
{
	struct buf b = { 0 };
	struct person author;
	struct upload u;
	enum err e;

	if (!world_open(&w))
		return (false);
	author = person(&w, 11, "甲", ROLE_CONTRIBUTOR, 0);
	png(&b, 1);
	u = (struct upload){ .field = "file", .name = "桥.png",
	    .type = "image/png", .data = b.data, .length = b.length };
	w.upload = &u;
	e = ACT(&w, ready(&author), "media.upload", "{'file':0}");
	w.upload = NULL;
	buf_cleanup(&b);
	hash = e == ERR_OK ? out_text(&w, "hash") : NULL;
	return (hash != NULL);
}

static const struct json *
sizes(void)
{
	struct json *row = NULL, *v = NULL;
	const char *text;

	if (db_one(w.site->db, w.arena, &row, NULL, "SELECT sizes FROM media"
	    " WHERE hash = :hash", DB_TEXT(":hash", hash)) != ERR_OK ||
	    (text = json_get_text(row, "sizes", NULL)) == NULL)
		return (NULL);
	return (json_parse(w.arena, text, strlen(text), &v, NULL) == ERR_OK ?
	    v : NULL);
}

static bool
there(int64_t width, const char *ending)
{
	const char *path = picture_path(w.site, w.arena, hash, width, ending);

	return (path != NULL && access(path, R_OK) == 0);
}

TEST(a_picture_gets_smaller_ones_and_its_own_width_as_webp)
{
	const struct json *webp, *png_widths;
	struct stat own, small;
	int64_t made = 0;

	CHECK(setup());
	CHECK(picture_waiting(w.site));
	CHECK_OK(picture_make(w.site, &made, &w.fault));
	CHECK_INT(made, 1);
	CHECK(!picture_waiting(w.site));
	webp = json_get(sizes(), "webp");
	CHECK_INT(webp->length, 3);
	CHECK_INT(webp->first->integer, 320);
	CHECK(there(320, "webp") && there(640, "webp") &&
	    there(WIDTH, "webp") && !there(960, "webp"));
	png_widths = json_get(sizes(), "png");
	CHECK(png_widths != NULL && png_widths->length >= 1);
	CHECK(there(320, "png"));
	CHECK(stat(picture_path(w.site, w.arena, hash, 320, "webp"),
	    &small) == 0);
	CHECK(stat(picture_path(w.site, w.arena, hash, WIDTH, "webp"),
	    &own) == 0);
	CHECK(small.st_size < own.st_size);
	CHECK_OK(picture_make(w.site, &made, &w.fault));
	CHECK_INT(made, 0);
	world_close(&w);
}

TEST(pages_show_the_sizes_that_there_are)
{
	struct buf out = { 0 };
	const char *html;
	int64_t made;

	CHECK(setup());
	html = arena_printf(w.arena, "<p><img src=\"%s\" alt=\"桥\"></p>",
	    out_text(&w, "url"));
	CHECK_OK(picture_make(w.site, &made, &w.fault));
	CHECK_OK(picture_body(w.site, w.arena, html, &out, &w.fault));
	CHECK(strstr(buf_string(&out), "320.webp 320w") != NULL);
	CHECK(strstr(buf_string(&out), "width=\"700\" height=\"500\"") !=
	    NULL);
	buf_cleanup(&out);
	world_close(&w);
}

TEST(one_that_nothing_can_read_is_noted_as_having_none)
{
	struct media media;
	const char *path;
	int64_t made = 0;
	FILE *f;

	CHECK(setup());
	CHECK_OK(media_find(w.site, w.arena, hash, &media, &path, &w.fault));
	CHECK(chmod(path, 0600) == 0 && (f = fopen(path, "w")) != NULL);
	CHECK(fputs("not a picture", f) >= 0 && fclose(f) == 0);
	CHECK_OK(picture_make(w.site, &made, &w.fault));
	CHECK_INT(made, 1);
	CHECK(sizes() != NULL && sizes()->length == 0);
	CHECK(!there(320, "webp"));
	CHECK(!picture_waiting(w.site));
	world_close(&w);
}

TEST(sizes_go_with_their_picture)
{
	int64_t made;

	CHECK(setup());
	CHECK_OK(picture_make(w.site, &made, &w.fault));
	CHECK(there(320, "webp") && there(320, "png"));
	picture_drop(w.site, hash);
	CHECK(!there(320, "webp") && !there(320, "png"));
	world_close(&w);
}

TEST(no_other_name_than_a_width_and_a_kind_leads_to_a_file)
{
	CHECK(setup());
	CHECK(picture_path(w.site, w.arena, hash, 320, "webp") != NULL);
	CHECK(picture_path(w.site, w.arena, hash, 0, "webp") == NULL);
	CHECK(picture_path(w.site, w.arena, hash, -1, "webp") == NULL);
	CHECK(picture_path(w.site, w.arena, hash, 320, "gif") == NULL);
	CHECK(picture_path(w.site, w.arena, hash, 320, "../x") == NULL);
	CHECK(picture_path(w.site, w.arena, "../../site", 320, "webp") ==
	    NULL);
	world_close(&w);
}
