/* Header values: see header.h. */
#include "web/header.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

#include "base/time.h"
#include "base/url.h"
#include "web/param.h"

#define SPACE " \t"
#define WEIGHT_ONE 1000

/* A weight, "0.8", in thousandths; what is broken weighs nothing. */
static int
weight(const char *s)
{
	int value = 0, digit;

	if (*s != '0' && *s != '1')
		return (0);
	value = (*s++ - '0') * WEIGHT_ONE;
	if (*s == '.')
		for (s++, digit = 100; *s >= '0' && *s <= '9'; s++, digit /= 10)
			value += (*s - '0') * digit;
	return (value <= WEIGHT_ONE ? value : 0);
}

/* The next item of a list as `zh-CN;q=0.8, en`; false at its end. */
static bool
list_next(const char **at, const char **item, size_t *length, int *q)
{
	const char *s = *at + strspn(*at, SPACE ","), *end, *p;

	if (*s == '\0')
		return (false);
	end = s + strcspn(s, ",");
	*item = s;
	*length = strcspn(s, ",; \t");
	*q = WEIGHT_ONE;
	for (p = s + strcspn(s, ",;"); p < end && *p == ';';
	    p += strcspn(p, ",;")) {
		p++;
		p += strspn(p, SPACE);
		if (strncasecmp(p, "q=", 2) == 0)
			*q = weight(p + 2);
	}
	*at = end;
	return (true);
}

const char *
header_lang(const char *accept_language)
{
	static const char *const known[] = { "zh", "en" };
	const char *best = known[0], *item;
	size_t i, length;
	int q, most = 0;

	while (accept_language != NULL &&
	    list_next(&accept_language, &item, &length, &q))
		for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
			if (q > most && length >= 2 &&
			    (length == 2 || item[2] == '-') &&
			    strncasecmp(item, known[i], 2) == 0) {
				most = q;
				best = known[i];
			}
	return (best);
}

bool
header_accepts(const char *accept_encoding, const char *coding)
{
	const char *item;
	size_t length, wanted = strlen(coding);
	bool any = false;
	int q;

	while (accept_encoding != NULL &&
	    list_next(&accept_encoding, &item, &length, &q)) {
		if (length == wanted && strncasecmp(item, coding, length) == 0)
			return (q > 0);
		if (length == 1 && *item == '*')
			any = q > 0;
	}
	return (any);
}

/* Behind a host there may be ":" and a port. */
static bool
port_fits(const char *s)
{
	int port = 0;
	size_t length;

	if (*s == '\0')
		return (true);
	length = strspn(++s, "0123456789");
	if (s[length] != '\0' || length > 5)
		return (false);
	for (; *s != '\0'; s++)
		port = port * 10 + (*s - '0');
	return (port <= 65535);
}

/* Labels of 1 to 63 characters with single dots between. */
static bool
labels_fit(const char *name)
{
	size_t length;

	for (;; name += length + 1) {
		length = strcspn(name, ".");
		if (length == 0 || length > 63)
			return (false);
		if (name[length] == '\0')
			return (true);
	}
}

/* Names of labels between single dots, or an address. */
static bool
name_fits(const char *name, size_t length)
{
	char copy[HOST_MAX + 1];
	const char *last;
	unsigned char address[16];
	size_t i, label = 0;

	if (length == 0 || length > HOST_MAX)
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

bool
header_host_fits(const char *host)
{
	size_t n = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");

	if (n > strlen(host) || !name_fits(host, n))
		return (false);
	if (host[n] == '\0')
		return (true);
	return (host[n] == ':' && strlen(host + n) <= 6 &&
	    host[n + 1 + strspn(host + n + 1, "0123456789")] == '\0');
}

const char *
header_host(struct arena *a, const char *text)
{
	size_t length;
	char *host, *c;
	bool literal;

	if (text == NULL)
		return (NULL);
	literal = *text == '[';
	length = literal ? 1 + strspn(text + 1, "0123456789abcdefABCDEF:.") :
	    0;
	while (!literal && header_host_byte(text[length]))
		length++;
	if (literal && (length < 4 || text[length++] != ']'))
		return (NULL);
	if ((text[length] != '\0' && text[length] != ':') ||
	    !port_fits(text + length))
		return (NULL);
	if (!literal && length > 1 && text[length - 1] == '.')
		length--;
	if (length > HOST_MAX)
		return (NULL);
	host = arena_copy(a, text, length);
	for (c = host; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c |= 0x20;
	return (literal || labels_fit(host) ? host : NULL);
}

/* Behind "W/": whether it is weak makes no difference here. */
static const char *
etag_opaque(const char *s)
{
	return (strncmp(s, "W/", 2) == 0 ? s + 2 : s);
}

bool
header_etag(const char *list, const char *etag)
{
	const char *end;
	size_t length;

	if (list == NULL || etag == NULL)
		return (false);
	etag = etag_opaque(etag);
	length = strlen(etag);
	for (;;) {
		list += strspn(list, SPACE ",");
		if (strcmp(list, "*") == 0)
			return (true);
		list = etag_opaque(list);
		if (*list != '"' || (end = strchr(list + 1, '"')) == NULL)
			return (false);
		end++;
		if ((size_t)(end - list) == length &&
		    memcmp(list, etag, length) == 0)
			return (true);
		list = end;
	}
}

bool
header_fresh(const struct request *rq, const char *etag, int64_t modified)
{
	const char *list = pairs_get(&rq->headers, "if-none-match");
	const char *since = pairs_get(&rq->headers, "if-modified-since");
	int64_t t;

	if (list != NULL)
		return (header_etag(list, etag));
	return (since != NULL && modified >= 0 &&
	    time_parse_http(since, &t) && modified <= t);
}

const char *
header_type(struct arena *a, const char *content_type)
{
	struct pairs params;
	const char *type;

	if (content_type == NULL ||
	    !param_parse(a, content_type, &type, &params))
		return ("");
	return (type);
}

const char *
header_disposition(struct arena *a, bool attachment, const char *name)
{
	const char *kind = attachment ? "attachment" : "inline", *value;
	char *plain = arena_text(a, name), *c;
	struct buf whole = { 0 };

	/* "%" too: some browsers decode what they find in a plain name. */
	for (c = plain; *c != '\0'; c++)
		if (*c < ' ' || *c >= 0x7F || strchr("\"\\%/", *c) != NULL)
			*c = '_';
	if (strcmp(plain, name) == 0)
		return (arena_printf(a, "%s; filename=\"%s\"", kind, plain));
	url_component(&whole, name);
	value = arena_printf(a, "%s; filename=\"%s\"; filename*=UTF-8''%s",
	    kind, plain, buf_string(&whole));
	buf_cleanup(&whole);
	return (value);
}
