/*
 * Revisions: immutable snapshots of an entry, numbered from 1, each with the
 * hash of what it says and the person who saved it; and with the hash of what
 * visitors may see of it (content_hash_public), for what is published.
 */
#ifndef CMS_REVISION_H
#define CMS_REVISION_H

#include "cms/cms.h"
#include "cms/entry.h"

struct revision {
	int64_t		id, number, column, user, at;
	const char	*user_name, *hash, *public_hash, *note;
	const struct json *content;
	const char	*text;		/* the content as it is stored */
};

/* A revision of that entry; ERR_NOT_FOUND "revision.unknown". */
enum err revision_load(struct call *c, int64_t entry, int64_t id,
    struct revision *r);

/* A text of that type with its hashes, as the actor's and of now; it has no
 * id and no number before revision_add().  `content`, `note`: borrowed. */
void revision_make(struct call *c, const struct type *type, int64_t column,
    const struct json *content, const char *note, struct revision *out);

/* Adds it as the newest revision of an entry of that type and notes the files
 * that it uses.  The caller updates the entry's row. */
enum err revision_add(struct call *c, int64_t entry, const struct type *type,
    struct revision *r);

/* A new draft with its first revision, and its row in the audit, in the
 * caller's transaction; entry_save.c.  The content has been checked. */
struct column;
enum err entry_insert(struct call *c, const struct column *col,
    const struct type *type, const struct json *content, int64_t *id,
    struct revision *r);

struct json *revision_json(struct arena *a, const struct revision *r);

#endif
