/* libcurl, one request at a time: see fetch.h. */
#include "cli/fetch.h"

#include <ctype.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include <curl/curl.h>

#include "base/address.h"

#define ADDRESSES_MAX 16

/* One hop. */
struct hop {
	const struct fetch_rules *rules;
	struct arena	*arena;
	struct fetched	*out;
	struct buf	body;
	size_t		max;
	long		milliseconds;	/* left */
	bool		too_large, refused;
	struct sockaddr_storage address[ADDRESSES_MAX];
	socklen_t	length[ADDRESSES_MAX];
	size_t		addresses;
	bool		allowed;	/* by name: its addresses aren't judged */
	char		*location;
};

static size_t
take_body(char *p, size_t size, size_t count, void *arg)
{
	struct hop *hop = arg;

	if (hop->body.length + size * count > hop->max) {
		hop->too_large = true;
		return (0);
	}
	buf_append(&hop->body, p, size * count);
	return (size * count);
}

/* The value of the header `name` in `line`, or NULL. */
static char *
header_value(struct arena *a, const char *line, size_t length,
    const char *name)
{
	size_t n = strlen(name);

	if (length <= n || strncasecmp(line, name, n) != 0 || line[n] != ':')
		return (NULL);
	for (n++; n < length && isspace((unsigned char)line[n]); n++)
		;
	while (length > n && isspace((unsigned char)line[length - 1]))
		length--;
	return (length - n > 1000 ? NULL :
	    arena_copy(a, line + n, length - n));
}

static size_t
take_header(char *p, size_t size, size_t count, void *arg)
{
	struct hop *hop = arg;
	const char *v;

	if ((v = header_value(hop->arena, p, size * count, "etag")) != NULL)
		hop->out->etag = v;
	if ((v = header_value(hop->arena, p, size * count,
	    "last-modified")) != NULL)
		hop->out->modified = v;
	if ((v = header_value(hop->arena, p, size * count,
	    "content-type")) != NULL)
		hop->out->type = v;
	if ((v = header_value(hop->arena, p, size * count,
	    "content-language")) != NULL)
		hop->out->language = v;
	return (size * count);
}

/* The last gate: a socket is made for an address that was judged, or not. */
static curl_socket_t
open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct hop *hop = arg;

	if (purpose != CURLSOCKTYPE_IPCXN ||
	    (!hop->allowed && !address_public(&to->addr))) {
		hop->refused = true;
		return (CURL_SOCKET_BAD);
	}
	return (socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol));
}

/* Looks the name up, once; one address that isn't public refuses all. */
static enum err
resolve(struct hop *hop, const struct address_url *u, struct fault *f)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
		.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV };
	struct addrinfo *list = NULL, *at;
	char port[8];
	int code;

	snprintf(port, sizeof(port), "%u", u->port);
	if (u->literal)
		hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
	code = getaddrinfo(u->host, port, &hints, &list);
	if (code != 0)
		return (fault_set(f, ERR_INPUT, "fetch.resolve", "url", "%s",
		    u->host));
	for (at = list; at != NULL && hop->addresses < ADDRESSES_MAX;
	    at = at->ai_next) {
		if (!hop->allowed && !address_public(at->ai_addr)) {
			freeaddrinfo(list);
			return (fault_set(f, ERR_INPUT, "fetch.private", "url",
			    "%s", u->host));
		}
		memcpy(&hop->address[hop->addresses], at->ai_addr,
		    at->ai_addrlen);
		hop->length[hop->addresses++] = at->ai_addrlen;
	}
	freeaddrinfo(list);
	return (hop->addresses > 0 ? ERR_OK : fault_set(f, ERR_INPUT,
	    "fetch.resolve", "url", "%s", u->host));
}

/* "host:port:address,address", which curl asks instead of the network. */
static struct curl_slist *
pinned(struct hop *hop, const struct address_url *u)
{
	struct curl_slist *list;
	struct buf line = { 0 };
	char text[128];
	size_t i;

	buf_printf(&line, "%s:%u:", u->host, u->port);
	for (i = 0; i < hop->addresses; i++)
		if (getnameinfo((const struct sockaddr *)&hop->address[i],
		    hop->length[i], text, sizeof(text), NULL, 0,
		    NI_NUMERICHOST) == 0)
			buf_printf(&line, strchr(text, ':') != NULL ?
			    "%s[%s]" : "%s%s", i > 0 ? "," : "", text);
	list = curl_slist_append(NULL, buf_string(&line));
	buf_cleanup(&line);
	return (list);
}

static enum err
curl_fault(const struct hop *hop, CURLcode code, struct fault *f)
{
	static const struct {
		CURLcode	code;
		const char	*name;
	} known[] = {
		{ CURLE_COULDNT_CONNECT, "fetch.connect" },
		{ CURLE_COULDNT_RESOLVE_HOST, "fetch.resolve" },
		{ CURLE_OPERATION_TIMEDOUT, "fetch.time" },
		{ CURLE_FILESIZE_EXCEEDED, "fetch.size" },
		{ CURLE_SSL_CONNECT_ERROR, "fetch.tls" },
		{ CURLE_PEER_FAILED_VERIFICATION, "fetch.tls" },
	};
	const char *name = "fetch.failed";
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i].code == code)
			name = known[i].name;
	if (hop->too_large)
		name = "fetch.size";
	if (hop->refused)
		name = "fetch.private";
	return (fault_set(f, ERR_INPUT, name, "url", "%s",
	    curl_easy_strerror(code)));
}

/* A value that stays one header. */
static bool
header_good(const char *value)
{
	const char *p;

	if (value == NULL || *value == '\0')
		return (false);
	for (p = value; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7F)
			return (false);
	return (true);
}

static struct curl_slist *
headers_of(struct arena *a, const struct fetch *in)
{
	struct curl_slist *list = curl_slist_append(NULL,
	    "Accept: application/atom+xml, application/rss+xml, "
	    "application/feed+json, application/xml;q=0.9, */*;q=0.5");

	if (header_good(in->etag))
		list = curl_slist_append(list,
		    arena_printf(a, "If-None-Match: %s", in->etag));
	if (header_good(in->modified))
		list = curl_slist_append(list,
		    arena_printf(a, "If-Modified-Since: %s", in->modified));
	return (list);
}

static void
curl_set(CURL *curl, struct hop *hop, const char *url)
{
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, hop->milliseconds);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
	    hop->milliseconds);
	curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
	curl_easy_setopt(curl, CURLOPT_MAXFILESIZE, (long)hop->max);
	curl_easy_setopt(curl, CURLOPT_USERAGENT,
	    "Mingchuang/" MINGCHUANG_VERSION " (feed reader)");
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, hop);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, hop);
	curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, hop);
}

/* Milliseconds of a clock that nobody sets. */
static int64_t
clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec * 1000LL + now.tv_nsec / 1000000);
}

static enum err
ask(struct hop *hop, const struct address_url *u, const struct fetch *in,
    const char *url, struct fault *f)
{
	struct curl_slist *names = pinned(hop, u);
	struct curl_slist *headers = headers_of(hop->arena, in);
	CURL *curl = curl_easy_init();
	CURLcode code = CURLE_FAILED_INIT;
	char *to = NULL;
	long status = 0;

	if (curl != NULL) {
		curl_set(curl, hop, url);
		curl_easy_setopt(curl, CURLOPT_RESOLVE, names);
		curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
		code = curl_easy_perform(curl);
		curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
		curl_easy_getinfo(curl, CURLINFO_REDIRECT_URL, &to);
		hop->location = to == NULL ? NULL :
		    arena_text(hop->arena, to);
		curl_easy_cleanup(curl);
	}
	curl_slist_free_all(names);
	curl_slist_free_all(headers);
	hop->out->status = (int)status;
	return (code == CURLE_OK ? ERR_OK : curl_fault(hop, code, f));
}

static enum err
take_hop(struct hop *hop, const struct fetch *in, const char *url,
    struct fault *f)
{
	struct address_url u;
	enum err err;

	if ((err = address_read(url, &u, f)) != ERR_OK ||
	    (err = address_check(&u, hop->rules->allow, f)) != ERR_OK)
		return (err);
	hop->allowed = address_allowed(&u, hop->rules->allow);
	if ((err = resolve(hop, &u, f)) != ERR_OK)
		return (err);
	return (ask(hop, &u, in, url, f));
}

enum err
fetch_url(void *arg, struct arena *a, const struct fetch *in,
    struct fetched *out, struct fault *f)
{
	const struct fetch_rules *rules = arg;
	int64_t end = clock_now() + 1000LL *
	    (rules->seconds > 0 ? rules->seconds : FETCH_SECONDS);
	const char *url = in->url;
	int hops;

	for (hops = 0; hops <= FETCH_HOPS_MAX; hops++) {
		struct hop hop = { .rules = rules, .arena = a, .out = out };
		enum err err;

		memset(out, 0, sizeof(*out));
		out->type = out->language = out->etag = out->modified = "";
		hop.max = rules->bytes > 0 ? rules->bytes : FETCH_BYTES_MAX;
		hop.milliseconds = (long)(end - clock_now());
		if (hop.milliseconds <= 0)
			return (fault_set(f, ERR_INPUT, "fetch.time", "url",
			    NULL));
		err = take_hop(&hop, in, url, f);
		out->url = url;
		out->body = arena_copy(a, buf_string(&hop.body),
		    hop.body.length);
		out->length = hop.body.length;
		buf_cleanup(&hop.body);
		if (err != ERR_OK || hop.location == NULL)
			return (err);
		url = hop.location;
	}
	return (fault_set(f, ERR_INPUT, "fetch.redirects", "url", NULL));
}
