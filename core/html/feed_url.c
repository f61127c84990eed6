/*
 * Relative addresses (RFC 3986, 5.2), with the patience of browsers: blanks at
 * the ends and line breaks within don't count, and nothing is re-encoded.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "html/feed_inside.h"

/* Bytes of the scheme without its colon; 0: there is none. */
static size_t
scheme_length(const char *url)
{
	size_t i;

	if (!isalpha((unsigned char)url[0]))
		return (0);
	for (i = 1; isalnum((unsigned char)url[i]) ||
	    (url[i] != '\0' && strchr("+-.", url[i]) != NULL); i++)
		;
	return (url[i] == ':' ? i : 0);
}

bool
feed_url_safe(const char *url)
{
	static const char *const known[] = { "http", "https", "ftp", "ftps",
		"mailto", "tel", "callto", "urn", "tag", "news", "nntp", "feed",
		"magnet", "sftp", "webcal", "xmpp", "sms", "sip", "sips",
		"irc", "gopher", "aim", "ed2k", "rtsp", "rtspu", "ssh",
		"telnet", "svn", "cid", "mid" };
	size_t length = scheme_length(url), i;

	if (length == 0)
		return (true);
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strlen(known[i]) == length &&
		    strncasecmp(known[i], url, length) == 0)
			return (true);
	return (false);
}

/* Takes . and .. out of a path. */
static void
path_write(const char *path, size_t length, struct buf *out)
{
	const char *p = path, *end = path + length;
	size_t start = out->length;

	while (p < end) {
		const char *slash = memchr(p, '/', (size_t)(end - p));
		size_t n = (size_t)((slash != NULL ? slash : end) - p);

		if (n == 2 && memcmp(p, "..", 2) == 0) {
			if (out->length > start)
				out->length--;
			while (out->length > start &&
			    out->data[out->length - 1] != '/')
				out->length--;
		} else if (n != 1 || *p != '.')
			buf_append(out, p, n + (slash != NULL));
		if (out->length == start && path[0] == '/')
			buf_char(out, '/');
		p += n + 1;
	}
}

static void
join(const char *base, const char *url, struct buf *out)
{
	size_t scheme = scheme_length(base), host, path;
	size_t length = strcspn(url, "?#");
	struct buf whole = { 0 };

	host = scheme > 0 ? scheme + 1 : 0;
	if (strncmp(base + host, "//", 2) == 0)
		host += 2 + strcspn(base + host + 2, "/?#");
	path = host + strcspn(base + host, "?#");
	if (strncmp(url, "//", 2) == 0) {
		buf_append(out, base, scheme > 0 ? scheme + 1 : 0);
		buf_text(out, url);
		return;
	}
	if (length == 0) {
		buf_append(out, base, url[0] == '?' ? path :
		    strcspn(base, "#"));
		buf_text(out, url);
		return;
	}
	buf_append(out, base, host);
	if (url[0] != '/') {
		while (path > host && base[path - 1] != '/')
			path--;
		if (path > host)
			buf_append(&whole, base + host, path - host);
		else
			buf_char(&whole, '/');
	}
	buf_append(&whole, url, length);
	path_write(buf_string(&whole), whole.length, out);
	buf_text(out, url + length);
	buf_cleanup(&whole);
}

void
feed_url(const char *base, const char *url, struct buf *out)
{
	struct buf plain = { 0 }, from = { 0 };
	const char *p;
	char *slip;

	for (p = url + strspn(url, " \t\r\n"); *p != '\0'; p++)
		if (strchr("\t\r\n", *p) == NULL)
			buf_char(&plain, *p);
	while (plain.length > 0 && plain.data[plain.length - 1] == ' ')
		plain.data[--plain.length] = '\0';
	for (p = base + strspn(base, " \t\r\n"); *p != '\0'; p++)
		if (strchr("\t\r\n ", *p) == NULL)
			buf_char(&from, *p);
	/* "http:///host/" is a slip for "http://host/". */
	if (from.length > 0 && (slip = strstr(from.data, ":///")) != NULL)
		memmove(slip + 3, slip + 4, strlen(slip + 4) + 1);
	p = buf_string(&plain);
	if (!feed_url_safe(p))
		;
	else if (scheme_length(p) > 0 || from.length == 0 ||
	    !feed_url_safe(from.data))
		buf_text(out, p);
	else
		join(from.data, p, out);
	buf_cleanup(&plain);
	buf_cleanup(&from);
}
