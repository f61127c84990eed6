/*
 * The functions behind the acts of entries, one line each; entry_acts.c holds
 * their names and inputs.
 */
#ifndef CMS_ENTRY_ACTS_H
#define CMS_ENTRY_ACTS_H

#include "cms/cms.h"
#include "cms/entry.h"

#define ENTRY_ACT(n) \
	enum err n(struct call *c, const struct json *in, struct json **out)

ENTRY_ACT(entry_create);	/* entry_save.c */
ENTRY_ACT(entry_import);	/* entry_import.c */
ENTRY_ACT(entry_save);
ENTRY_ACT(entry_restore);
ENTRY_ACT(entry_autosave);	/* autosave.c */
ENTRY_ACT(entry_submit);	/* review.c */
ENTRY_ACT(entry_approve);
ENTRY_ACT(entry_return);
ENTRY_ACT(entry_schedule);	/* publish.c */
ENTRY_ACT(entry_withdraw);
ENTRY_ACT(entry_trash);		/* entry_trash.c */
ENTRY_ACT(entry_untrash);
ENTRY_ACT(entry_read);		/* entry_read.c */
ENTRY_ACT(entry_list);		/* entry_list.c */
ENTRY_ACT(entry_queue);
ENTRY_ACT(entry_overdue);	/* overdue.c */
ENTRY_ACT(entry_revisions);	/* entry_history.c */
ENTRY_ACT(entry_revision);
ENTRY_ACT(entry_diff);
ENTRY_ACT(entry_history);

/* The parts of entry_create: what plugins say to it; the writing, inside a
 * transaction; and whether it could be done. */
ENTRY_ACT(entry_create_ask);
ENTRY_ACT(entry_create_in);
enum err entry_create_check(struct call *c, const struct json *in);

/* Before it is submitted: is each file that its texts show or lead to one that
 * the site keeps?  ERR_INPUT "media.lost" with the field and the file's name;
 * content_media.c. */
enum err entry_files_there(struct call *c, const struct entry *e);

#endif
