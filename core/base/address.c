/* Which addresses are public, and how a URL is read: see address.h. */
#include "base/address.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct range {
	const char	*first;
	int		bits;
};

static const struct range closed4[] = {
	{ "0.0.0.0", 8 },		/* this network */
	{ "10.0.0.0", 8 },
	{ "100.64.0.0", 10 },		/* shared by carriers */
	{ "127.0.0.0", 8 },
	{ "169.254.0.0", 16 },		/* link-local; metadata of clouds */
	{ "172.16.0.0", 12 },
	{ "192.0.0.0", 24 },		/* protocol assignments */
	{ "192.0.2.0", 24 },		/* documentation, as two more below */
	{ "192.88.99.0", 24 },		/* relays of 6to4 */
	{ "192.168.0.0", 16 },
	{ "198.18.0.0", 15 },		/* benchmarks */
	{ "198.51.100.0", 24 },
	{ "203.0.113.0", 24 },
	{ "224.0.0.0", 3 },		/* multicast, reserved, broadcast */
};

/* Of 2000::/3, the only part that is given out. */
static const struct range closed6[] = {
	{ "2001::", 23 },		/* Teredo, ORCHID, benchmarks */
	{ "2001:db8::", 32 },		/* documentation */
	{ "2002::", 16 },		/* 6to4 */
	{ "3fff::", 20 },		/* documentation */
};

static bool
in_range(const unsigned char *address, const struct range *r, int family)
{
	unsigned char first[16];
	int i, left = r->bits;

	if (inet_pton(family, r->first, first) != 1)
		return (true);
	for (i = 0; left > 0; i++, left -= 8) {
		unsigned char mask = left >= 8 ? 0xFF :
		    (unsigned char)(0xFF << (8 - left));

		if ((address[i] & mask) != (first[i] & mask))
			return (false);
	}
	return (true);
}

static bool
public4(const unsigned char *address)
{
	size_t i;

	for (i = 0; i < sizeof(closed4) / sizeof(closed4[0]); i++)
		if (in_range(address, &closed4[i], AF_INET))
			return (false);
	return (true);
}

static bool
public6(const unsigned char *address)
{
	static const struct range mapped = { "::ffff:0:0", 96 };
	static const struct range nat64 = { "64:ff9b::", 96 };
	static const struct range given = { "2000::", 3 };
	size_t i;

	if (in_range(address, &mapped, AF_INET6) ||
	    in_range(address, &nat64, AF_INET6))
		return (public4(address + 12));
	if (!in_range(address, &given, AF_INET6))
		return (false);
	for (i = 0; i < sizeof(closed6) / sizeof(closed6[0]); i++)
		if (in_range(address, &closed6[i], AF_INET6))
			return (false);
	return (true);
}

bool
address_public(const struct sockaddr *sa)
{
	if (sa->sa_family == AF_INET)
		return (public4((const unsigned char *)
		    &((const struct sockaddr_in *)(const void *)sa)->sin_addr));
	if (sa->sa_family == AF_INET6)
		return (public6((const unsigned char *)
		    &((const struct sockaddr_in6 *)(const void *)sa)
		    ->sin6_addr));
	return (false);
}

/* A name of letters, digits and hyphens.  One that ends in a number is an
 * address in some odd spelling (WHATWG URL, "ends in a number"): only the
 * usual one, four decimal numbers, is taken. */
static bool
host_read(struct address_url *u)
{
	unsigned char bytes[16];
	size_t length = strlen(u->host), i;
	const char *last;

	if (inet_pton(AF_INET, u->host, bytes) == 1) {
		u->literal = true;
		return (true);
	}
	if (length > 1 && u->host[length - 1] == '.')
		u->host[--length] = '\0';
	last = strrchr(u->host, '.');
	last = last != NULL ? last + 1 : u->host;
	if (*last == '\0' || isdigit((unsigned char)*last))
		return (false);
	for (i = 0; i < length; i++)
		if (!isalnum((unsigned char)u->host[i]) &&
		    u->host[i] != '-' && u->host[i] != '_' &&
		    (u->host[i] != '.' || i == 0 || u->host[i - 1] == '.'))
			return (false);
	return (true);
}

/* Host and port of an authority without a login. */
static bool
authority_read(const char *p, size_t length, struct address_url *u)
{
	unsigned char bytes[16];
	const char *end = p + length, *stop, *port;
	size_t i, n;
	char *rest;
	long value;

	if (*p == '[') {
		stop = memchr(p, ']', length);
		if (stop == NULL)
			return (false);
		p++;
		port = stop + 1;
		u->literal = u->version6 = true;
	} else {
		stop = memchr(p, ':', length);
		stop = port = stop != NULL ? stop : end;
	}
	n = (size_t)(stop - p);
	if (n == 0 || n >= sizeof(u->host))
		return (false);
	for (i = 0; i < n; i++)
		u->host[i] = (char)tolower((unsigned char)p[i]);
	u->host[n] = '\0';
	/* No zone ("%eth0"): inet_pton() takes none. */
	if (u->version6 ? inet_pton(AF_INET6, u->host, bytes) != 1 :
	    !host_read(u))
		return (false);
	if (port == end)
		return (true);
	if (*port != ':' || port + 1 == end ||
	    !isdigit((unsigned char)port[1]) || end - port > 6)
		return (false);
	value = strtol(port + 1, &rest, 10);
	u->port = (uint16_t)value;
	return (rest == end && value > 0 && value < 65536);
}

enum err
address_read(const char *url, struct address_url *out, struct fault *f)
{
	const char *p = url;
	size_t length, i;

	memset(out, 0, sizeof(*out));
	if (strncasecmp(p, "http://", 7) == 0) {
		p += 7;
		out->port = 80;
	} else if (strncasecmp(p, "https://", 8) == 0) {
		p += 8;
		out->port = 443;
		out->tls = true;
	} else
		return (fault_set(f, ERR_INPUT, "fetch.scheme", "url", NULL));
	for (i = 0; url[i] != '\0'; i++)
		if ((unsigned char)url[i] <= ' ' || url[i] == 0x7F ||
		    url[i] == '\\' || i >= ADDRESS_URL_MAX)
			return (fault_set(f, ERR_INPUT, "fetch.host", "url",
			    NULL));
	length = strcspn(p, "/?#");
	if (memchr(p, '@', length) != NULL)
		return (fault_set(f, ERR_INPUT, "fetch.login", "url", NULL));
	if (length == 0 || !authority_read(p, length, out))
		return (fault_set(f, ERR_INPUT, "fetch.host", "url", NULL));
	return (ERR_OK);
}

bool
address_allowed(const struct address_url *u, const char *allow)
{
	char own[ADDRESS_HOST_MAX + 16];
	size_t length;

	if (allow == NULL)
		return (false);
	length = (size_t)snprintf(own, sizeof(own), u->version6 ? "[%s]:%u" :
	    "%s:%u", u->host, u->port);
	for (; *allow != '\0'; allow += *allow == ',') {
		size_t n = strcspn(allow, ",");

		if (n == length && strncasecmp(allow, own, n) == 0)
			return (true);
		allow += n;
	}
	return (false);
}

/* A host that is an address, as the socket would have it. */
static bool
literal_public(const struct address_url *u)
{
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
	struct sockaddr_in four = { .sin_family = AF_INET };

	if (u->version6)
		return (inet_pton(AF_INET6, u->host, &six.sin6_addr) == 1 &&
		    address_public((const struct sockaddr *)&six));
	return (inet_pton(AF_INET, u->host, &four.sin_addr) == 1 &&
	    address_public((const struct sockaddr *)&four));
}

static bool
ends_with(const char *host, const char *end)
{
	size_t n = strlen(host), m = strlen(end);

	return (n >= m && strcmp(host + n - m, end) == 0 &&
	    (n == m || host[n - m - 1] == '.'));
}

enum err
address_check(const struct address_url *u, const char *allow,
    struct fault *f)
{
	if (address_allowed(u, allow))
		return (ERR_OK);
	if (u->literal ? !literal_public(u) : ends_with(u->host,
	    "localhost") || ends_with(u->host, "local") ||
	    ends_with(u->host, "internal") || strchr(u->host, '.') == NULL)
		return (fault_set(f, ERR_INPUT, "fetch.private", "url", "%s",
		    u->host));
	if (u->port != 80 && u->port != 443)
		return (fault_set(f, ERR_INPUT, "fetch.port", "url", "%u",
		    u->port));
	return (ERR_OK);
}

bool
address_link(const char *text)
{
	return (strpbrk(text, " \"'<>\\`") == NULL &&
	    (strncmp(text, "http://", 7) == 0 ||
	    strncmp(text, "https://", 8) == 0 ||
	    (text[0] == '/' && text[1] != '/')));
}
