/*
 * The public record of publish, correct, withdraw and purge: append-only, each row's
 * hash covering the one before it, so that no row can be changed, left out or
 * put between without all later hashes changing.  A kept checkpoint (the id
 * and hash of any row) also shows a record that was cut short or redone.
 */
#ifndef CMS_LEDGER_H
#define CMS_LEDGER_H

#include "base/hash.h"
#include "cms/cms.h"

#define LEDGER_START \
	"0000000000000000000000000000000000000000000000000000000000000000"

struct ledger_row {
	int64_t		at, entry;
	const char	*act;		/* publish, correct, withdraw, purge */
	const char	*title,		/* "": a name of a person */
			*content_hash,	/* public; "": it wasn't live */
			*reason;
};

/* In the caller's transaction. */
enum err ledger_add(struct call *c, const struct ledger_row *row);

struct ledger_report {
	int64_t		rows;		/* that hold together */
	int64_t		bad;		/* the first row that doesn't; 0: none */
	const char	*why;		/* literal: "hash", "previous", "id",
					 * "live", "content", "checkpoint" */
	char		hash[HASH_SIZE];	/* of the last row */
};

/* Walks the chain, then compares each live text with its last row.  With a
 * checkpoint (id 0: none) that row must be in the chain.  ERR_OK also where
 * something is bad: the report says so.  Outside of transactions. */
enum err ledger_verify(struct site *site, int64_t checkpoint_id,
    const char *checkpoint_hash, struct ledger_report *out, struct fault *f);

#endif
