/* The head of a request: see head.h. */
#include "web/head.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "web/header.h"

/* RFC 9110, 5.6.2: a character of a token, in lower case; else NUL. */
static char
head_token(char c)
{
	if ((c >= 'a' && c <= 'z') || c == '-' || (c >= '0' && c <= '9'))
		return (c);
	if (c >= 'A' && c <= 'Z')
		return ((char)(c | 0x20));
	return (c != '\0' && strchr("!#$%&'*+.^_`|~", c) != NULL ? c : '\0');
}

size_t
head_blank(const char *p, size_t length)
{
	size_t n = 0;

	while (length - n >= 2 && p[n] == '\r' && p[n + 1] == '\n')
		n += 2;
	return (n);
}

size_t
head_end(const char *p, size_t length)
{
	const char *at = p;
	size_t left;

	while ((left = length - (size_t)(at - p)) >= 4 &&
	    (at = memchr(at, '\r', left - 3)) != NULL) {
		if (memcmp(at, "\r\n\r\n", 4) == 0)
			return ((size_t)(at - p) + 4);
		at++;
	}
	return (0);
}

int
head_broken(const char *p, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++) {
		if (p[i] == '\0' || (p[i] == '\n' && (i == 0 ||
		    p[i - 1] != '\r')))
			return (400);
		/* A CR alone, unless its LF may still come. */
		if (p[i] == '\r' && i + 1 < length && p[i + 1] != '\n')
			return (400);
	}
	return (0);
}

static int
head_method(const char *p, size_t length, enum method *out)
{
	size_t i;

	if (method_find(p, length, out))
		return (0);
	if (length == 0)
		return (400);
	for (i = 0; i < length; i++)
		if (head_token(p[i]) == '\0')
			return (400);
	return (501);
}

static int
head_version(const char *p, size_t length, bool *http_1_0)
{
	if (length != 8 || memcmp(p, "HTTP/", 5) != 0 || p[6] != '.' ||
	    p[5] < '0' || p[5] > '9' || p[7] < '0' || p[7] > '9')
		return (400);
	if (p[5] != '1')
		return (505);
	*http_1_0 = p[7] == '0';
	return (0);
}

/* Absolute form, "http://host/path" (RFC 9112, 3.2.2). */
static int
head_absolute(struct arena *a, struct head *h)
{
	const char *p = h->target, *path;

	if (strncasecmp(p, "http://", 7) == 0)
		p += 7;
	else if (strncasecmp(p, "https://", 8) == 0)
		p += 8;
	else
		return (400);
	path = p + strcspn(p, "/?");
	if (path == p)
		return (400);
	h->host = arena_copy(a, p, (size_t)(path - p));
	if (!header_host_fits(h->host))
		return (400);
	h->target = *path == '/' ? path : arena_printf(a, "/%s", path);
	return (0);
}

static int
head_target(struct arena *a, char *p, size_t length, struct head *h)
{
	size_t i;

	if (length == 0)
		return (400);
	if (length > HEAD_TARGET_MAX)
		return (414);
	for (i = 0; i < length; i++)
		if ((unsigned char)p[i] <= ' ' || p[i] == 0x7f)
			return (400);
	p[length] = '\0';
	h->target = p;
	if (*p == '/')
		return (0);
	if (h->method == METHOD_OPTIONS && strcmp(h->target, "*") == 0)
		return (0);
	return (head_absolute(a, h));
}

static int
head_request_line(struct arena *a, char *p, size_t length, struct head *h)
{
	char *end = p + length, *target, *version;
	int status;

	target = memchr(p, ' ', length);
	if (target == NULL)
		return (400);
	version = memrchr(target + 1, ' ', (size_t)(end - target - 1));
	if (version == NULL)
		return (400);
	status = head_version(version + 1, (size_t)(end - version - 1),
	    &h->http_1_0);
	if (status == 0)
		status = head_method(p, (size_t)(target - p), &h->method);
	if (status == 0)
		status = head_target(a, target + 1,
		    (size_t)(version - target - 1), h);
	return (status);
}

/* Is all of it visible ASCII and blanks?  Eight bytes at a time: a byte that
 * isn't sets the upper bit of one of the three terms. */
static bool
head_is_plain(const char *p, size_t length)
{
	const uint64_t each = UINT64_C(0x0101010101010101);
	uint64_t w, odd = 0;

	for (; length >= sizeof(w); p += sizeof(w), length -= sizeof(w)) {
		memcpy(&w, p, sizeof(w));
		odd |= w | (w + each) | (w - each * ' ');
	}
	for (; length > 0; p++, length--)
		odd |= *p < ' ' || *p == 0x7f ? each << 7 : 0;
	return ((odd & each << 7) == 0);
}

/* A value as valid UTF-8: bytes that aren't are read as Latin-1, as browsers
 * and proxies send them; a TAB becomes a space.  NULL: a control character. */
static const char *
head_value(struct arena *a, char *p, size_t length)
{
	struct buf b = { 0 };
	const char *at = p, *end = p + length, *from;
	char put[4], *copy;
	uint32_t c;

	*(p + length) = '\0';
	if (head_is_plain(p, length))
		return (p);
	for (copy = p; copy < end; copy++)
		if (*copy == '\t')
			*copy = ' ';
		else if ((unsigned char)*copy < ' ' || *copy == 0x7f)
			return (NULL);
	if (utf8_valid(p, length))
		return (p);
	while (at < end) {
		from = at;
		c = utf8_next(&at, end);
		if (c == UTF8_BAD)
			c = (unsigned char)*from;
		buf_append(&b, put, utf8_put(put, c));
	}
	copy = arena_copy(a, b.data, b.length);
	buf_cleanup(&b);
	return (copy);
}

static int
head_length(struct head *h, const char *value)
{
	uint64_t n = 0;

	if (*value == '\0' || strlen(value) > 18)
		return (400);
	for (; *value != '\0'; value++) {
		if (*value < '0' || *value > '9')
			return (400);
		n = n * 10 + (uint64_t)(*value - '0');
	}
	h->has_length = true;
	h->length = n;
	return (0);
}

static bool
head_has_token(const char *value, const char *token)
{
	size_t length = strlen(token), n;

	for (;;) {
		value += strspn(value, " ,");
		if (*value == '\0')
			return (false);
		n = strcspn(value, " ,");
		if (n == length && strncasecmp(value, token, n) == 0)
			return (true);
		value += n;
	}
}

static int
head_host(struct head *h, const char *value)
{
	h->host = value;
	return (header_host_fits(value) ? 0 : 400);
}

static int
head_transfer(struct head *h, const char *value)
{
	return (411);	/* no chunked bodies: say the length */
}

static int
head_expect(struct head *h, const char *value)
{
	h->expect = strcasecmp(value, "100-continue") == 0;
	return (h->expect ? 0 : 417);
}

static int
head_connection(struct head *h, const char *value)
{
	h->close |= head_has_token(value, "close");
	return (0);
}

/* Lines that mean something for the connection, or that may stand once: of
 * two, one program would take the first and another the last. */
static const struct known {
	const char	*name;
	bool		once;
	int		(*mean)(struct head *h, const char *value);
} known[] = {
	{ "authorization", true, NULL },
	{ "connection", false, head_connection },
	{ "content-length", true, head_length },
	{ "content-type", true, NULL },
	{ "expect", true, head_expect },
	{ "host", true, head_host },
	{ "if-modified-since", true, NULL },
	{ "if-range", true, NULL },
	{ "range", true, NULL },
	{ "transfer-encoding", false, head_transfer },
	{ "x-csrf-token", true, NULL },
};

static int
head_known(struct head *h, const char *name, const char *value)
{
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (*known[i].name == *name &&
		    strcmp(known[i].name, name) == 0)
			break;
	if (i == sizeof(known) / sizeof(known[0]))
		return (0);
	if (known[i].once && h->seen & 1u << i)
		return (400);
	h->seen |= 1u << i;
	return (known[i].mean != NULL ? known[i].mean(h, value) : 0);
}

static int
head_line(struct arena *a, char *p, size_t length, struct head *h)
{
	char *colon = memchr(p, ':', length), *value, *end = p + length, *c;
	const char *text;

	if (colon == NULL || colon == p)
		return (400);	/* also a folded line without a colon */
	for (c = p; c < colon; c++)
		if ((*c = head_token(*c)) == '\0')
			return (400);	/* also folding, and "Host :" */
	*colon = '\0';
	value = colon + 1;
	while (value < end && (*value == ' ' || *value == '\t'))
		value++;
	while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	text = head_value(a, value, (size_t)(end - value));
	if (text == NULL)
		return (400);
	pairs_add(a, &h->headers, p, text);
	return (head_known(h, p, text));
}

/* All header lines up to the empty one at `end`. */
static int
head_lines(struct arena *a, char *p, const char *end, struct head *out)
{
	char *line;
	int status, first = 0, lines = 0;

	for (; p < end; p = line + 2) {
		line = memchr(p, '\r', (size_t)(end - p) + 1);
		if (line[1] != '\n')
			return (400);
		if (++lines > HEAD_LINES_MAX)
			return (431);
		status = head_line(a, p, (size_t)(line - p), out);
		/* 411 must not hide that the head is bad in other ways. */
		if (status == 400)
			return (400);
		if (first == 0)
			first = status;
	}
	return (first);
}

int
head_parse(struct arena *a, const char *p, size_t length, struct head *out)
{
	const char *host;
	char *text, *line;
	int status, first;

	memset(out, 0, sizeof(*out));
	if (length < 4 || memcmp(p + length - 4, "\r\n\r\n", 4) != 0)
		return (400);
	text = arena_copy(a, p, length);	/* taken apart in place */
	line = memchr(text, '\r', length);
	if (line[1] != '\n')
		return (400);
	status = head_request_line(a, text, (size_t)(line - text), out);
	if (status != 0)
		return (status);
	host = out->host;	/* of an absolute target */
	out->host = NULL;
	first = head_lines(a, line + 2, text + length - 2, out);
	if (first == 400 || first == 431)
		return (first);
	if (out->host == NULL && !out->http_1_0)
		return (400);
	if (host != NULL && out->host != NULL &&
	    strcasecmp(host, out->host) != 0)
		return (400);	/* two names for one request */
	if (out->host == NULL)
		out->host = host != NULL ? host : "";
	out->close |= out->http_1_0;
	if (first == 0 && out->http_1_0 && !out->has_length &&
	    (out->method == METHOD_POST || out->method == METHOD_PUT ||
	    out->method == METHOD_PATCH))
		first = 411;
	return (first);
}
