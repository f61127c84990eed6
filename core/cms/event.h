/*
 * Events: what plugins are asked or told about what happens here.  The domain
 * knows no plugin; whoever runs them (core/script) listens.
 *
 * Hooks run outside of transactions, for a plugin may write on a connection of
 * its own: questions are asked before an act's transaction, news are noted in
 * it and told after its COMMIT.  Of what is done in bulk (site_bulk_begin)
 * nobody is told.
 */
#ifndef CMS_EVENT_H
#define CMS_EVENT_H

#include "cms/cms.h"

struct entry;

struct cms_listener {
	/* Would anybody on the call's site hear it? */
	bool		(*wanted)(void *arg, struct call *c,
			    const char *event);
	/* Plugins change *payload; one that fails is passed over, which
	 * ERR_BUSY tells (and the call's fault) where the event asks. */
	enum err	(*emit)(void *arg, struct call *c, const char *event,
			    struct json **payload);
	void		*arg;
};

/* Borrowed until another is set; NULL: nobody listens. */
void cms_listen(struct cms *cms, const struct cms_listener *l);
const struct cms_listener *cms_listener(const struct cms *cms);

bool event_wanted(struct call *c, const char *event);

/* The call's fault and role stay as they are. */
void event_emit(struct call *c, const char *event, struct json **payload);

/* Asks whether something may be done: the payload, which gets an array
 * `problems`, is handed round.  ERR_INPUT "entry.refused" with the first
 * problem's field and the messages that fit; *out = {problems}, all of them.  ERR_BUSY
 * "entry.unguarded" where a plugin that has to be asked is out of order. */
enum err event_ask(struct call *c, const char *event, struct json *payload,
    struct json **out);

/* Inside a transaction: "entry.published" or "entry.withdrawn", to be told
 * when it is committed. */
void event_note(struct call *c, const char *event, const struct entry *e,
    int64_t column, const char *title);

/* After the transaction: tells what was noted, or forgets it. */
void event_tell(struct call *c);
void event_forget(struct site *site);

#endif
