/* The head of a request: see head.h. */
#include "web/head.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "web/header.h"

#define HEAD_HOST_MAX 253

/* Lines that may stand once: of two, one program would take the first and
 * another the last. */
static const char *const once[] = { "authorization", "content-length",
	"content-type", "expect", "host", "if-modified-since", "if-range",
	"range", "x-csrf-token" };

/* RFC 9110, 5.6.2: a character of a token. */
static bool
head_is_token(unsigned char c)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') ||
	    (c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL));
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
	const char *end = memmem(p, length, "\r\n\r\n", 4);

	return (end != NULL ? (size_t)(end - p) + 4 : 0);
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
		if (!head_is_token((unsigned char)p[i]))
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

/* Names of labels between single dots, or an address. */
static bool
head_name_fits(const char *name, size_t length)
{
	char copy[HEAD_HOST_MAX + 1];
	const char *last;
	unsigned char address[16];
	size_t i, label = 0;

	if (length == 0 || length > HEAD_HOST_MAX)
		return (false);
	memcpy(copy, name, length);
	copy[length] = '\0';
	if (*copy == '[' && copy[length - 1] == ']') {
		copy[length - 1] = '\0';
		return (inet_pton(AF_INET6, copy + 1, address) == 1);
	}
	for (i = 0; i < length; i++) {
		if (!header_host_byte(copy[i]) ||
		    (copy[i] == '.' && label == 0))
			return (false);
		label = copy[i] == '.' ? 0 : label + 1;
	}
	/* What ends in a number has to be an address (URL Standard, 3.5). */
	last = strrchr(copy, '.');
	last = last != NULL ? last + 1 : copy;
	return (*last == '\0' || last[strspn(last, "0123456789")] != '\0' ||
	    inet_pton(AF_INET, copy, address) == 1);
}

/* A name or address with an optional port. */
static bool
head_host_fits(const char *host)
{
	size_t n = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");

	if (n > strlen(host) || !head_name_fits(host, n))
		return (false);
	if (host[n] == '\0')
		return (true);
	return (host[n] == ':' && strlen(host + n) <= 6 &&
	    host[n + 1 + strspn(host + n + 1, "0123456789")] == '\0');
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
	if (!head_host_fits(h->host))
		return (400);
	h->target = *path == '/' ? path : arena_printf(a, "/%s", path);
	return (0);
}

static int
head_target(struct arena *a, const char *p, size_t length, struct head *h)
{
	size_t i;

	if (length == 0)
		return (400);
	if (length > HEAD_TARGET_MAX)
		return (414);
	for (i = 0; i < length; i++)
		if ((unsigned char)p[i] <= ' ' || p[i] == 0x7f)
			return (400);
	h->target = arena_copy(a, p, length);
	if (h->target[0] == '/')
		return (0);
	if (h->method == METHOD_OPTIONS && strcmp(h->target, "*") == 0)
		return (0);
	return (head_absolute(a, h));
}

static int
head_request_line(struct arena *a, const char *p, size_t length,
    struct head *h)
{
	const char *end = p + length, *target, *version;
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

/* A value as valid UTF-8: bytes that aren't are read as Latin-1, as browsers
 * and proxies send them; a TAB becomes a space. */
static const char *
head_value(struct arena *a, const char *p, size_t length)
{
	struct buf b = { 0 };
	const char *end = p + length, *from;
	char *copy, put[4];
	uint32_t c;

	if (utf8_valid(p, length)) {
		copy = arena_copy(a, p, length);
		for (char *t = copy; (t = strchr(t, '\t')) != NULL; )
			*t = ' ';
		return (copy);
	}
	while (p < end) {
		from = p;
		c = utf8_next(&p, end);
		if (c == UTF8_BAD)
			c = (unsigned char)*from;
		else if (c == '\t')
			c = ' ';
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

/* What a line means for the connection. */
static int
head_meaning(struct head *h, const char *name, const char *value)
{
	if (strcmp(name, "host") == 0) {
		if (!head_host_fits(value))
			return (400);
		h->host = value;
	} else if (strcmp(name, "content-length") == 0)
		return (head_length(h, value));
	else if (strcmp(name, "transfer-encoding") == 0)
		return (411);	/* no chunked bodies: say the length */
	else if (strcmp(name, "expect") == 0) {
		if (strcasecmp(value, "100-continue") != 0)
			return (417);
		h->expect = true;
	} else if (strcmp(name, "connection") == 0)
		h->close |= head_has_token(value, "close");
	return (0);
}

static bool
head_may_add(const struct head *h, const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(once) / sizeof(once[0]); i++)
		if (strcmp(name, once[i]) == 0)
			return (pairs_get(&h->headers, name) == NULL);
	return (true);
}

static int
head_line(struct arena *a, const char *p, size_t length, struct head *h)
{
	const char *colon = memchr(p, ':', length), *value;
	char *name;
	size_t i, n;

	if (colon == NULL || colon == p)
		return (400);	/* also a folded line without a colon */
	n = (size_t)(colon - p);
	for (i = 0; i < n; i++)
		if (!head_is_token((unsigned char)p[i]))
			return (400);	/* also folding, and "Host :" */
	name = arena_copy(a, p, n);
	for (i = 0; i < n; i++)
		if (name[i] >= 'A' && name[i] <= 'Z')
			name[i] += 'a' - 'A';
	value = colon + 1;
	length -= n + 1;
	while (length > 0 && (*value == ' ' || *value == '\t')) {
		value++;
		length--;
	}
	while (length > 0 && (value[length - 1] == ' ' ||
	    value[length - 1] == '\t'))
		length--;
	for (i = 0; i < length; i++)
		if (((unsigned char)value[i] < ' ' && value[i] != '\t') ||
		    value[i] == 0x7f)
			return (400);
	if (!head_may_add(h, name))
		return (400);
	value = head_value(a, value, length);
	pairs_add(a, &h->headers, name, value);
	return (head_meaning(h, name, value));
}

/* All header lines up to the empty one at `end`. */
static int
head_lines(struct arena *a, const char *p, const char *end, struct head *out)
{
	const char *line;
	int status, first = 0, lines = 0;

	for (; p < end; p = line + 2) {
		line = memchr(p, '\r', (size_t)(end - p) + 1);
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
	const char *line, *host;
	int status, first;

	memset(out, 0, sizeof(*out));
	if (length < 4 || head_broken(p, length) != 0)
		return (400);
	line = memchr(p, '\r', length);
	status = head_request_line(a, p, (size_t)(line - p), out);
	if (status != 0)
		return (status);
	host = out->host;	/* of an absolute target */
	out->host = NULL;
	first = head_lines(a, line + 2, p + length - 2, out);
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
