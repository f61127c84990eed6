/*
 * A model of the workflow beside the real one.  At least 20,000 random
 * sequences of acts go through the public functions of cms/, played by people
 * who write, edit and review in every mixture.  The model keeps, from what
 * succeeded alone, who had a hand in each text and who approved which step of
 * which hash; after each act a text that came before visitors must have the
 * approvals of distinct people for every step of its workflow, none of them
 * its author or editor, for its exact hash.  The tables are asked as well.
 *
 * MODEL_SEQUENCES and MODEL_SEED replay or widen it.
 */
#include <ftw.h>
#include <unistd.h>

#include "cms/content.h"
#include "cms/workflow.h"
#include "world.h"

#define SEQUENCES 20000
#define ACTS 12			/* in a sequence */
#define ENTRIES 2		/* in a sequence */
#define PEOPLE 10
#define COLUMNS 3

struct shadow {
	int64_t		id, revision;
	unsigned	hands;		/* bit a person: wrote, edited, submitted */
	int		author, submitter, column;
	int		steps;		/* of the running submission; 0: none */
	int		approved[REVIEW_STEP_MAX + 1];	/* person + 1 */
	char		seen[REVIEW_STEP_MAX + 1][HASH_SIZE];
	char		submitted[HASH_SIZE];
	unsigned	took[REVIEW_STEP_MAX + 1];	/* in this submission */
	bool		live;
	char		live_hash[HASH_SIZE];
};

static const char *const PATHS[COLUMNS] = { "news", "news/notice", "party" };

static struct world w;
static struct person people[PEOPLE];
static struct shadow shadows[ENTRIES];
static int steps_of[COLUMNS + 1];	/* 0: inherited; the last: the site's */
static uint64_t state;
static int64_t now;
static struct buf trace;	/* of the sequence that runs */
static const char *violation;
static struct { long acts, done, published, withdrawn, scheduled; } tally;

static unsigned
dice(unsigned sides)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return ((unsigned)(state >> 33) % sides);
}

static void
people_make(void)
{
	static const struct { enum role role; const char *steps; } ARE[] = {
		{ ROLE_CONTRIBUTOR, "" }, { ROLE_CONTRIBUTOR, "1234" },
		{ ROLE_EDITOR, "12" }, { ROLE_REVIEWER, "1" },
		{ ROLE_REVIEWER, "2" }, { ROLE_REVIEWER, "34" },
		{ ROLE_REVIEWER, "1234" }, { ROLE_SITE_KEEPER, "2" },
		{ ROLE_COLUMN_KEEPER, "3" }, { ROLE_CONTRIBUTOR, "34" },
	};
	int i;
	const char *s;

	for (i = 0; i < PEOPLE; i++) {
		people[i] = person(&w, 100 + i, "人", ARE[i].role, 1);
		people[i].actor.grant_count = ARE[i].role != ROLE_REVIEWER;
		for (s = ARE[i].steps; *s != '\0'; s++)
			person_add(&w, &people[i], ROLE_REVIEWER, *s - '0');
		ready(&people[i]);
	}
}

/* ---- what the model learns ---- */

static void
forget_approvals(struct shadow *s, int from)
{
	for (; from <= REVIEW_STEP_MAX; from++)
		s->approved[from] = 0;
}

/* A new text: its writer had a hand in it, and nothing is approved. */
static void
learn_text(struct shadow *s, int who)
{
	int64_t revision = out_int(&w, "revision");

	if (revision == s->revision)
		return;
	s->revision = revision;
	s->hands |= 1u << who;
	s->steps = 0;
	forget_approvals(s, 1);
}

static void
learn_submission(struct shadow *s, int who)
{
	int c = s->column;

	s->submitter = who;
	s->steps = steps_of[c] != 0 ? steps_of[c] : c == 1 &&
	    steps_of[0] != 0 ? steps_of[0] : steps_of[COLUMNS];
	forget_approvals(s, 1);
	memset(s->took, 0, sizeof(s->took));
}

/* Who approved or returned at one step approves no other, whatever became of
 * that. */
static void
learn_approval(struct shadow *s, int who, const char *hash)
{
	int step = 1, k;

	while (step <= s->steps && s->approved[step] != 0)
		step++;
	if (step > s->steps) {
		violation = "approved beyond the last step";
		return;
	}
	for (k = 1; k <= s->steps; k++)
		if (k != step && (s->took[k] & 1u << who) != 0)
			violation = "one person took two steps";
	if ((s->hands & 1u << who) != 0 || s->submitter == who)
		violation = "somebody approved their own text";
	s->approved[step] = who + 1;
	s->took[step] |= 1u << who;
	snprintf(s->seen[step], HASH_SIZE, "%s", hash);
}

/* ---- what must hold ---- */

static const char *
approvals_fault(const struct shadow *s, const char *hash)
{
	unsigned people_seen = 0, bit;
	int i;

	if (s->steps < 3)
		return ("came before visitors without a submission");
	for (i = 1; i <= s->steps; i++) {
		if (s->approved[i] == 0)
			return ("a step isn't approved");
		bit = 1u << (s->approved[i] - 1);
		if ((people_seen & bit) != 0)
			return ("one person approved two steps");
		people_seen |= bit;
		if ((s->hands & bit) != 0)
			return ("somebody approved their own text");
		if (s->approved[i] - 1 == s->submitter)
			return ("the submitter approved");
		if (strcmp(s->seen[i], hash) != 0)
			return ("an approval is for another text");
	}
	return (NULL);
}

/* The tables say the same of a live text (0: of all). */
static int64_t
tables_disagree(int64_t id)
{
	int64_t bad = 0;

	(void)db_value(w.site->db, &bad, &w.fault,
	    "SELECT count(*) FROM live l JOIN submission s ON s.id ="
	    " l.submission JOIN workflow f ON f.id = s.workflow"
	    " JOIN revision r ON r.id = l.revision JOIN entry e ON e.id ="
	    " l.entry WHERE l.entry BETWEEN :from AND :to AND (r.hash <> l.hash"
	    " OR s.hash <> l.hash OR r.content <> l.content OR"
	    " s.secrecy_checked <> 1 OR (SELECT count(DISTINCT v.user) FROM"
	    " review v WHERE v.submission = s.id AND v.act = 'approve' AND"
	    " v.valid = 1 AND v.hash = l.hash AND v.step BETWEEN 1 AND"
	    " json_array_length(f.steps)) <> json_array_length(f.steps) OR"
	    " (SELECT count(DISTINCT v.step) FROM review v WHERE v.submission"
	    " = s.id AND v.act = 'approve' AND v.valid = 1) <>"
	    " json_array_length(f.steps) OR EXISTS (SELECT 1 FROM review v"
	    " WHERE v.submission = s.id AND v.act = 'approve' AND v.valid = 1"
	    " AND (v.user IN (e.author, s.user) OR v.user IN (SELECT user"
	    " FROM revision x WHERE x.entry = l.entry AND x.id <="
	    " l.revision))))", DB_INT(":from", id),
	    DB_INT(":to", id != 0 ? id : INT64_MAX));
	return (bad);
}

/* The hash of what visitors read, from its own bytes. */
static void
live_read(int64_t id, char hash[HASH_SIZE])
{
	struct json *row = NULL;

	hash[0] = '\0';
	(void)db_one(w.site->db, w.arena, &row, &w.fault,
	    "SELECT type, \"column\", content AS content_json FROM live"
	    " WHERE entry = :id", DB_INT(":id", id));
	if (row != NULL)
		content_hash(json_get_text(row, "type", ""),
		    json_get_int(row, "column", 0), json_get(row, "content"),
		    hash);
}

static void
check(struct shadow *s, const char *act)
{
	char hash[HASH_SIZE];

	live_read(s->id, hash);
	if (hash[0] == '\0') {
		if (s->live && strcmp(act, "entry.withdraw") != 0)
			violation = "a live text vanished";
		s->live = false;
	} else if (!s->live || strcmp(hash, s->live_hash) != 0) {
		tally.published++;
		if (violation == NULL)
			violation = approvals_fault(s, hash);
		s->live = true;
		memcpy(s->live_hash, hash, HASH_SIZE);
	}
	if (violation == NULL && tables_disagree(s->id) != 0)
		violation = "the tables hold a live text without approvals";
}

/* ---- acts ---- */

static const char *
hash_given(const struct shadow *s)
{
	if (dice(12) == 0)
		return ("0000000000000000000000000000000000000000000000000000"
		    "000000000000");
	if (dice(8) == 0 && s->live)
		return (s->live_hash);
	if (dice(4) == 0)
		return (s->submitted);
	if (ACT(&w, &people[7], "entry.read", "{'id':%lld}",
	    (long long)s->id) != ERR_OK)
		return ("");
	return (json_get_text(w.out, "hash", ""));
}

static bool
play_submit(struct shadow *s, int who)
{
	bool checked = dice(10) != 0;

	if (ACT(&w, &people[who], "entry.submit",
	    "{'id':%lld,'secrecy_checked':%s}", (long long)s->id,
	    checked ? "true" : "false") != ERR_OK)
		return (false);
	if (!checked)
		violation = "submitted without the secrecy check";
	learn_submission(s, who);
	snprintf(s->submitted, HASH_SIZE, "%s", out_text(&w, "hash"));
	return (true);
}

static bool
play_approve(struct shadow *s, int who)
{
	const char *hash = hash_given(s);

	if (ACT(&w, &people[who], "entry.approve",
	    "{'id':%lld,'hash':'%s'}", (long long)s->id, hash) != ERR_OK)
		return (false);
	learn_approval(s, who, hash);
	return (true);
}

static bool
play_return(struct shadow *s, int who)
{
	int to = (int)dice(4), step;

	for (step = 1; step <= s->steps && s->approved[step] != 0; step++)
		continue;
	if (ACT(&w, &people[who], "entry.return",
	    "{'id':%lld,'to':%d,'reason':'请改'}", (long long)s->id, to) !=
	    ERR_OK)
		return (false);
	s->took[step <= s->steps ? step : s->steps] |= 1u << who;
	forget_approvals(s, to < 1 ? 1 : to);
	if (to == 0)
		s->steps = 0;
	return (true);
}

static bool
play_save(struct shadow *s, int who)
{
	int column = dice(4) == 0 ? (int)dice(COLUMNS) : s->column;
	int64_t base = dice(10) == 0 ? s->revision - 1 : s->revision;

	if (ACT(&w, &people[who], "entry.save", "{'id':%lld,"
	    "'base_revision':%lld,'column':'%s','title':'题%u'}",
	    (long long)s->id, (long long)base, PATHS[column], dice(4)) !=
	    ERR_OK)
		return (false);
	s->column = column;
	learn_text(s, who);
	return (true);
}

static bool
play_restore(struct shadow *s, int who)
{
	int64_t old = s->revision - (int64_t)dice(3);

	if (ACT(&w, &people[who], "entry.restore", "{'id':%lld,"
	    "'base_revision':%lld,'revision':%lld}", (long long)s->id,
	    (long long)s->revision, (long long)old) != ERR_OK)
		return (false);
	learn_text(s, who);
	return (true);
}

static bool
play_schedule(struct shadow *s, int who)
{
	static const int AHEAD[] = { 5, 50, -5, 500 };
	unsigned n = dice(5);
	int64_t at = now + AHEAD[n % 4];
	bool done;

	done = (n == 4 ? ACT(&w, &people[who], "entry.schedule",
	    "{'id':%lld,'at':null}", (long long)s->id) : ACT(&w,
	    &people[who], "entry.schedule", "{'id':%lld,'at':%lld}",
	    (long long)s->id, (long long)at)) == ERR_OK;
	tally.scheduled += done;
	return (done);
}

static bool
play_withdraw(struct shadow *s, int who)
{
	if (ACT(&w, &people[who], "entry.withdraw",
	    "{'id':%lld,'reason':'有误'}", (long long)s->id) != ERR_OK)
		return (false);
	tally.withdrawn++;
	s->steps = 0;
	forget_approvals(s, 1);
	return (true);
}

static bool
play_trash(struct shadow *s, int who)
{
	if (ACT(&w, &people[who], "entry.trash", "{'id':%lld}",
	    (long long)s->id) == ERR_OK) {
		s->steps = 0;
		forget_approvals(s, 1);
		return (true);
	}
	return (ACT(&w, &people[who], "entry.untrash", "{'id':%lld}",
	    (long long)s->id) == ERR_OK);
}

static bool
play_autosave(struct shadow *s, int who)
{
	return (ACT(&w, &people[who], "entry.autosave", "{'id':%lld,"
	    "'base_revision':%lld,'title':'半'}", (long long)s->id,
	    (long long)s->revision) == ERR_OK);
}

static bool
play_define(struct shadow *s, int who)
{
	unsigned c = dice(COLUMNS + 1);
	bool four = dice(2) == 0;

	(void)s;
	if (dice(10) != 0 || ACT(&w, &people[who], "workflow.define",
	    "{'column':'%s','steps':[{'title':'一'},{'title':'二'},"
	    "{'title':'三'}%s]}", c < COLUMNS ? PATHS[c] : "",
	    four ? ",{'title':'四'}" : "") != ERR_OK)
		return (false);
	steps_of[c] = four ? 4 : 3;
	return (true);
}

static bool
play_clock(struct shadow *s, int who)
{
	int64_t count = 0;

	(void)s, (void)who;
	now += dice(60);
	time_set_for_test(now);
	if (workflow_publish_due(w.cms, w.site, now, &count, &w.fault) !=
	    ERR_OK)
		violation = "the clerk failed";
	return (count > 0);
}

static const struct play {
	const char	*name;
	bool		(*run)(struct shadow *s, int who);
	unsigned	weight;
} PLAYS[] = {
	{ "entry.approve", play_approve, 40 },
	{ "entry.submit", play_submit, 14 },
	{ "entry.save", play_save, 9 },
	{ "entry.return", play_return, 5 },
	{ "entry.schedule", play_schedule, 5 },
	{ "clock", play_clock, 6 },
	{ "entry.withdraw", play_withdraw, 3 },
	{ "entry.trash", play_trash, 2 },
	{ "entry.restore", play_restore, 3 },
	{ "entry.autosave", play_autosave, 1 },
	{ "workflow.define", play_define, 1 },
};

static bool
reviews(int who, int step)
{
	size_t i;

	for (i = 0; i < people[who].actor.grant_count; i++)
		if (people[who].grants[i].role == ROLE_REVIEWER &&
		    people[who].grants[i].step == step)
			return (true);
	return (false);
}

/* Mostly somebody to whom the act would come naturally. */
static int
who_plays(const struct play *p, const struct shadow *s)
{
	int who, step;

	if (dice(5) == 0)
		return ((int)dice(PEOPLE));
	if (p->run == play_approve || p->run == play_return) {
		for (step = 1; step < s->steps && s->approved[step] != 0; )
			step++;
		do {
			who = (int)dice(PEOPLE);
		} while (!reviews(who, step));
		return (who);
	}
	if (p->run == play_withdraw || p->run == play_schedule ||
	    p->run == play_define)
		return (dice(2) == 0 ? 7 : 8);
	return (dice(3) == 0 ? 2 : s->author);
}

/* What may come next is likelier than what can't, which is tried, too. */
static const struct play *
play_pick(const struct shadow *s)
{
	size_t i = 0, n = sizeof(PLAYS) / sizeof(PLAYS[0]);
	unsigned sum = 0, roll;

	if (dice(3) != 0 && s->steps == 0 && !s->live)
		return (&PLAYS[1]);
	if (dice(3) == 0 && s->live)
		return (&PLAYS[dice(2) == 0 ? 2 : 6]);
	for (i = 0; i < n; i++)
		sum += PLAYS[i].weight;
	roll = dice(sum);
	for (i = 0; roll >= PLAYS[i].weight; i++)
		roll -= PLAYS[i].weight;
	return (&PLAYS[i]);
}

static bool
entry_make(struct shadow *s)
{
	static const int AUTHORS[] = { 0, 1, 2, 9, 8 };
	int who = AUTHORS[dice(5)], column = (int)dice(COLUMNS);

	memset(s, 0, sizeof(*s));
	if (ACT(&w, &people[who], "entry.create",
	    "{'column':'%s','title':'题'}", PATHS[column]) != ERR_OK)
		return (false);
	s->id = out_int(&w, "id");
	s->author = who;
	s->column = column;
	learn_text(s, who);
	buf_printf(&trace, " new(%d)", who);
	return (true);
}

static bool
sequence(void)
{
	const struct play *p;
	struct shadow *s;
	bool done;
	int i, k, who;

	buf_reset(&trace);
	for (i = 0; i < ENTRIES; i++)
		if (!entry_make(&shadows[i]))
			return (false);
	for (i = 0; i < ACTS && violation == NULL; i++) {
		s = &shadows[dice(5) == 0];
		p = play_pick(s);
		who = who_plays(p, s);
		done = p->run(s, who);
		if (!done && (w.fault.err == ERR_INTERNAL ||
		    (w.fault.name != NULL &&
		    strncmp(w.fault.name, "db.", 3) == 0)))
			violation = "an act failed by a fault of ours";
		tally.acts++;
		tally.done += done;
		buf_printf(&trace, " %s(%d,%d)%s", p->name, (int)(s - shadows), who,
		    done ? "" : "-");
		for (k = 0; k < ENTRIES && violation == NULL; k++)
			check(&shadows[k], k == (int)(s - shadows) ?
			    p->name : "");
	}
	return (true);
}

static int
unlink_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st, (void)flag, (void)ftw;
	return (remove(path));
}

static long
number(const char *name, long otherwise)
{
	const char *text = getenv(name);

	return (text != NULL ? strtol(text, NULL, 10) : otherwise);
}

/* In memory where there is such a folder: nothing here must outlive a crash. */
TEST(no_live_text_lacks_its_approvals_whatever_people_do)
{
	char folder[] = "/dev/shm/mingchuang-model-XXXXXX";
	bool memory = mkdtemp(folder) != NULL;
	long i, sequences = number("MODEL_SEQUENCES", SEQUENCES);

	CHECK(memory ? world_open_in(&w, folder) : world_open(&w));
	people_make();
	steps_of[COLUMNS] = 3;
	state = (uint64_t)number("MODEL_SEED", 20190419) | 1;
	now = 1700000000;
	time_set_for_test(now);
	for (i = 0; i < sequences && violation == NULL; i++) {
		if (!sequence())
			violation = "an entry couldn't be made";
		arena_reset(w.arena);
	}
	if (violation == NULL && tables_disagree(0) != 0)
		violation = "the tables hold a live text without approvals";
	time_set_for_test(-1);
	printf("# %ld sequences, %ld acts, %ld done, %ld published, "
	    "%ld withdrawn, %ld scheduled\n", i, tally.acts, tally.done,
	    tally.published, tally.withdrawn, tally.scheduled);
	if (violation != NULL)
		unit_fail(__FILE__, __LINE__, "%s:%s", violation,
		    buf_string(&trace));
	buf_cleanup(&trace);
	world_close(&w);
	if (memory)
		nftw(folder, unlink_one, 16, FTW_DEPTH | FTW_PHYS);
	/* A test that publishes nothing proves nothing. */
	if (violation == NULL)
		CHECK(tally.published > i / 20 && tally.withdrawn > i / 200);
}
