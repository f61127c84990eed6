/* See charset.h. */
#include "base/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "base/utf8.h"

/* Appends to `out`; false on bytes that the charset doesn't have. */
static bool
charset_convert(const char *charset, const struct buf *in, struct buf *out)
{
	iconv_t cd = iconv_open("UTF-8", charset);
	char block[4096], *p = in->data;
	size_t left = in->length;
	bool good = cd != (iconv_t)-1;

	while (good && left > 0) {
		char *to = block;
		size_t room = sizeof(block);

		good = iconv(cd, &p, &left, &to, &room) != (size_t)-1 ||
		    errno == E2BIG;
		buf_append(out, block, sizeof(block) - room);
	}
	if (cd != (iconv_t)-1)
		iconv_close(cd);
	return (good && utf8_valid(buf_string(out), out->length));
}

static bool
begins(const struct buf *b, const char *mark, size_t n)
{
	return (b->length >= n && memcmp(b->data, mark, n) == 0);
}

bool
charset_read(struct buf *text)
{
	const char *charset = begins(text, "\xFF\xFE", 2) ||
	    begins(text, "\xFE\xFF", 2) ? "UTF-16" : "GB18030";
	struct buf out = { 0 };

	if (utf8_valid(buf_string(text), text->length)) {
		if (!begins(text, "\xEF\xBB\xBF", 3))
			return (true);
		buf_append(&out, text->data + 3, text->length - 3);
	} else if (!charset_convert(charset, text, &out)) {
		buf_cleanup(&out);
		return (false);
	}
	buf_cleanup(text);
	*text = out;
	return (true);
}
