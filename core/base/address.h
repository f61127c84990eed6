/*
 * Where the clerk may go: addresses of the web whose host lies on the public
 * internet.  Everything that names our own machine or network is refused, in
 * any spelling (SSRF; the ranges are those of IANA's special-purpose
 * registries, RFC 6890).
 */
#ifndef BASE_ADDRESS_H
#define BASE_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/fault.h"

#define ADDRESS_URL_MAX 2048
#define ADDRESS_HOST_MAX 254

struct address_url {
	char		host[ADDRESS_HOST_MAX];	/* lower case, no brackets */
	uint16_t	port;
	bool		tls;
	bool		literal;	/* the host is an address, not a name */
	bool		version6;	/* and one of IPv6 */
};

/* An address that belongs to somebody on the public internet: not private,
 * loopback, link-local, multicast, reserved or for documentation.  Addresses
 * that carry an IPv4 address (mapped, NAT64) are what that is. */
bool address_public(const struct sockaddr *sa);

/* Reads "http(s)://host[:port]/…" strictly: no login, no blank or control
 * character, no backslash, a plain name or an address in its usual spelling.
 * ERR_INPUT with field "url": "fetch.scheme", "fetch.login", "fetch.host". */
enum err address_read(const char *url, struct address_url *out,
    struct fault *f);

/* What can be said before the name is looked up: ports 80 and 443 only, and no
 * address that isn't public ("fetch.port", "fetch.private").  `allow` is a
 * list "host:port,host:port" that is allowed in spite of that, or NULL. */
enum err address_check(const struct address_url *u, const char *allow,
    struct fault *f);
bool address_allowed(const struct address_url *u, const char *allow);

/* May a page link to it?  An http(s) URL or a path of the site, without
 * characters that end an attribute or a URL. */
bool address_link(const char *text);

#endif
