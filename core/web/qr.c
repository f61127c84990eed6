/* QR codes: see qr.h.  One path of an SVG: each dark run of a row is a bar. */
#include "web/qr.h"

#include <string.h>

#include <qrencode.h>

#include "base/url.h"

#define MARGIN 4		/* light modules around, as the standard asks */

static void
row_write(const unsigned char *row, int width, int y, struct buf *out)
{
	int from, x;

	for (x = 0; x < width; x++) {
		if ((row[x] & 1) == 0)
			continue;
		for (from = x; x < width && (row[x] & 1) != 0; x++)
			;
		buf_printf(out, "M%d %dh%dv1h-%dz", from + MARGIN,
		    y + MARGIN, x - from, x - from);
	}
}

static void
code_write(const QRcode *code, struct buf *out)
{
	int side = code->width + 2 * MARGIN, y;

	buf_printf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\""
	    " viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">"
	    "<path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path d=\"", side, side,
	    side, side);
	for (y = 0; y < code->width; y++)
		row_write(code->data + y * code->width, code->width, y, out);
	buf_text(out, "\"/></svg>\n");
}

/* A page: no form, no file, nothing of the desk. */
static bool
path_good(const char *path)
{
	return (path != NULL && path[0] == '/' && url_stays(path) &&
	    strlen(path) <= QR_PATH_MAX && strncmp(path, "/desk", 5) != 0 &&
	    strncmp(path, "/api/", 5) != 0);
}

/* The address as browsers send it: what isn't ASCII is escaped. */
static const char *
address_of(struct exchange *x, const char *path)
{
	struct buf b = { 0 };
	const char *text;

	buf_text(&b, request_base(x->rq->arena, x->rq));
	for (; *path != '\0'; path++)
		if (*path > ' ' && *path < 0x7f && strchr("\"<>\\^`{|}%",
		    *path) == NULL)
			buf_char(&b, *path);
		else
			buf_printf(&b, "%%%02X", (unsigned char)*path);
	text = arena_text(x->rq->arena, buf_string(&b));
	buf_cleanup(&b);
	return (text);
}

enum err
qr_answer(struct exchange *x)
{
	const char *path = pairs_get(&x->rq->query, "path");
	QRcode *code;

	if (!path_good(path))
		return (fault_set(&x->fault, ERR_NOT_FOUND, "page.unknown",
		    NULL, NULL));
	code = QRcode_encodeString8bit(address_of(x, path), 0, QR_ECLEVEL_M);
	if (code == NULL)
		return (fault_set(&x->fault, ERR_NOT_FOUND, "page.unknown",
		    NULL, NULL));
	code_write(code, &x->rp->body);
	QRcode_free(code);
	x->rp->status = 200;
	exchange_header(x, "content-type", "image/svg+xml");
	return (ERR_OK);
}
