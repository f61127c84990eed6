#include "base/buf.h"
#include "web/multipart.h"
#include "../unit.h"

#include <stdlib.h>

static struct arena *arena;
static struct request rq;

#define FIELD(name) "Content-Disposition: form-data; name=\"" name "\"\r\n\r\n"
#define FILE_HEAD(name, file) "Content-Disposition: form-data; name=\"" name \
	"\"; filename=\"" file "\"\r\nContent-Type: text/plain\r\n\r\n"

static enum err
parse_bytes(const char *body, size_t length, const char *boundary)
{
	if (arena == NULL)
		arena = arena_alloc();
	rq = (struct request){ .arena = arena, .body = body,
		.body_length = length, .body_fd = -1 };
	return (multipart_parse(&rq, boundary));
}

static enum err
parse(const char *body)
{
	return (parse_bytes(body, strlen(body), "X"));
}

/* A field's value in a form whose only part begins with these lines. */
static const char *
value_under(const char *lines, const char *name)
{
	if (parse(arena_printf(arena, "--X\r\n%s\r\n\r\nv\r\n--X--", lines)) !=
	    ERR_OK)
		return (NULL);
	return (pairs_get(&rq.form, name));
}

TEST(fields_and_files_are_told_apart)
{
	const char *body = "--X\r\n" FIELD("title") "江城\r\n--X\r\n"
	    FILE_HEAD("file", "a.txt") "bytes\r\n--X--\r\n";

	CHECK_INT(parse(body), ERR_OK);
	CHECK_INT(rq.form.count, 1);
	CHECK_TEXT(pairs_get(&rq.form, "title"), "江城");
	CHECK_INT(rq.upload_count, 1);
	CHECK_TEXT(rq.uploads[0].field, "file");
	CHECK_TEXT(rq.uploads[0].name, "a.txt");
	CHECK_TEXT(rq.uploads[0].type, "text/plain");
	CHECK_INT(rq.uploads[0].length, 5);
	CHECK(rq.uploads[0].data == strstr(body, "bytes"));
}

TEST(names_may_hold_what_separates)
{
	CHECK_TEXT(value_under("Content-Disposition: form-data; "
	    "name=\"a:b;c=d\"", "a:b;c=d"), "v");
	CHECK_TEXT(value_under("content-disposition:form-data;name=plain",
	    "plain"), "v");
	CHECK_TEXT(value_under("CONTENT-DISPOSITION: Form-Data; name=\"a\\\"b\"",
	    "a\"b"), "v");
	CHECK_TEXT(value_under("X-Other: y\r\n"
	    "Content-Disposition: form-data; name=\"栏目\"", "栏目"), "v");
}

TEST(empty_fields_stay)
{
	CHECK_INT(parse("--X\r\n" FIELD("a") "\r\n--X\r\n" FIELD("")
	    "\r\n--X--\r\n"), ERR_OK);
	CHECK_INT(rq.form.count, 2);
	CHECK_TEXT(pairs_get(&rq.form, "a"), "");
	CHECK_TEXT(pairs_get(&rq.form, ""), "");
}

TEST(an_empty_file_input_is_left_out_but_an_empty_file_is_not)
{
	CHECK_INT(parse("--X\r\n" FILE_HEAD("a", "") "\r\n--X\r\n"
	    FILE_HEAD("b", "empty.txt") "\r\n--X\r\n"
	    FILE_HEAD("c", "") "x\r\n--X--"), ERR_OK);
	CHECK_INT(rq.upload_count, 2);
	CHECK_TEXT(rq.uploads[0].name, "empty.txt");
	CHECK_INT(rq.uploads[0].length, 0);
	CHECK_TEXT(rq.uploads[1].name, "");
	CHECK_INT(rq.uploads[1].length, 1);
}

TEST(a_file_s_name_loses_its_folders)
{
	CHECK_INT(parse("--X\r\n" FILE_HEAD("a", "C:\\dir\\a.txt") "\r\n--X\r\n"
	    FILE_HEAD("b", "../../etc/passwd") "\r\n--X\r\n"
	    FILE_HEAD("c", "a/..") "x\r\n--X--"), ERR_OK);
	CHECK_INT(rq.upload_count, 3);
	CHECK_TEXT(rq.uploads[0].name, "a.txt");
	CHECK_TEXT(rq.uploads[1].name, "passwd");
	CHECK_TEXT(rq.uploads[2].name, "");
}

TEST(filename_star_counts_before_filename)
{
	CHECK_INT(parse("--X\r\nContent-Disposition: form-data; name=a; "
	    "filename=x; filename*=UTF-8''%E6%B1%9F.txt\r\n\r\n1\r\n--X--"),
	    ERR_OK);
	CHECK_TEXT(rq.uploads[0].name, "江.txt");
	CHECK_TEXT(rq.uploads[0].type, "");
	CHECK_TEXT(value_under("Content-Disposition: form-data; name=a; "
	    "filename*=GBK''%D6%D0", "a"), NULL);
	CHECK_INT(rq.fault.err, ERR_SYNTAX);
}

TEST(what_only_looks_like_a_delimiter_is_data)
{
	CHECK_INT(parse("--X\r\n" FIELD("a") "1\r\n--XY\r\n--X-\r\n--X x\r\n"
	    "--X\r--X\n--X--\r\n--X--\r\n"), ERR_OK);
	CHECK_TEXT(pairs_get(&rq.form, "a"),
	    "1\r\n--XY\r\n--X-\r\n--X x\r\n--X\r--X\n--X--");
}

TEST(binary_files_come_through_untouched)
{
	static const char tail[] = "\r\n\r\n--\r\n-X\r\n--X--";
	char body[2048] = "--X\r\n" FILE_HEAD("a", "b");
	size_t i, start = strlen(body), at = start;

	for (i = 0; i < 256; i++)
		body[at++] = (char)i;
	memcpy(body + at, tail, sizeof(tail));
	at += sizeof(tail) - 1;
	CHECK_INT(parse_bytes(body, at, "X"), ERR_OK);
	CHECK_INT(rq.upload_count, 1);
	CHECK_INT(rq.uploads[0].length, 256 + strlen("\r\n\r\n--\r\n-X"));
	CHECK(rq.uploads[0].data == body + start);
}

TEST(text_around_the_form_and_padding_are_ignored)
{
	CHECK_INT(parse("preamble\r\n--Xa\r\n--X \t\r\n" FIELD("a") "1\r\n"
	    "--X--  \r\nepilogue\r\n--X\r\n"), ERR_OK);
	CHECK_INT(rq.form.count, 1);
	CHECK_TEXT(pairs_get(&rq.form, "a"), "1");
	CHECK_INT(parse("--X--\r\n"), ERR_OK);
	CHECK_INT(rq.form.count, 0);
	CHECK_INT(parse("--X--"), ERR_OK);
	CHECK_INT(parse("--X--\r"), ERR_OK);
}

TEST(a_part_without_data_may_share_its_line_end)
{
	CHECK_INT(parse("--X\r\n" FIELD("a") "--X--\r\n"), ERR_OK);
	CHECK_TEXT(pairs_get(&rq.form, "a"), "");
}

TEST(broken_forms_are_refused)
{
	static const char *const bad[] = { "", "x", "--X", "--X\r\n", "--X-",
		"--X\r\n\r\n1\r\n--X--", "--X\r\n" FIELD("a") "1",
		"--X\r\n" FIELD("a") "1\r\n--X\r\n", "--X\r\n" FIELD("a") "1--X--",
		"--X\r\nContent-Disposition: form-data\r\n\r\n1\r\n--X--",
		"--X\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n--X--",
		"--X\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--X--",
		"--X\r\nContent-Disposition : form-data; name=a\r\n\r\n1\r\n--X--",
		"--X\r\n: form-data; name=a\r\n\r\n1\r\n--X--",
		"--X\r\n no: fold\r\n" FIELD("a") "1\r\n--X--",
		"--X\r\nnothing\r\n" FIELD("a") "1\r\n--X--",
		"--X\r\nA: b\rc\r\n" FIELD("a") "1\r\n--X--",
		"--X\r\nA: b\nc: d\r\n" FIELD("a") "1\r\n--X--",
		"--X\r\nContent-Disposition: form-data; name=a\r\n" FIELD("b")
		    "1\r\n--X--",
		"--X\nContent-Disposition: form-data; name=a\n\n1\n--X--\n",
		"--X\r\n" FIELD("a") "\xFF\r\n--X--",
		"--X\r\n" FIELD("\xFF") "1\r\n--X--" };
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		CHECK_TEXT(parse(bad[i]) != ERR_OK ? "" : bad[i], "");
		CHECK_INT(rq.fault.err, ERR_SYNTAX);
		CHECK_TEXT(rq.fault.name, "form.bad");
		CHECK_INT(rq.upload_count, 0);
	}
}

TEST(a_nul_in_a_field_is_refused)
{
	static const char body[] = "--X\r\n" FIELD("a") "1\0002\r\n--X--";
	static const char head[] = "--X\r\nA: b\0c\r\n" FIELD("a") "1\r\n--X--";

	CHECK_INT(parse_bytes(body, sizeof(body) - 1, "X"), ERR_SYNTAX);
	CHECK_INT(parse_bytes(head, sizeof(head) - 1, "X"), ERR_SYNTAX);
}

TEST(encoded_parts_are_not_accepted)
{
	CHECK_TEXT(value_under("Content-Transfer-Encoding: base64\r\n"
	    "Content-Disposition: form-data; name=a", "a"), NULL);
	CHECK_INT(rq.fault.err, ERR_TYPE);
	CHECK_TEXT(rq.fault.name, "form.encoding");
	CHECK_TEXT(value_under("Content-Transfer-Encoding: 8BIT\r\n"
	    "Content-Disposition: form-data; name=a", "a"), "v");
}

TEST(a_boundary_is_1_to_70_characters)
{
	char boundary[MULTIPART_BOUNDARY_MAX + 2];
	const char *body;

	memset(boundary, 'b', sizeof(boundary));
	boundary[MULTIPART_BOUNDARY_MAX] = '\0';
	body = arena_printf(arena, "--%s\r\n" FIELD("a") "1\r\n--%s--",
	    boundary, boundary);
	CHECK_INT(parse_bytes(body, strlen(body), boundary), ERR_OK);
	boundary[MULTIPART_BOUNDARY_MAX] = 'b';
	boundary[MULTIPART_BOUNDARY_MAX + 1] = '\0';
	CHECK_INT(parse_bytes(body, strlen(body), boundary), ERR_SYNTAX);
	CHECK_TEXT(rq.fault.name, "form.boundary");
	CHECK_INT(parse_bytes(body, strlen(body), ""), ERR_SYNTAX);
	CHECK_INT(parse_bytes(body, strlen(body), NULL), ERR_SYNTAX);
	CHECK_INT(parse_bytes(body, strlen(body), "a\"b"), ERR_SYNTAX);
	CHECK_INT(parse_bytes(body, strlen(body), "a "), ERR_SYNTAX);
	CHECK_INT(parse_bytes(NULL, 0, "X"), ERR_SYNTAX);
	body = "--a b:c\r\n" FIELD("a") "1\r\n--a b:c--";
	CHECK_INT(parse_bytes(body, strlen(body), "a b:c"), ERR_OK);
}

/* A form of `count` equal parts. */
static enum err
parse_many(size_t count, const char *part)
{
	struct buf b = { 0 };
	enum err e;

	for (; count > 0; count--)
		buf_printf(&b, "--X\r\n%s\r\n", part);
	buf_text(&b, "--X--\r\n");
	e = parse(arena_text(arena, buf_string(&b)));
	buf_cleanup(&b);
	return (e);
}

TEST(parts_and_files_end_at_their_limits)
{
	const char *field = FIELD("a") "1", *file = FILE_HEAD("f", "x") "1";

	CHECK_INT(parse_many(MULTIPART_PARTS_MAX, field), ERR_OK);
	CHECK_INT(rq.form.count, MULTIPART_PARTS_MAX);
	CHECK_INT(parse_many(MULTIPART_PARTS_MAX + 1, field), ERR_TOO_LARGE);
	CHECK_TEXT(rq.fault.name, "form.large");
	CHECK_INT(parse_many(MULTIPART_FILES_MAX, file), ERR_OK);
	CHECK_INT(rq.upload_count, MULTIPART_FILES_MAX);
	CHECK_INT(parse_many(MULTIPART_FILES_MAX + 1, file), ERR_TOO_LARGE);
	CHECK_TEXT(rq.fault.field, "f");
}

/* A form of one part with `size` times "a" between two texts. */
static enum err
parse_long(const char *before, size_t size, const char *behind)
{
	char *fill = arena_get(arena, size + 1);

	memset(fill, 'a', size);
	return (parse(arena_printf(arena, "--X\r\n%s%s%s\r\n--X--", before,
	    fill, behind)));
}

TEST(heads_names_and_fields_end_at_their_limits)
{
	const char *name = "Content-Disposition: form-data; name=\"";
	const char *lines = "\r\n" FIELD("a") "1";
	size_t rest = strlen("A: ") + strlen("\r\n") + strlen(FIELD("a")) - 4;

	CHECK_INT(parse_long(name, MULTIPART_NAME_MAX, "\"\r\n\r\n1"), ERR_OK);
	CHECK_INT(parse_long(name, MULTIPART_NAME_MAX + 1, "\"\r\n\r\n1"),
	    ERR_TOO_LARGE);
	CHECK_INT(parse_long("A: ", MULTIPART_HEAD_MAX - rest, lines), ERR_OK);
	CHECK_INT(parse_long("A: ", MULTIPART_HEAD_MAX - rest + 1, lines),
	    ERR_TOO_LARGE);
	CHECK_INT(parse_long("A: ", 2 * MULTIPART_HEAD_MAX, ""), ERR_TOO_LARGE);
	CHECK_INT(parse_long(FIELD("a"), MULTIPART_FIELD_MAX, ""), ERR_OK);
	CHECK_INT(parse_long(FIELD("a"), MULTIPART_FIELD_MAX + 1, ""),
	    ERR_TOO_LARGE);
	CHECK_TEXT(rq.fault.field, "a");
}

TEST(a_part_s_lines_end_at_their_limit)
{
	struct buf b = { 0 };
	int i;

	for (i = 0; i < MULTIPART_LINES_MAX - 1; i++)
		buf_text(&b, "A: b\r\n");
	buf_text(&b, FIELD("a") "1");
	CHECK_INT(parse_many(1, buf_string(&b)), ERR_OK);
	CHECK_INT(parse_many(1, arena_printf(arena, "A: b\r\n%s",
	    buf_string(&b))), ERR_TOO_LARGE);
	buf_cleanup(&b);
}

__attribute__((destructor)) static void
done(void)
{
	arena_free(arena);
}
