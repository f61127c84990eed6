/*
 * Whole texts by libopencc: see han.h.  A converter is opened once a process
 * and kept; its dictionaries are about 2 MB.
 */
#include <pthread.h>
#include <string.h>

#include <opencc/opencc.h>

#include "base/han.h"
#include "base/utf8.h"

static const char *const configs[] = { "t2s.json", "s2t.json",
    "s2tw.json" };
static opencc_t converters[3];	/* NULL: not opened yet */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static enum err
convert_fault(struct fault *f)
{
	return (fault_set(f, ERR_INTERNAL, "han.convert", NULL, "%s",
	    opencc_error()));
}

/* libopencc ends a text at a NUL: what stands between is converted. */
static enum err
convert_pieces(opencc_t cc, const char *text, size_t length, struct buf *out,
    struct fault *f)
{
	size_t n, at = 0;
	char *piece;

	while (at < length) {
		n = strnlen(text + at, length - at);
		if (n > 0) {
			piece = opencc_convert_utf8(cc, text + at, n);
			if (piece == NULL)
				return (convert_fault(f));
			buf_text(out, piece);
			opencc_convert_utf8_free(piece);
			at += n;
		} else {
			buf_char(out, '\0');
			at++;
		}
	}
	return (ERR_OK);
}

enum err
han_convert(enum han_form form, const char *text, size_t length,
    struct buf *out, struct fault *f)
{
	const opencc_t failed = (opencc_t)-1;
	opencc_t cc;
	enum err e;

	/* libopencc throws what nobody here can catch. */
	if (!utf8_valid(text, length))
		return (fault_set(f, ERR_INPUT, "han.convert", NULL, "UTF-8"));
	pthread_mutex_lock(&lock);
	if (converters[form] == NULL || converters[form] == failed)
		converters[form] = opencc_open(configs[form]);
	cc = converters[form];
	e = cc == failed ? convert_fault(f) :
	    convert_pieces(cc, text, length, out, f);
	pthread_mutex_unlock(&lock);
	return (e);
}
