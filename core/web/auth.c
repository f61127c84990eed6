/* Sessions and CSRF tokens: see auth.h. */
#include "web/auth.h"

#include <string.h>
#include <strings.h>

#include "base/hash.h"
#include "cms/act.h"
#include "cms/session.h"
#include "cms/user.h"
#include "web/api.h"
#include "web/cookie.h"
#include "web/limit.h"
#include "web/route.h"

#define BEARER "Bearer "
#define CSRF_PREFIX "csrf:"
#define CSRF_HEADER "x-csrf-token"
#define CSRF_FIELD "_csrf"

/* Sign-ins that may fail in a minute, whichever worker is asked: for one
 * account, from one address (behind which may be a whole office), and in all,
 * so that a flood from everywhere leaves the staff lanes to those who are
 * signed in. */
#define FAILURES_ACCOUNT 12
#define FAILURES_ADDRESS 60
#define FAILURES_ALL 600

/* The token that came with the request, or NULL. */
static const char *
auth_token(struct exchange *x)
{
	const char *h = pairs_get(&x->rq->headers, "authorization");

	if (h != NULL && strncasecmp(h, BEARER, strlen(BEARER)) == 0) {
		x->bearer = true;
		return (h + strlen(BEARER));
	}
	/* Where no CSRF token is wanted, a browser may have been sent by
	 * anybody: its cookie says nothing. */
	if (x->route->open && method_unsafe(x->rq->method))
		return (NULL);
	return (pairs_get(&x->rq->cookies, AUTH_COOKIE));
}

enum err
auth_find(struct exchange *x)
{
	const char *token = auth_token(x);
	struct actor *actor;
	struct session session;
	enum err e;

	if (token == NULL)
		return (ERR_OK);
	e = session_find(x->lane->cms, token, &session, &x->fault);
	if (e == ERR_OK) {
		actor = arena_get(x->rq->arena, sizeof(*actor));
		e = actor_load(x->lane->cms, session.user, x->rq->arena, actor,
		    &x->fault);
	}
	if (e != ERR_OK)
		return (e == ERR_AUTH ? ERR_OK : e);
	actor->session = session.id;
	x->token = token;
	x->actor = actor;
	x->call.actor = actor;
	return (ERR_OK);
}

enum err
auth_route(struct exchange *x)
{
	if (strcmp(x->route->permission, "public") == 0)
		return (ERR_OK);
	if (x->actor == NULL)
		return (fault_set(&x->fault, ERR_AUTH, "auth.needed", NULL,
		    NULL));
	if (x->actor->must_change && !x->route->password)
		return (fault_set(&x->fault, ERR_FORBIDDEN, "password.must_change",
		    NULL, NULL));
	/* Acts look themselves, at what they are done to; a plugin's own
	 * permission is looked at here. */
	if (x->route->script != NULL &&
	    strcmp(x->route->permission, "session") != 0 &&
	    act_find(x->route->permission) == NULL)
		return (permission_check(&x->call, x->route->permission,
		    NULL));
	return (ERR_OK);
}

/* The token that belongs to a secret of the browser's: nobody who can't read
 * its cookie can say it. */
static const char *
csrf_of(struct arena *a, const char *secret)
{
	struct buf b = { 0 };
	unsigned char hash[HASH_BYTES];
	char *text = arena_get(a, BASE64URL_SIZE(HASH_BYTES));

	buf_text(&b, CSRF_PREFIX);
	buf_text(&b, secret);
	hash_sha256(b.data, b.length, hash);
	base64url_encode(hash, sizeof(hash), text);
	buf_cleanup(&b);
	return (text);
}

/* What the token is made from: the session, else the form cookie. */
static const char *
csrf_secret(struct exchange *x)
{
	return (x->token != NULL ? x->token :
	    pairs_get(&x->rq->cookies, AUTH_FORM_COOKIE));
}

enum err
auth_csrf(struct exchange *x)
{
	const char *given, *secret;

	if (!method_unsafe(x->rq->method) || x->route->open ||
	    (x->bearer && x->actor != NULL))
		return (ERR_OK);
	given = pairs_get(&x->rq->headers, CSRF_HEADER);
	if (given == NULL)
		given = pairs_get(&x->rq->form, CSRF_FIELD);
	secret = csrf_secret(x);
	if (given == NULL || secret == NULL ||
	    !hash_equal(given, csrf_of(x->rq->arena, secret)))
		return (fault_set(&x->fault, ERR_FORBIDDEN, "csrf.bad", NULL,
		    NULL));
	return (ERR_OK);
}

const char *
auth_csrf_token(struct exchange *x)
{
	const char *secret = csrf_secret(x);
	char *fresh;

	if (secret == NULL) {
		fresh = arena_get(x->rq->arena, TOKEN_SIZE);
		random_token(fresh);
		exchange_header(x, "set-cookie", cookie_write(x->rq->arena,
		    AUTH_FORM_COOKIE, fresh, -1, x->rq->secure));
		pairs_add(x->rq->arena, &x->rq->cookies, AUTH_FORM_COOKIE,
		    fresh);
		secret = fresh;
	}
	return (csrf_of(x->rq->arena, secret));
}

static const char *
auth_agent(struct exchange *x)
{
	const char *agent = pairs_get(&x->rq->headers, "user-agent");

	return (agent != NULL ? agent : "");
}

/* What a sign-in is counted by, and how many may fail. */
struct count {
	const char	*what;
	unsigned	most;
};

#define COUNTS 3

static void
auth_counts(struct exchange *x, const char *name, struct count out[COUNTS])
{
	struct arena *a = x->rq->arena;
	char *account = arena_printf(a, "account %.*s", USER_NAME_MAX, name);
	char network[LIMIT_NETWORK_SIZE], *p;

	for (p = account; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p |= 0x20;
	limit_network(x->rq->address != NULL ? x->rq->address : "", network);
	out[0] = (struct count){ account, FAILURES_ACCOUNT };
	out[1] = (struct count){ arena_printf(a, "address %s", network),
		FAILURES_ADDRESS };
	out[2] = (struct count){ "all", FAILURES_ALL };
}

/* A new session; refused unseen where too many sign-ins failed just now. */
static enum err
auth_session(struct exchange *x, const char *name, const char *password,
    enum session_kind kind, char token[TOKEN_SIZE])
{
	struct limit *limit = x->lane->limit;
	struct count counts[COUNTS];
	struct session session;
	int64_t wait;
	enum err e;
	size_t i;

	auth_counts(x, name, counts);
	for (i = 0; limit != NULL && i < COUNTS; i++) {
		wait = limit_wait(limit, counts[i].what, counts[i].most);
		if (wait > x->wait)
			x->wait = wait;
	}
	if (x->wait > 0)
		return (fault_set(&x->fault, ERR_RATE, "session.often", NULL,
		    "%lld", (long long)x->wait));
	e = session_create(x->lane->cms, name, password, kind, auth_agent(x),
	    token, &session, &x->fault);
	for (i = 0; limit != NULL && e == ERR_AUTH && i < COUNTS; i++)
		limit_count(limit, counts[i].what);
	return (e);
}

enum err
auth_sign_in(struct exchange *x, const char *name, const char *password)
{
	char token[TOKEN_SIZE];
	enum err e;

	e = auth_session(x, name, password, SESSION_BROWSER, token);
	if (e != ERR_OK)
		return (e);
	exchange_header(x, "set-cookie", cookie_write(x->rq->arena,
	    AUTH_COOKIE, token, -1, x->rq->secure));
	return (ERR_OK);
}

enum err
auth_sign_out(struct exchange *x)
{
	enum err e = ERR_OK;

	if (x->token != NULL)
		e = session_end(x->lane->cms, x->token, &x->fault);
	exchange_header(x, "set-cookie", cookie_write(x->rq->arena,
	    AUTH_COOKIE, "", 0, x->rq->secure));
	return (e);
}

/* Both members, and no other, must be there as texts. */
static enum err
auth_input(struct exchange *x, const struct json *in)
{
	static const char *const names[] = { "user", "password" };
	size_t i;

	for (i = 0; i < 2; i++)
		if (json_get_text(in, names[i], NULL) == NULL)
			return (fault_set(&x->fault, ERR_INPUT,
			    "input.missing", names[i], NULL));
	json_each(v, in)
		if (strcmp(v->name, "user") != 0 &&
		    strcmp(v->name, "password") != 0)
			return (fault_set(&x->fault, ERR_INPUT, "input.unknown",
			    v->name, NULL));
	return (ERR_OK);
}

enum err
auth_api_create(struct exchange *x)
{
	struct json *in, *out = json_object(x->rq->arena);
	char token[TOKEN_SIZE];
	enum err e;

	if ((e = api_body(x, &in)) != ERR_OK || (e = auth_input(x, in)) != ERR_OK)
		return (e);
	e = auth_session(x, json_get_text(in, "user", ""),
	    json_get_text(in, "password", ""), SESSION_API, token);
	if (e != ERR_OK)
		return (e);
	json_put_text(x->rq->arena, out, "token", token);
	return (exchange_json(x, 200, out));
}

enum err
auth_api_end(struct exchange *x)
{
	enum err e = session_end(x->lane->cms, x->token, &x->fault);

	return (e != ERR_OK ? e :
	    exchange_json(x, 200, json_object(x->rq->arena)));
}
