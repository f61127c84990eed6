/*
 * Who is really asking, behind a proxy.  X-Forwarded-For and -Proto count only
 * when the connection comes from an address of MINGCHUANG_TRUST (addresses or
 * networks, "127.0.0.1,10.0.0.0/8,::1"); from anybody else they are lies.  Of
 * the list in X-Forwarded-For the last address that isn't a trusted proxy is
 * the visitor's.
 */
#include "web/kore/front.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "base/log.h"

#define NETWORKS_MAX 32

struct address {
	int		family;
	unsigned char	bytes[16];
};

struct network {
	struct address	address;
	unsigned	bits;
};

static struct network networks[NETWORKS_MAX];
static size_t network_count;

static bool
address_parse(const char *text, size_t length, struct address *out)
{
	char copy[INET6_ADDRSTRLEN];

	if (length == 0 || length >= sizeof(copy))
		return (false);
	memcpy(copy, text, length);
	copy[length] = '\0';
	memset(out, 0, sizeof(*out));
	out->family = strchr(copy, ':') != NULL ? AF_INET6 : AF_INET;
	return (inet_pton(out->family, copy, out->bytes) == 1);
}

static const char *
address_text(const struct address *from, char text[INET6_ADDRSTRLEN])
{
	if (inet_ntop(from->family, from->bytes, text, INET6_ADDRSTRLEN) ==
	    NULL)
		*text = '\0';
	return (text);
}

static bool
network_parse(const char *text, size_t length, struct network *out)
{
	const char *slash = memchr(text, '/', length), *p;
	size_t n = slash != NULL ? (size_t)(slash - text) : length;
	unsigned most;

	if (!address_parse(text, n, &out->address))
		return (false);
	most = out->address.family == AF_INET ? 32 : 128;
	out->bits = most;
	if (slash == NULL)
		return (true);
	out->bits = 0;
	for (p = slash + 1; p < text + length; p++) {
		if (*p < '0' || *p > '9')
			return (false);
		out->bits = out->bits * 10 + (unsigned)(*p - '0');
		if (out->bits > most)
			return (false);
	}
	return (p > slash + 1);
}

static bool
network_has(const struct network *n, const struct address *a)
{
	unsigned whole = n->bits / 8, rest = n->bits % 8;
	unsigned char mask = (unsigned char)(0xff00 >> rest);

	return (n->address.family == a->family &&
	    memcmp(n->address.bytes, a->bytes, whole) == 0 &&
	    (rest == 0 || (n->address.bytes[whole] & mask) ==
	    (a->bytes[whole] & mask)));
}

static bool
proxy_trusted(const struct address *a)
{
	size_t i;

	for (i = 0; i < network_count; i++)
		if (network_has(&networks[i], a))
			return (true);
	return (false);
}

void
proxy_start(const char *list)
{
	size_t n;

	for (; list != NULL && *list != '\0'; list += n) {
		list += strspn(list, ", ");
		n = strcspn(list, ", ");
		if (n == 0)
			continue;
		if (network_count == NETWORKS_MAX)
			fatalx("more than %d trusted networks", NETWORKS_MAX);
		if (!network_parse(list, n, &networks[network_count]))
			fatalx("not an address or network: %.*s", (int)n,
			    list);
		network_count++;
	}
}

static void
proxy_peer(const struct connection *c, struct address *out)
{
	const struct in6_addr *six = &c->addr.ipv6.sin6_addr;

	memset(out, 0, sizeof(*out));
	out->family = AF_INET;
	if (c->family == AF_INET)
		memcpy(out->bytes, &c->addr.ipv4.sin_addr, 4);
	else if (c->family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(six))
		memcpy(out->bytes, six->s6_addr + 12, 4);
	else if (c->family == AF_INET6) {
		out->family = AF_INET6;
		memcpy(out->bytes, six, 16);
	}
}

/* Walks X-Forwarded-For (all lines of it, as one list) from its end. */
static void
proxy_walk(const struct request *rq, struct address *who)
{
	const char *value, *end, *begin;
	struct address one;
	size_t i;

	for (i = rq->headers.count; i-- > 0; ) {
		if (strcmp(rq->headers.item[i].name, "x-forwarded-for") != 0)
			continue;
		value = rq->headers.item[i].value;
		for (end = value + strlen(value); end > value; end = begin) {
			while (end > value && strchr(", ", end[-1]) != NULL)
				end--;
			begin = end;
			while (begin > value && strchr(", ", begin[-1]) == NULL)
				begin--;
			if (begin == end)
				break;
			if (!address_parse(begin, (size_t)(end - begin), &one))
				return;
			*who = one;
			if (!proxy_trusted(&one))
				return;
		}
	}
}

void
proxy_apply(struct request *rq, struct front *fr)
{
	char forwarded[INET6_ADDRSTRLEN];
	const char *text = fr->address, *proto;
	struct address who;

	proxy_peer(fr->c, &who);
	if (*text == '\0')
		address_text(&who, fr->address);
	rq->secure = fr->c->ssl != NULL;
	if (proxy_trusted(&who)) {
		proto = pairs_get(&rq->headers, "x-forwarded-proto");
		if (proto != NULL)
			rq->secure = strcasecmp(proto, "https") == 0;
		proxy_walk(rq, &who);
		text = address_text(&who, forwarded);
	}
	rq->address = arena_text(rq->arena, text);
}
