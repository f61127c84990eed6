/*
 * A challenge on forms that anybody may send: the sender's machine does some
 * work (a number whose SHA-256 together with the token begins with `bits` zero
 * bits), or, where scripts don't run, the sender answers a question in words.
 * Nothing comes from elsewhere, no cookie is set, nobody's address is looked
 * at; what is kept is which challenges were used (table `challenge`).
 *
 * The token says when it ends and is signed with the installation's key, so
 * that visitors' lanes hand it out without writing.  Programs can answer
 * questions in words too: therefore all senders of a site together may do so
 * only as often as its setting `receive_words_hour` says.
 */
#ifndef CMS_CHALLENGE_H
#define CMS_CHALLENGE_H

#include "base/hash.h"
#include "cms/cms.h"

#define CHALLENGE_SECONDS (2 * 3600)	/* time to write a letter */
#define CHALLENGE_BITS 16		/* 65,536 tries on average */
#define CHALLENGE_ID 11			/* bytes */
#define CHALLENGE_BYTES 36		/* id, end, bits, signature */
#define CHALLENGE_TOKEN_SIZE BASE64URL_SIZE(CHALLENGE_BYTES)
#define CHALLENGE_ANSWER_MAX 20		/* no answer is larger */
#define CHALLENGE_WORK_MAX 20		/* digits of the number found */

/* {token, bits, question: {key, a, b, c}}: the question's text is that of
 * "challenge.KEY", its numbers those of "challenge.number.N". */
void challenge_issue(struct site *site, struct arena *a, struct json **out);

/*
 * Takes what a form sent; either of `work` and `answer` may be empty.  Each
 * token counts once, and a wrong answer in words uses it up.  ERR_INPUT
 * "challenge.missing", "challenge.wrong" or "challenge.old" (over, used, of
 * another site, or not one of ours); ERR_RATE "challenge.busy".
 */
enum err challenge_check(struct call *c, const char *token, const char *work,
    const char *answer);

/* ---- for tests ---- */

/* The right answer to a token's question, or -1. */
int challenge_answer(struct site *site, const char *token);
bool challenge_works(const char *token, const char *work, int bits);

/* 8, ８, 八 and eight are 8; -1 where it isn't a number up to
 * CHALLENGE_ANSWER_MAX. */
int challenge_number(const char *text);

#endif
