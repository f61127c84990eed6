/*
 * Receipts (回执): what visitors send without an account, and where it stands.
 * Each has a code, shown once to the sender and kept as a hash only; nothing
 * else leads from a receipt to whom it is from.  A kind is a plugin's name, or
 * begins with it: "qa.question".
 *
 * A receipt may have an entry, which staff complete, submit and publish like
 * any other: its state follows (triggers in 002_receipt.sql).  One without is
 * answered by a reply that only the sender sees.
 *
 * Codes can't be guessed (30^10) and guesses are counted, all together: no
 * address is looked at.  Where there are many, look-ups cost work for a while.
 */
#ifndef CMS_RECEIPT_H
#define CMS_RECEIPT_H

#include "cms/cms.h"

#define RECEIPT_CODE_LENGTH 10
#define RECEIPT_CODE_SIZE (RECEIPT_CODE_LENGTH + 1)
#define RECEIPT_KIND_MAX 60
#define RECEIPT_TITLE_MAX 200		/* characters */
#define RECEIPT_TEXT_MAX 10000		/* characters of a member */
#define RECEIPT_MEMBERS_MAX 40
#define RECEIPT_CONTENT_MAX (64 * 1024)	/* bytes of all of it, as JSON */
#define RECEIPT_REPLY_MAX 5000
#define RECEIPT_DAYS_MAX 250		/* working days of a limit */
#define RECEIPT_GUESSES 100		/* wrong codes of a minute, a site */
#define RECEIPT_GROUP 10		/* a smaller group isn't told of */

/*
 * in: {column, type?, title, content?, check?, days?} → {id, code, due_at}.
 * With a type an entry of it is made, with the title and those members of the
 * content that are fields of it.  ERR_RATE "receipt.busy" over the site's
 * setting `receive_hour`; what receipt_ask() answers.
 */
enum err receipt_receive(struct call *c, const char *kind,
    const struct json *in, struct json **out);

/*
 * Plugins may refuse what is sent: ERR_INPUT "entry.refused", *out =
 * {problems: [{field, message, text?, replace?}]}, which the sender sees.  They
 * look at title and content, or at check alone where that is set: the texts
 * that the sender wrote, be they kept elsewhere or quoted beside.  With a type
 * it may be published, else it stays between sender and staff.
 */
enum err receipt_ask(struct call *c, const char *kind, const struct json *in,
    struct json **out);

/* A challenge that was answered (cms/challenge.h); each may be "". */
struct receipt_proof {
	const char	*challenge, *work, *answer;
};

/*
 * By its code, as typed → {kind, state, title, column, received_at, due_at,
 * extended_at, closed_at, outcome, reply, role, url, overdue, days_left,
 * days_certain}.  Times that aren't known are null; days_left counts working
 * days, negative when overdue, null when closed; role is who decided.
 * ERR_NOT_FOUND "receipt.unknown".  After RECEIPT_GUESSES wrong codes in a
 * minute only with a proof: ERR_RATE "receipt.often" where there is none (or
 * NULL), else what challenge_check() answers.  Writes, to count.
 */
enum err receipt_status(struct call *c, const char *code,
    const struct receipt_proof *proof, struct json **out);

/*
 * For the clerk: empties the text of what was closed `letters_days` (a setting;
 * 0: never) before `now` and has no entry.
 */
enum err receipt_expire(struct site *site, int64_t now, int64_t *count,
    struct fault *f);

/* ---- for the files of receipts ---- */

/* A new code, and what is stored of one. */
void receipt_code_make(char out[RECEIPT_CODE_SIZE]);
/* A code as people type it (lower case, full width, spaces, hyphens); false
 * where it can't be one. */
bool receipt_code_read(const char *text, char out[RECEIPT_CODE_SIZE]);

/* Adds {overdue, days_left, days_certain} to a row with state and due_at. */
void receipt_put_days(struct call *c, struct json *row);

#define RECEIPT_ACT(n) \
	enum err n(struct call *c, const struct json *in, struct json **out)

RECEIPT_ACT(receipt_list);	/* receipt_act.c */
RECEIPT_ACT(receipt_read);
RECEIPT_ACT(receipt_update);	/* receipt_update.c */
RECEIPT_ACT(receipt_erase);	/* receipt_erase.c */
RECEIPT_ACT(receipt_totals);	/* receipt_totals.c */

#endif
