/*
 * What a feed's bytes mean.  Asked in this order: a byte order mark, the shape
 * of UTF-16 and UTF-32, the HTTP header, the XML declaration, UTF-8; where the
 * bytes contradict what was declared, what they look like: UTF-8 where all of
 * them are, GB 18030 for pairs of high bytes in the place of Han characters,
 * Windows-1252 for the rest.
 */
#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "html/feed_inside.h"

#define NAME_MAX_BYTES 40
#define HEAD_BYTES 1024		/* where a declaration is looked for */

uint32_t
feed_windows(unsigned c)
{
	static const uint16_t windows[32] = {
		0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
		0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
		0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
		0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178
	};

	return (c >= 0x80 && c < 0xA0 ? windows[c - 0x80] : c);
}

void
feed_char(struct buf *out, uint32_t c)
{
	char bytes[4];

	buf_append(out, bytes, utf8_put(bytes, c));
}

static void
bytes_windows(const unsigned char *p, size_t length, struct buf *out)
{
	size_t i;

	for (i = 0; i < length; i++)
		feed_char(out, feed_windows(p[i]));
}

/* Valid UTF-8 but for a stray byte here and there, which is taken for
 * Windows-1252: texts of two encodings are often put together. */
static bool
bytes_utf8(const char *p, size_t length, struct buf *out)
{
	const char *end = p + length;
	size_t good = 0, bad = 0;

	while (p < end) {
		unsigned char byte = (unsigned char)*p;
		uint32_t c = utf8_next(&p, end);

		if (c == UTF8_BAD) {
			bad++;
			feed_char(out, feed_windows(byte));
			continue;
		}
		good += c >= 0x80;
		feed_char(out, c);
	}
	return (bad == 0 || good > bad * 2);
}

/* Are the high bytes pairs of GB 2312, most of them of its Han part? */
static bool
bytes_look_gb(const unsigned char *p, size_t length)
{
	size_t i, han = 0, other = 0;

	for (i = 0; i < length; i++) {
		if (p[i] < 0x80)
			continue;
		if (i + 1 == length || p[i] < 0xA1 || p[i + 1] < 0xA1)
			return (false);
		if (p[i] >= 0xB0 && p[i] <= 0xF7)
			han++;
		else
			other++;
		i++;
	}
	return (han > other);
}

static bool
bytes_iconv(const char *name, const char *p, size_t length, struct buf *out)
{
	iconv_t cd = iconv_open("UTF-8", name);
	char block[4096], *in = (char *)p;
	size_t bad = 0, before = length;

	if (cd == (iconv_t)-1)
		return (false);
	while (length > 0) {
		char *to = block;
		size_t room = sizeof(block);
		size_t n = iconv(cd, &in, &length, &to, &room);
		bool full = n == (size_t)-1 && errno == E2BIG;

		buf_append(out, block, (size_t)(to - block));
		if (n == (size_t)-1 && !full && length > 0) {
			feed_char(out, UTF8_REPLACEMENT);
			in++, length--, bad++;
		}
	}
	iconv_close(cd);
	return (bad * 20 <= before);
}

/* The name as libiconv and we want it; false if it is no name at all. */
static bool
name_clean(const char *p, size_t length, char name[NAME_MAX_BYTES])
{
	static const char *const known[][2] = {
		{ "gb2312", "GB18030" }, { "gbk", "GB18030" },
		{ "gb_2312-80", "GB18030" }, { "x-gbk", "GB18030" },
		{ "cp936", "GB18030" }, { "gb18030", "GB18030" },
		{ "iso-8859-1", "windows" }, { "latin1", "windows" },
		{ "windows-1252", "windows" }, { "cp1252", "windows" },
		{ "us-ascii", "UTF-8" }, { "ascii", "UTF-8" },
		{ "utf8", "UTF-8" }, { "utf-8", "UTF-8" },
		{ "ks_c_5601-1987", "CP949" }, { "euc-kr", "CP949" },
		{ "shift_jis", "CP932" }, { "iso-8859-9", "CP1254" },
	};
	size_t i;

	if (length == 0 || length >= NAME_MAX_BYTES)
		return (false);
	for (i = 0; i < length; i++)
		if (!isalnum((unsigned char)p[i]) &&
		    strchr("-_.:", p[i]) == NULL)
			return (false);
	memcpy(name, p, length);
	name[length] = '\0';
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcasecmp(name, known[i][0]) == 0)
			snprintf(name, NAME_MAX_BYTES, "%s", known[i][1]);
	/* Wide characters show themselves: a name that says so of bytes that
	 * can be read is wrong. */
	return (strncasecmp(name, "utf-16", 6) != 0 &&
	    strncasecmp(name, "utf-32", 6) != 0 &&
	    strncasecmp(name, "ucs", 3) != 0 && strcasecmp(name, "u16") != 0);
}

/* The value of `key` within a header or a declaration. */
static bool
name_find(const char *head, size_t length, const char *key,
    char name[NAME_MAX_BYTES])
{
	char text[HEAD_BYTES + 1];
	const char *p;

	if (length > HEAD_BYTES)
		length = HEAD_BYTES;
	memcpy(text, head, length);
	text[length] = '\0';
	if ((p = strcasestr(text, key)) == NULL)
		return (false);
	p += strlen(key);
	p += strspn(p, " \t\r\n");
	if (*p++ != '=')
		return (false);
	p += strspn(p, " \t\r\n\"'");
	return (name_clean(p, strcspn(p, " \t\r\n\"';?>"), name));
}

static const char *
bytes_wide(const unsigned char *p, size_t length, size_t *skip)
{
	static const struct {
		const char	*bytes;
		size_t		length, skip;
		const char	*name;
	} shapes[] = {
		{ "\x00\x00\xFE\xFF", 4, 4, "UTF-32BE" },
		{ "\xFF\xFE\x00\x00", 4, 4, "UTF-32LE" },
		{ "\xFE\xFF", 2, 2, "UTF-16BE" },
		{ "\xFF\xFE", 2, 2, "UTF-16LE" },
		{ "\x00\x00\x00<", 4, 0, "UTF-32BE" },
		{ "<\x00\x00\x00", 4, 0, "UTF-32LE" },
		{ "\x00<\x00", 3, 0, "UTF-16BE" },
		{ "<\x00", 2, 0, "UTF-16LE" },
	};
	size_t i;

	for (i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
		if (length >= shapes[i].length && memcmp(p, shapes[i].bytes,
		    shapes[i].length) == 0) {
			*skip = shapes[i].skip;
			return (shapes[i].name);
		}
	return (NULL);
}

/* Is it UTF-8, and surely so?  Two bytes of GBK may look like one character of
 * two bytes, but hardly like one of three, and never all through a text. */
static bool
bytes_surely_utf8(const char *p, size_t length)
{
	size_t i;

	if (!utf8_valid(p, length))
		return (false);
	for (i = 0; i < length; i++)
		if (((unsigned char)p[i] & 0xF0) == 0xE0)
			return (true);
	return (false);
}

/* By a declared name; false, and nothing appended, where the bytes don't
 * bear it out. */
static bool
bytes_named(const char *name, const char *p, size_t length, struct buf *out)
{
	bool good = true;

	if (strcmp(name, "windows") == 0) {
		/* What is UTF-8 in spite of its label is no accident. */
		if (utf8_valid(p, length))
			buf_append(out, p, length);
		else if (bytes_look_gb((const unsigned char *)p, length))
			good = bytes_iconv("GB18030", p, length, out);
		else
			bytes_windows((const unsigned char *)p, length, out);
	} else if (strcmp(name, "UTF-8") == 0)
		good = bytes_utf8(p, length, out);
	else if (bytes_surely_utf8(p, length))
		buf_append(out, p, length);
	else
		good = bytes_iconv(name, p, length, out);
	if (!good)
		buf_reset(out);
	return (good);
}

void
feed_bytes(const char *text, size_t length, const char *type, struct buf *out)
{
	char name[NAME_MAX_BYTES];
	const char *wide, *end;
	size_t skip = 0, head;

	wide = bytes_wide((const unsigned char *)text, length, &skip);
	if (wide != NULL && bytes_iconv(wide, text + skip, length - skip, out))
		return;
	buf_reset(out);
	if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		text += 3, length -= 3;
	if (type != NULL && name_find(type, strlen(type), "charset", name) &&
	    bytes_named(name, text, length, out))
		return;
	end = memchr(text, '>', length);
	head = end == NULL ? 0 : (size_t)(end - text);
	if (name_find(text, head, "encoding", name) &&
	    bytes_named(name, text, length, out))
		return;
	if (bytes_utf8(text, length, out))
		return;
	buf_reset(out);
	if (!bytes_look_gb((const unsigned char *)text, length) ||
	    !bytes_iconv("GB18030", text, length, out)) {
		buf_reset(out);
		bytes_windows((const unsigned char *)text, length, out);
	}
}

void
feed_mend_text(struct buf *text)
{
	struct buf latin = { 0 }, mended = { 0 };
	const char *p = buf_string(text), *end = p + text->length;
	bool high = false;

	while (p < end) {
		uint32_t c = utf8_next(&p, end);

		if (c > 0xFF)
			break;
		high = high || c >= 0x80;
		buf_char(&latin, (char)c);
	}
	if (p == end && high && latin.length > 0 &&
	    utf8_valid(latin.data, latin.length)) {
		buf_reset(text);
		buf_append(text, latin.data, latin.length);
	}
	p = buf_string(text);
	end = p + text->length;
	while (p < end)
		feed_char(&mended, feed_windows(utf8_next(&p, end)));
	buf_reset(text);
	buf_append(text, buf_string(&mended), mended.length);
	buf_cleanup(&latin);
	buf_cleanup(&mended);
}
