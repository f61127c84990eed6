/*
 * The frame around every act that changes a site.
 */
#include "cms/event.h"
#include "cms/transact.h"

enum err
transact(struct call *c, transact_fn *run, const struct json *in,
    struct json **out)
{
	enum err e;

	if (c->actor == NULL)
		return (fault_set(c->fault, ERR_AUTH, "auth.needed", NULL,
		    NULL));
	if ((e = site_begin(c->site, c->fault)) != ERR_OK)
		return (e);
	if ((e = run(c, in, out)) == ERR_OK &&
	    (e = site_commit(c->site, c->fault)) != ERR_OK)
		*out = NULL;	/* none of it was done */
	if (e == ERR_OK) {
		event_tell(c);
		return (ERR_OK);
	}
	site_rollback(c->site);
	event_forget(c->site);
	return (e);
}
