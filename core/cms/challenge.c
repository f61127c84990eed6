/*
 * Challenges: see challenge.h.  A token is id (11 bytes), end (8, unix
 * seconds) and bits (1), and the first 16 bytes of their HMAC together with
 * the site's name.
 */
#include "cms/challenge.h"

#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "cms/challenge_words.h"
#include "cms/secret.h"
#include "cms/setting.h"

#define END CHALLENGE_ID		/* where the end stands */
#define BITS (END + 8)
#define SIGNATURE (BITS + 1)
#define SIGNATURE_BYTES (CHALLENGE_BYTES - SIGNATURE)
#define HOUR 3600

struct token {
	unsigned char	bytes[CHALLENGE_BYTES];
	char		id[HEX_SIZE(CHALLENGE_ID)];
	int64_t		end;
	int		bits;
};

/* What the key says to the first `length` bytes of a token of the site. */
static void
sign(struct site *site, const char *use, const unsigned char *bytes,
    size_t length, unsigned char out[HASH_BYTES])
{
	struct buf b = { 0 };

	buf_printf(&b, "challenge %s %s\n", use, site->name);
	buf_append(&b, bytes, length);
	hash_hmac(cms_secret(site->cms), SECRET_BYTES, b.data, b.length, out);
	buf_cleanup(&b);
}

/* The question is the token's own: nothing of it needs to be kept. */
static void
token_question(struct site *site, const struct token *t,
    struct challenge_question *out)
{
	unsigned char hash[HASH_BYTES];
	uint64_t seed;

	sign(site, "question", t->bytes, CHALLENGE_ID, hash);
	memcpy(&seed, hash, sizeof(seed));
	challenge_question(seed, out);
}

static bool
token_read(struct site *site, const char *text, struct token *t)
{
	unsigned char hash[HASH_BYTES], wrong = 0;
	size_t i;

	if (!base64url_decode(text, t->bytes, sizeof(t->bytes)))
		return (false);
	sign(site, "token", t->bytes, SIGNATURE, hash);
	for (i = 0; i < SIGNATURE_BYTES; i++)
		wrong |= t->bytes[SIGNATURE + i] ^ hash[i];
	if (wrong != 0)
		return (false);
	hex_encode(t->bytes, CHALLENGE_ID, t->id);
	for (t->end = 0, i = 0; i < 8; i++)
		t->end = t->end << 8 | t->bytes[END + i];
	t->bits = t->bytes[BITS];
	return (true);
}

void
challenge_issue(struct site *site, struct arena *a, struct json **out)
{
	uint64_t end = (uint64_t)time_now() + CHALLENGE_SECONDS;
	unsigned char hash[HASH_BYTES];
	char text[CHALLENGE_TOKEN_SIZE];
	struct challenge_question q;
	struct json *question;
	struct token t;
	size_t i;

	random_bytes(t.bytes, CHALLENGE_ID);
	for (i = 0; i < 8; i++)
		t.bytes[END + i] = (unsigned char)(end >> (56 - 8 * i));
	t.bytes[BITS] = CHALLENGE_BITS;
	sign(site, "token", t.bytes, SIGNATURE, hash);
	memcpy(t.bytes + SIGNATURE, hash, SIGNATURE_BYTES);
	base64url_encode(t.bytes, sizeof(t.bytes), text);
	token_question(site, &t, &q);
	*out = json_object(a);
	json_put_text(a, *out, "token", text);
	json_put_int(a, *out, "bits", CHALLENGE_BITS);
	question = json_put(*out, "question", json_object(a));
	json_put_text(a, question, "key", q.key);
	json_put_int(a, question, "a", q.a);
	json_put_int(a, question, "b", q.b);
	json_put_int(a, question, "c", q.c);
}

int
challenge_answer(struct site *site, const char *token)
{
	struct challenge_question q;
	struct token t;

	if (!token_read(site, token, &t))
		return (-1);
	token_question(site, &t, &q);
	return (q.answer);
}

bool
challenge_works(const char *token, const char *work, int bits)
{
	unsigned char hash[HASH_BYTES];
	struct buf b = { 0 };
	size_t length = strlen(work);
	int i;

	if (length == 0 || length > CHALLENGE_WORK_MAX ||
	    strspn(work, "0123456789") != length || bits > 8 * HASH_BYTES)
		return (false);
	buf_printf(&b, "%s:%s", token, work);
	hash_sha256(b.data, b.length, hash);
	buf_cleanup(&b);
	for (i = 0; i < bits; i++)
		if ((hash[i / 8] & (0x80 >> (i % 8))) != 0)
			return (false);
	return (true);
}

/* Marks the token as used; what is long over is forgotten. */
static enum err
token_use(struct call *c, const struct token *t, bool words)
{
	int64_t now = time_now(), used = 0;
	enum err e = db_run(c->site->db, c->fault,
	    "DELETE FROM challenge WHERE until < :now AND at < :hour",
	    DB_INT(":now", now), DB_INT(":hour", now - HOUR));

	if (e == ERR_OK)
		e = db_value(c->site->db, &used, c->fault,
		    "SELECT count(*) FROM challenge WHERE id = :id",
		    DB_TEXT(":id", t->id));
	if (e == ERR_OK && used != 0)
		return (fault_set(c->fault, ERR_INPUT, "challenge.old",
		    "challenge", NULL));
	if (e == ERR_OK)
		e = db_run(c->site->db, c->fault,
		    "INSERT INTO challenge (id, words, at, until) VALUES"
		    " (:id, :words, :now, :until)", DB_TEXT(":id", t->id),
		    DB_INT(":words", words), DB_INT(":now", now),
		    DB_INT(":until", t->end));
	return (e);
}

/* Right or wrong, each answer in words is one of so many an hour. */
static enum err
words_check(struct call *c)
{
	struct json *limit = NULL;
	int64_t count = 0;
	enum err e = setting_read(c->site, c->arena, "receive_words_hour",
	    &limit, c->fault);

	if (e == ERR_OK)
		e = db_value(c->site->db, &count, c->fault,
		    "SELECT count(*) FROM challenge WHERE words = 1"
		    " AND at > :since", DB_INT(":since", time_now() - HOUR));
	if (e == ERR_OK && count >= limit->integer)
		e = fault_set(c->fault, ERR_RATE, "challenge.busy",
		    "challenge", NULL);
	return (e);
}

/* Uses the token, whatever comes of it. */
static enum err
token_spend(struct call *c, const struct token *t, bool words)
{
	enum err e = site_begin(c->site, c->fault);

	if (e != ERR_OK)
		return (e);
	if (words)
		e = words_check(c);
	if (e == ERR_OK)
		e = token_use(c, t, words);
	if (e == ERR_OK)
		e = site_commit(c->site, c->fault);
	if (e != ERR_OK)
		site_rollback(c->site);
	return (e);
}

enum err
challenge_check(struct call *c, const char *token, const char *work,
    const char *answer)
{
	struct challenge_question q;
	struct token t;
	enum err e;

	if (!token_read(c->site, token, &t) || t.end < time_now())
		return (fault_set(c->fault, ERR_INPUT, "challenge.old",
		    "challenge", NULL));
	if (challenge_works(token, work, t.bits))
		return (token_spend(c, &t, false));
	if (answer[0] == '\0')
		return (fault_set(c->fault, ERR_INPUT, "challenge.missing",
		    "challenge", NULL));
	token_question(c->site, &t, &q);
	if ((e = token_spend(c, &t, true)) == ERR_OK &&
	    challenge_number(answer) != q.answer)
		e = fault_set(c->fault, ERR_INPUT, "challenge.wrong",
		    "challenge", NULL);
	return (e);
}
