/*
 * Walks every role x act x grant x place x owner x step, and compares what
 * permission_check() says with what is written down here, by groups of acts
 * and in other words than core/cms/permission.c has.
 */
#include "world.h"

enum place { NEWS, NOTICE, PARTY, WHOLE, FOREIGN, PLACES };

/* Where a role may be given, and which places it then covers.  NOTICE is a
 * child of NEWS; NEWS belongs to a district of the city, PARTY to a company;
 * FOREIGN is the column of another site that has the id of NEWS. */
static const struct {
	const char	*name;
	const char	*site, *column, *unit;
	bool		covers[PLACES];
} gifts[] = {
	{ "a column", "jiang", "news", NULL, { 1, 1, 0, 0, 0 } },
	{ "a child column", "jiang", "news/notice", NULL, { 0, 1, 0, 0, 0 } },
	{ "another column", "jiang", "party", NULL, { 0, 0, 1, 0, 0 } },
	{ "a site", "jiang", NULL, NULL, { 1, 1, 1, 1, 0 } },
	{ "another site", "gang", NULL, NULL, { 0, 0, 0, 0, 1 } },
	{ "the house", NULL, NULL, NULL, { 1, 1, 1, 1, 1 } },
	{ "the city's columns", "jiang", NULL, "CITY", { 1, 1, 0, 0, 0 } },
	{ "the district's", "jiang", NULL, "DISTRICT", { 1, 1, 0, 0, 0 } },
	{ "the company's", "jiang", NULL, "COMPANY", { 0, 0, 1, 0, 0 } },
	{ "the city's in all sites", NULL, NULL, "CITY", { 1, 1, 0, 0, 0 } },
	{ "the city's among the party's", "jiang", "party", "CITY",
	    { 0, 0, 0, 0, 0 } },
};
#define GIFTS (sizeof(gifts) / sizeof(gifts[0]))

static const char *const roles[] = {
	"contributor", "editor", "reviewer1", "reviewer2", "reviewer3",
	"column_keeper", "site_keeper", "system_admin", "security_admin",
	"audit_admin"
};
#define ROLES (sizeof(roles) / sizeof(roles[0]))

static const char *const place_names[] = {
	"news", "notice", "party", "the whole site", "another site's column"
};

/* Which acts there are, by who may do them. */
enum group {
	CREATE, EDIT, REVIEW, LATE, RELEASE, SEE, LOOK, QUEUE, UPLOAD,
	LETTERS, LETTER,
	KEEP_COLUMN, KEEP_SITE, CLERK, COLUMNS, SITE_SEE, SITE_CHANGE, UNITS,
	PEOPLE_SEE, PEOPLE, HOUSE_SEE, SECURITY, RECORDS, OWN
};

static const struct {
	const char	*act;
	enum group	group;
	bool		command;	/* also by a command on the server */
} acts[] = {
	{ "entry.create", CREATE, 1 },
	{ "entry.edit", EDIT, 0 }, { "entry.save", EDIT, 0 },
	{ "entry.autosave", EDIT, 0 }, { "entry.restore", EDIT, 0 },
	{ "entry.submit", EDIT, 1 }, { "entry.trash", EDIT, 0 },
	{ "entry.untrash", EDIT, 0 },
	{ "entry.approve", REVIEW, 0 }, { "entry.return", REVIEW, 0 },
	{ "entry.schedule", RELEASE, 0 }, { "entry.withdraw", RELEASE, 0 },
	{ "entry.purge", KEEP_COLUMN, 0 }, { "entry.publish", CLERK, 1 },
	{ "entry.read", SEE, 1 }, { "entry.revisions", SEE, 0 },
	{ "entry.revision", SEE, 0 }, { "entry.diff", SEE, 0 },
	{ "entry.history", SEE, 0 },
	{ "entry.list", LOOK, 1 }, { "entry.queue", QUEUE, 0 },
	{ "entry.overdue", LATE, 0 },
	{ "receipt.list", LETTERS, 1 }, { "receipt.read", LETTER, 1 },
	{ "receipt.update", LETTER, 0 }, { "receipt.decide", KEEP_COLUMN, 0 },
	{ "receipt.erase", KEEP_COLUMN, 0 },
	{ "media.upload", UPLOAD, 0 }, { "media.list", LOOK, 0 },
	{ "media.read", LOOK, 0 }, { "media.text", LOOK, 0 },
	{ "media.delete", KEEP_SITE, 0 },
	{ "column.list", COLUMNS, 1 }, { "column.fresh", COLUMNS, 0 },
	{ "column.read", LOOK, 1 },
	{ "column.update", KEEP_COLUMN, 0 },
	{ "column.create", KEEP_SITE, 1 }, { "column.move", KEEP_SITE, 0 },
	{ "column.delete", KEEP_SITE, 0 },
	{ "workflow.read", LOOK, 1 }, { "workflow.define", KEEP_COLUMN, 1 },
	{ "type.list", LOOK, 1 },
	{ "plugin.list", KEEP_SITE, 1 }, { "plugin.enable", KEEP_SITE, 1 },
	{ "plugin.disable", KEEP_SITE, 1 }, { "plugin.configure", KEEP_SITE, 1 },
	{ "plugin.release", KEEP_SITE, 1 },
	{ "site.read", SITE_SEE, 1 }, { "site.update", SITE_CHANGE, 1 },
	{ "theme.list", SITE_CHANGE, 1 },
	{ "site.list", HOUSE_SEE, 1 }, { "site.create", PEOPLE, 1 },
	{ "site.remove", CLERK, 1 },
	{ "unit.list", UNITS, 1 }, { "unit.create", PEOPLE, 1 },
	{ "unit.update", PEOPLE, 0 },
	{ "user.list", PEOPLE_SEE, 1 }, { "user.create", PEOPLE, 1 },
	{ "user.update", PEOPLE, 0 }, { "user.disable", PEOPLE, 1 },
	{ "user.enable", PEOPLE, 1 }, { "user.reset", CLERK, 1 },
	{ "reset.ask", PEOPLE, 0 }, { "reset.give", SECURITY, 0 },
	{ "reset.drop", PEOPLE_SEE, 0 }, { "reset.own", OWN, 0 },
	{ "user.unlock", SECURITY, 1 }, { "user.password", OWN, 0 },
	{ "grant.list", HOUSE_SEE, 1 }, { "grant.add", SECURITY, 1 },
	{ "grant.remove", SECURITY, 0 },
	{ "session.list", OWN, 0 }, { "session.end", OWN, 0 },
	{ "session.others", SECURITY, 0 },
	{ "policy.read", HOUSE_SEE, 1 }, { "policy.update", SECURITY, 1 },
	{ "audit.list", RECORDS, 0 },
};
#define ACTS (sizeof(acts) / sizeof(acts[0]))

/* Acts on what is public already, which ask for no permission, and one that
 * asks for entry.create (tests/unit/cms/import.c). */
static const char *const open_acts[] = {
	"entry.import", "live.list", "live.read", "live.search", "live.suggest",
	"live.tagged", "live.tags", "receipt.totals"
};

static bool
open_act(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(open_acts) / sizeof(open_acts[0]); i++)
		if (strcmp(name, open_acts[i]) == 0)
			return (true);
	return (false);
}

struct situation {
	const char	*role;
	size_t		gift;
	enum place	place;
	bool		own;		/* the entry is the user's */
	int		step, last;
};

static bool
is(const struct situation *s, const char *role)
{
	return (strncmp(s->role, role, strlen(role)) == 0);
}

/* What the field, the design and the guide ask for, in plain words. */
static bool
expected(enum group group, const struct situation *s)
{
	bool covers = gifts[s->gift].covers[s->place];
	bool house = strcmp(gifts[s->gift].name, "the house") == 0;
	bool there = gifts[s->gift].site == NULL ||
	    strcmp(gifts[s->gift].site, s->place == FOREIGN ? "gang" :
	    "jiang") == 0;
	bool admin = is(s, "system_admin") || is(s, "security_admin") ||
	    is(s, "audit_admin");
	bool keeper = is(s, "column_keeper") || is(s, "site_keeper");
	bool at = is(s, "reviewer") && s->step > 0 &&
	    s->role[8] - '0' == s->step;
	bool last = is(s, "reviewer") && s->role[8] - '0' == s->last;

	switch (group) {
	case CREATE:
		return (covers && !admin && !is(s, "reviewer"));
	case EDIT:
		return (covers && (is(s, "editor") || keeper ||
		    (is(s, "contributor") && s->own)));
	case REVIEW:
		return (covers && at);
	case LATE:
		return (covers && (at || keeper));
	case RELEASE:
		return (covers && (keeper || last));
	case SEE:
		return (covers && (is(s, "editor") || keeper || last ||
		    (is(s, "contributor") && s->own) ||
		    (is(s, "reviewer") && s->step > 0)));
	case LOOK:
		return (there && !admin);
	case QUEUE:
		return (there && is(s, "reviewer"));
	case UPLOAD:
		return (there && !admin && !is(s, "reviewer"));
	case LETTERS:
		return (there && (is(s, "editor") || keeper));
	case LETTER:
		return (covers && (is(s, "editor") || keeper));
	case KEEP_COLUMN:
		return (covers && keeper);
	case KEEP_SITE:
		return (covers && is(s, "site_keeper"));
	case CLERK:
		return (false);
	case COLUMNS:
		return (admin ? house && !is(s, "audit_admin") : there);
	case SITE_SEE:
	case UNITS:
		return (admin ? house : there);
	case SITE_CHANGE:
		return ((covers && is(s, "site_keeper")) ||
		    (house && is(s, "system_admin")));
	case PEOPLE_SEE:
		return (house && admin && !is(s, "audit_admin"));
	case PEOPLE:
		return (house && is(s, "system_admin"));
	case HOUSE_SEE:
		return (house && admin);
	case SECURITY:
		return (house && is(s, "security_admin"));
	case RECORDS:
		return (house && is(s, "audit_admin"));
	case OWN:
		return (true);
	}
	return (false);
}

/* The world with a second site, units, and the columns' ids. */
struct house {
	struct world	w;
	struct site	*other;
	int64_t		column[PLACES];
};

static int64_t
column_id(struct site *site, const char *path)
{
	int64_t id = 0;

	db_value(site->db, &id, NULL,
	    "SELECT id FROM \"column\" WHERE path = :path",
	    DB_TEXT(":path", path));
	return (id);
}

static bool
house_units(struct world *w)
{
	int64_t city;

	if (ACT(w, &w->root, "unit.create", "{'code':'CITY','name':'市'}") !=
	    ERR_OK)
		return (false);
	city = out_int(w, "id");
	return (ACT(w, &w->root, "unit.create",
	    "{'code':'DISTRICT','name':'区','parent':%d}", (int)city) ==
	    ERR_OK && ACT(w, &w->root, "unit.create",
	    "{'code':'COMPANY','name':'公司'}") == ERR_OK);
}

static bool
house_open(struct house *h)
{
	struct world *w = &h->w;
	struct site *first;

	if (!world_open(w) || !house_units(w) ||
	    ACT(w, &w->root, "site.create", "{'name':'gang','title':'钢',"
	    "'hosts':['gang.example.cn']}") != ERR_OK ||
	    cms_site(w->cms, "gang", &h->other, &w->fault) != ERR_OK)
		return (false);
	first = w->site;
	w->site = h->other;
	if (ACT(w, &w->root, "column.create",
	    "{'path':'news','title':'新闻'}") != ERR_OK)
		return (false);
	w->site = first;
	h->column[NEWS] = column_id(first, "news");
	h->column[NOTICE] = column_id(first, "news/notice");
	h->column[PARTY] = column_id(first, "party");
	h->column[FOREIGN] = column_id(h->other, "news");
	return (db_run(first->db, &w->fault,
	    "UPDATE \"column\" SET unit = 2 WHERE path = 'news'") == ERR_OK &&
	    db_run(first->db, &w->fault,
	    "UPDATE \"column\" SET unit = 3 WHERE path = 'party'") == ERR_OK);
}

/* The grant that a gift of the role is. */
static struct grant
grant_of(struct house *h, const char *role, size_t gift)
{
	struct grant g = { 0 };
	struct site *site = NULL;

	role_parse(role, &g.role, &g.step);
	if (gifts[gift].site != NULL) {
		cms_site(h->w.cms, gifts[gift].site, &site, NULL);
		g.site = site->id;
		if (gifts[gift].column != NULL)
			g.column = column_id(site, gifts[gift].column);
	}
	if (gifts[gift].unit != NULL)
		db_value(cms_hub(h->w.cms), &g.unit, NULL,
		    "SELECT id FROM unit WHERE code = :code",
		    DB_TEXT(":code", gifts[gift].unit));
	return (g);
}

/* How often permission differs from expectation; says the first ones. */
static int
differences(struct house *h, const struct situation *s,
    const struct grant *grant)
{
	struct actor actor = { .user = 7, .name = "seven", .grants = grant,
	    .grant_count = 1 };
	struct site *site = s->place == FOREIGN ? h->other : h->w.site;
	struct call c = { .cms = h->w.cms, .site = site, .actor = &actor,
	    .arena = h->w.arena, .fault = &h->w.fault };
	struct target t = { .site = site, .column = h->column[s->place],
	    .owner = s->own ? 7 : 8, .step = s->step, .last_step = s->last };
	bool want, got;
	int bad = 0;
	size_t i;

	for (i = 0; i < ACTS; i++) {
		want = expected(acts[i].group, s);
		got = permission_check(&c, acts[i].act, &t) == ERR_OK;
		if (want == got && permission_allows(&c, acts[i].act, &t) ==
		    got && (!got || permission_anywhere(&c, acts[i].act)))
			continue;
		if (bad++ == 0)
			printf("# %s of %s: %s at %s, %s, step %d of %d:"
			    " %s, not %s\n", s->role, gifts[s->gift].name,
			    acts[i].act, place_names[s->place],
			    s->own ? "own" : "another's", s->step, s->last,
			    got ? "allowed" : "refused",
			    want ? "allowed" : "refused");
	}
	return (bad);
}

TEST(every_role_may_do_just_what_is_written_here)
{
	struct house h = { 0 };
	struct situation s;
	struct grant grant;
	int bad = 0, walked = 0, place, step, own;
	size_t r, g;

	CHECK(house_open(&h));
	for (r = 0; r < ROLES; r++)
		for (g = 0; g < GIFTS; g++) {
			grant = grant_of(&h, roles[r], g);
			for (place = 0; place < PLACES; place++)
				for (own = 0; own < 2; own++)
					for (step = 0; step <= 3; step++) {
						s = (struct situation){
						    roles[r], g,
						    (enum place)place, own,
						    step, 3 };
						bad += differences(&h, &s,
						    &grant);
						walked++;
					}
		}
	CHECK_INT(bad, 0);
	CHECK_INT(walked, 10 * 11 * 5 * 2 * 4);
	world_close(&h.w);
}

TEST(every_act_has_an_expectation)
{
	const struct act *act;
	size_t i, n;

	for (n = 0; (act = act_at(n)) != NULL; n++) {
		for (i = 0; i < ACTS; i++)
			if (strcmp(acts[i].act, act->name) == 0)
				break;
		if (i == ACTS && !open_act(act->name))
			unit_fail(__FILE__, __LINE__, "%s isn't walked",
			    act->name);
	}
	CHECK(n > 40);
}

TEST(commands_of_the_server_do_only_their_own)
{
	struct house h = { 0 };
	struct call c;
	size_t i;

	CHECK(house_open(&h));
	c = (struct call){ .cms = h.w.cms, .site = h.w.site,
	    .actor = &h.w.root.actor, .fault = &h.w.fault };
	for (i = 0; i < ACTS; i++)
		if (permission_allows(&c, acts[i].act, NULL) !=
		    acts[i].command)
			unit_fail(__FILE__, __LINE__, "%s", acts[i].act);
	world_close(&h.w);
}

TEST(a_visitor_is_asked_to_sign_in)
{
	struct house h = { 0 };
	struct call c;
	size_t i;

	CHECK(house_open(&h));
	c = (struct call){ .cms = h.w.cms, .site = h.w.site,
	    .fault = &h.w.fault };
	for (i = 0; i < ACTS; i++)
		if (permission_check(&c, acts[i].act, NULL) != ERR_AUTH)
			unit_fail(__FILE__, __LINE__, "%s", acts[i].act);
	CHECK_TEXT(h.w.fault.name, "auth.needed");
	world_close(&h.w);
}

TEST(without_a_grant_only_the_own_account_is_left)
{
	struct house h = { 0 };
	struct actor nobody = { .user = 7, .name = "seven" };
	struct call c;
	size_t i;

	CHECK(house_open(&h));
	c = (struct call){ .cms = h.w.cms, .site = h.w.site, .actor = &nobody,
	    .fault = &h.w.fault };
	for (i = 0; i < ACTS; i++)
		if (permission_allows(&c, acts[i].act, NULL) !=
		    (acts[i].group == OWN))
			unit_fail(__FILE__, __LINE__, "%s", acts[i].act);
	world_close(&h.w);
}

TEST(with_an_expired_password_only_the_own_account_is_left)
{
	struct house h = { 0 };
	struct grant g = { .role = ROLE_SITE_KEEPER };
	struct actor late = { .user = 7, .name = "seven", .grants = &g,
	    .grant_count = 1, .must_change = true };
	struct call c;
	size_t i;

	CHECK(house_open(&h));
	c = (struct call){ .cms = h.w.cms, .site = h.w.site, .actor = &late,
	    .fault = &h.w.fault };
	for (i = 0; i < ACTS; i++)
		if (permission_allows(&c, acts[i].act, NULL) !=
		    (acts[i].group == OWN) ||
		    permission_anywhere(&c, acts[i].act) !=
		    (acts[i].group == OWN))
			unit_fail(__FILE__, __LINE__, "%s", acts[i].act);
	CHECK_INT(permission_check(&c, "entry.create", NULL), ERR_FORBIDDEN);
	CHECK_TEXT(h.w.fault.name, "password.must_change");
	world_close(&h.w);
}

TEST(an_act_that_no_row_names_is_refused_to_all)
{
	struct house h = { 0 };
	struct grant g[ROLE_COUNT];
	struct actor all = { .user = 7, .name = "seven", .grants = g,
	    .grant_count = ROLE_COUNT };
	struct call c;
	int i;

	CHECK(house_open(&h));
	for (i = 0; i < ROLE_COUNT; i++)
		g[i] = (struct grant){ .role = (enum role)i, .step = 1 };
	c = (struct call){ .cms = h.w.cms, .site = h.w.site, .actor = &all,
	    .fault = &h.w.fault };
	CHECK_INT(permission_check(&c, "entry.burn", NULL), ERR_FORBIDDEN);
	CHECK_TEXT(h.w.fault.detail, "entry.burn");
	world_close(&h.w);
}

TEST(the_role_that_allowed_is_told)
{
	struct house h = { 0 };
	struct grant g[2];
	struct actor a = { .user = 7, .name = "seven", .grants = g,
	    .grant_count = 2 };
	struct target t = { 0 };
	struct call c;

	CHECK(house_open(&h));
	g[0] = (struct grant){ .role = ROLE_EDITOR, .column =
	    h.column[PARTY], .site = h.w.site->id };
	g[1] = (struct grant){ .role = ROLE_COLUMN_KEEPER, .column =
	    h.column[NEWS], .site = h.w.site->id };
	c = (struct call){ .cms = h.w.cms, .site = h.w.site, .actor = &a,
	    .fault = &h.w.fault };
	t.column = h.column[NOTICE];
	CHECK_TEXT(permission_role(&c, "entry.save", &t), "column_keeper");
	t.column = h.column[PARTY];
	CHECK_TEXT(permission_role(&c, "entry.save", &t), "editor");
	CHECK_INT(permission_check(&c, "entry.save", &t), ERR_OK);
	CHECK_TEXT(c.role, "editor");
	world_close(&h.w);
}

TEST(roles_are_read_as_they_are_written)
{
	enum role r;
	int step;

	CHECK(role_parse("reviewer9", &r, &step));
	CHECK(r == ROLE_REVIEWER && step == 9);
	CHECK(!role_parse("reviewer", &r, &step));
	CHECK(!role_parse("reviewer0", &r, &step));
	CHECK(!role_parse("reviewer10", &r, &step));
	CHECK(!role_parse("Editor", &r, &step));
	CHECK(!role_parse("", &r, &step));
	CHECK(role_parse("audit_admin", &r, &step));
	CHECK(r == ROLE_AUDIT_ADMIN && step == 0);
	CHECK_TEXT(role_name(ROLE_SITE_KEEPER), "site_keeper");
}
