/*
 * Purging (清除): what an entry says is taken out of everything that the site
 * keeps, because a person withdrew the consent to it or the law wants it.
 *
 * Gone: the live copy, the text and note of all revisions, comments of
 * reviewers, what was typed and not saved, and every file that nothing else
 * uses, with what was made from it.  A page that says so stays (410).
 * Kept: who did what when, and the hashes; the public record gets the act
 * "purge" with the reason and no text.  The entry can't be opened again.  Of
 * types that aren't personal, titles stay in the record and the audit, which
 * are for good; those of letters are in neither before they are published.
 *
 * Not reached: backups made before (they are files of their own, to be deleted
 * by whoever keeps them), and copies that others made.
 */
#ifndef CMS_PURGE_H
#define CMS_PURGE_H

#include "cms/cms.h"

/* in: {id, reason}; out: {id, state, revisions, files}.  The act
 * "entry.purge"; ERR_CONFLICT "entry.purged" where it was done before. */
enum err entry_purge(struct call *c, const struct json *in,
    struct json **out);

/* Was the entry purged? */
enum err purge_done(struct site *site, int64_t entry, bool *out,
    struct fault *f);

#endif
