/*
 * Who is asking: sessions by cookie (browser) or bearer token (programs),
 * and the token that every unsafe request by cookie must repeat (CSRF).
 */
#ifndef WEB_AUTH_H
#define WEB_AUTH_H

#include "web/exchange.h"

#define AUTH_COOKIE "mc_session"
/* Held by a browser that has a form but no session yet, as at sign-in. */
#define AUTH_FORM_COOKIE "mc_form"

/* Finds the session of the request and sets actor, token and call.  A token
 * that isn't known any more is no error here: the request goes on as a
 * visitor's. */
enum err auth_find(struct exchange *x);

/* May the route be used at all: signed in where it says so; whoever must
 * change the password may do only that. */
enum err auth_route(struct exchange *x);

/* Refuses an unsafe request without the right CSRF token. */
enum err auth_csrf(struct exchange *x);

/* The CSRF token for forms of this page.  Without a session it sets the form
 * cookie. */
const char *auth_csrf_token(struct exchange *x);

/* Signs in or out the browser: sets or clears the cookie of the reply. */
enum err auth_sign_in(struct exchange *x, const char *name,
    const char *password);
enum err auth_sign_out(struct exchange *x);

/* POST and DELETE /api/v1/session. */
enum err auth_api_create(struct exchange *x);
enum err auth_api_end(struct exchange *x);

#endif
