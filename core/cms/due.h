/*
 * Due jobs of entries, done by the clerk: each is a transaction of its own that
 * looks at the entry anew, so that doing one again harms nothing.
 */
#ifndef CMS_DUE_H
#define CMS_DUE_H

#include "cms/cms.h"
#include "cms/transact.h"

/* The clerk, as audit and ledger name it. */
extern const struct actor actor_clerk;

/* Runs `run` with {id, now} for each entry whose job of that kind is due; one
 * that fails doesn't hold up the others, and the last fault is given back.
 * *count: how many answered with a true member `done`. */
enum err due_run(struct cms *cms, struct site *site, const char *kind,
    int64_t now, transact_fn *run, int64_t *count, struct fault *f);

#endif
