/*
 * The people who work here.  A user without a grant may sign in and change
 * the own password, nothing else.
 */
#ifndef CMS_USER_H
#define CMS_USER_H

#include "cms/act.h"
#include "cms/permission.h"

#define USER_NAME_MAX 32
#define USER_DISPLAY_MAX 40

/* Who acts: name, unit and grants, in `a`.  ERR_AUTH "user.unknown" for a
 * user who is gone or disabled.  A password that ran out sets must_change. */
enum err actor_load(struct cms *cms, int64_t user, struct arena *a,
    struct actor *out, struct fault *f);

/* The user's id by name; 0 where there is none. */
enum err user_id(struct cms *cms, const char *name, int64_t *id,
    struct fault *f);

/* A user by the input "id" or "user" (a name): ERR_NOT_FOUND "user.unknown".
 * The row: id, name, display, unit, state, password, must_change. */
enum err user_target(struct call *c, const struct json *in, struct json **row);

/* Ends the user's sessions but `except` (0: all), inside the caller's
 * transaction. */
enum err user_sessions_end(struct cms *cms, int64_t user, int64_t except,
    struct fault *f);

/* Checks the rules and the past passwords of `user` (0: a new one) and
 * hashes; outside of any transaction. */
enum err user_password_new(struct cms *cms, int64_t user, const char *name,
    const char *text, char hash[], struct fault *f);

/* Stores a hash made by user_password_new(), keeping the one before, inside
 * the caller's transaction. */
enum err user_password_store(struct cms *cms, int64_t user, const char *hash,
    bool must_change, struct fault *f);

/* Counts a wrong password; locks the account where it was one too many.  A
 * transaction of its own, with its audit record. */
enum err user_failure(struct cms *cms, int64_t user, const char *name,
    const char *act, const char *result, struct fault *f);

/* May a user who has these roles also get `role`?  The three administrators
 * are different people, and none of them edits content. */
bool roles_agree(const struct grant *grants, size_t count, enum role role);

/* ERR_CONFLICT "user.last_admin" where nobody else who may sign in is
 * administrator of this user's kind: each of the three watches the others.
 * Commands given on the server may do it all the same. */
enum err user_not_last(struct call *c, int64_t user);

/* Rows of user_acts: the list (user_list.c); the own password {old, new}; another's
 * {id, password}. */
enum err user_list(struct call *c, const struct json *in, struct json **out);
enum err user_password(struct call *c, const struct json *in,
    struct json **out);
enum err user_reset(struct call *c, const struct json *in, struct json **out);

/* The system itself: commands given on the server, and the clerk. */
void actor_system(struct actor *out, const char *name);

#endif
