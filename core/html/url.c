/*
 * Addresses, read as browsers do (WHATWG URL): blanks and control characters
 * at the ends and tabs and line ends anywhere don't count, \ is / in front
 * of a host.  What isn't plainly one of the allowed kinds is refused.
 */
#include <string.h>
#include <strings.h>

#include "html/inside.h"

/* The address without what browsers ignore. */
static void
url_strip(const char *url, struct buf *out)
{
	size_t length = strlen(url), i;

	while (length > 0 && (unsigned char)url[length - 1] <= ' ')
		length--;
	for (i = 0; i < length && (unsigned char)url[i] <= ' '; i++)
		;
	for (; i < length; i++)
		if (strchr("\t\n\r", url[i]) == NULL)
			buf_char(out, url[i]);
}

/* Bytes of the scheme, without the colon; 0: none. */
static size_t
url_scheme(const char *p)
{
	size_t i;

	for (i = 0; p[i] != '\0'; i++) {
		char c = (char)(p[i] | 0x20);

		if (p[i] == ':')
			return (i);
		if ((c >= 'a' && c <= 'z') ||
		    (i > 0 && (strchr("+-.", p[i]) != NULL ||
		    (p[i] >= '0' && p[i] <= '9'))))
			continue;
		return (0);
	}
	return (0);
}

static bool
url_own_host(const char *host, const struct html_rules *rules)
{
	size_t length = strcspn(host, "/\\?#");
	size_t i;

	if (rules == NULL || rules->hosts == NULL)
		return (false);
	for (i = 0; rules->hosts[i] != NULL; i++)
		if (strlen(rules->hosts[i]) == length &&
		    strncasecmp(rules->hosts[i], host, length) == 0)
			return (true);
	return (false);
}

/* Writes with the characters that never stand in an address encoded, and \
 * in the path as /. */
static void
url_write(const char *p, struct buf *out)
{
	bool path = true;

	for (; *p != '\0'; p++) {
		unsigned char c = (unsigned char)*p;

		if (c == '?' || c == '#')
			path = false;
		if (c == '\\' && path)
			buf_char(out, '/');
		else if (c < ' ' || c == 0x7F || strchr(" \"<>`", c) != NULL)
			buf_printf(out, "%%%02X", c);
		else
			buf_char(out, (char)c);
	}
}

static bool
url_slash(char c)
{
	return (c == '/' || c == '\\');
}

/* What stands behind `http:` or, with no scheme, begins with two slashes. */
static enum html_place
url_host(const char *scheme, const char *p, const struct html_rules *rules,
    struct buf *out)
{
	size_t host;

	if (!url_slash(p[0]) || !url_slash(p[1]))
		return (HTML_PLACE_BAD);
	while (url_slash(*p))
		p++;
	host = strcspn(p, "/\\?#");
	if (host == 0 || strcspn(p, " \"<>^`{|}%") < host)
		return (HTML_PLACE_BAD);
	buf_text(out, scheme);
	buf_text(out, "//");
	url_write(p, out);
	return (url_own_host(p, rules) ? HTML_PLACE_LOCAL :
	    HTML_PLACE_FOREIGN);
}

static enum html_place
url_read(const char *p, const struct html_rules *rules, struct buf *out)
{
	size_t scheme = url_scheme(p);

	if (strlen(p) > HTML_URL_MAX)
		return (HTML_PLACE_BAD);
	if (scheme == 4 && strncasecmp(p, "http", 4) == 0)
		return (url_host("http:", p + 5, rules, out));
	if (scheme == 5 && strncasecmp(p, "https", 5) == 0)
		return (url_host("https:", p + 6, rules, out));
	if ((scheme == 6 && strncasecmp(p, "mailto", 6) == 0) ||
	    (scheme == 3 && strncasecmp(p, "tel", 3) == 0)) {
		buf_text(out, scheme == 3 ? "tel:" : "mailto:");
		url_write(p + scheme + 1, out);
		return (HTML_PLACE_OTHER);
	}
	/* Another scheme, or what some reader might take for one: a relative
	 * address has no colon in its first step (RFC 3986, 4.2). */
	if (p[strcspn(p, ":/?#")] == ':')
		return (HTML_PLACE_BAD);
	if (url_slash(p[0]) && url_slash(p[1]))
		return (url_host("", p, rules, out));
	url_write(p, out);
	return (p[0] == '#' ? HTML_PLACE_PAGE : HTML_PLACE_LOCAL);
}

enum html_place
html_url(const char *url, const struct html_rules *rules, struct buf *out)
{
	struct buf plain;
	enum html_place place;

	buf_init(&plain);
	url_strip(url, &plain);
	place = url_read(buf_string(&plain), rules, out);
	buf_cleanup(&plain);
	return (place);
}
