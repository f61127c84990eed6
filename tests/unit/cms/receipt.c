/* Receipts: sending, codes, what staff do, figures; and that nothing tells who
 * sent them. */
#include "cms/receipt.h"

#include "base/hash.h"
#include "cms/challenge.h"
#include "world.h"

#include "cms/type.h"

#define QUESTION \
	"{'name':'question','title':'type.question','fields':[" \
	"{'name':'title','kind':'line','max':80,'required':true}," \
	"{'name':'question','kind':'text','max':2000,'required':true}," \
	"{'name':'answer','kind':'html','max':20000}]}"
#define MONDAY 1795402800	/* 2026-11-23T11:00:00+08:00 */
#define ONE "{'column':'party','type':'question','title':'公积金怎么提取'," \
	"'content':{'question':'租房可以提取吗？','wish':'none'},'days':5}"

static struct world w;
static struct person editor, keeper, elsewhere, first, second, third;

static bool
setup(void)
{
	time_set_for_test(MONDAY);
	if (!world_open(&w))
		return (false);
	editor = person(&w, 12, "乙", ROLE_EDITOR, 0);
	keeper = person(&w, 13, "丙", ROLE_SITE_KEEPER, 0);
	elsewhere = person(&w, 14, "丁", ROLE_EDITOR, 0);
	elsewhere.grants[0].column = 1;		/* news */
	first = person(&w, 21, "初", ROLE_REVIEWER, 1);
	second = person(&w, 22, "复", ROLE_REVIEWER, 2);
	third = person(&w, 23, "终", ROLE_REVIEWER, 3);
	ready(&editor);
	ready(&keeper);
	ready(&elsewhere);
	ready(&first);
	ready(&second);
	ready(&third);
	return (type_register(w.cms, json_of(&w, "%s", QUESTION), &w.fault) ==
	    ERR_OK);
}

static void
done(void)
{
	world_close(&w);
	time_set_for_test(-1);
}

static struct call
visitor(void)
{
	memset(&w.fault, 0, sizeof(w.fault));
	return ((struct call){ .cms = w.cms, .site = w.site,
	    .arena = w.arena, .fault = &w.fault });
}

static enum err
receive(const char *text)
{
	struct call c = visitor();

	return (receipt_receive(&c, "qa.question", json_of(&w, "%s", text),
	    &w.out));
}

static enum err
proven(const char *code, const struct receipt_proof *proof)
{
	struct call c = visitor();

	return (receipt_status(&c, code, proof, &w.out));
}

static enum err
status(const char *code)
{
	return (proven(code, NULL));
}

static int64_t
value(const char *sql)
{
	int64_t n = -1;

	db_value_text(w.site->db, &n, NULL, sql, DB_ARGS());
	return (n);
}

static enum err
approve(const struct person *who)
{
	if (ACT(&w, &keeper, "entry.read", "{'id':1}") != ERR_OK)
		return (ERR_INTERNAL);
	return (ACT(&w, who, "entry.approve", "{'id':1,'hash':'%s'}",
	    out_text(&w, "hash")));
}

/* A question, answered by the editor and passed by all three. */
static const char *
answered(void)
{
	static char code[RECEIPT_CODE_SIZE];

	if (receive(ONE) != ERR_OK)
		return ("");
	snprintf(code, sizeof(code), "%s", out_text(&w, "code"));
	if (ACT(&w, &editor, "entry.read", "{'id':1}") != ERR_OK ||
	    ACT(&w, &editor, "entry.save", "{'id':1,'base_revision':%lld,"
	    "'answer':'<p>可以。</p>'}", (long long)out_int(&w, "revision")) !=
	    ERR_OK || ACT(&w, &editor, "entry.submit",
	    "{'id':1,'secrecy_checked':true}") != ERR_OK)
		return ("");
	return (approve(&first) == ERR_OK && approve(&second) == ERR_OK &&
	    approve(&third) == ERR_OK ? code : "");
}

TEST(a_code_is_read_as_people_type_it)
{
	char out[RECEIPT_CODE_SIZE];

	CHECK(receipt_code_read("ACCDE23476", out));
	CHECK_TEXT(out, "ACCDE23476");
	CHECK(receipt_code_read(" accde-23476 ", out));
	CHECK_TEXT(out, "ACCDE23476");
	CHECK(receipt_code_read("ＡＣＣｄｅ－２３４７６　", out));
	CHECK_TEXT(out, "ACCDE23476");
	CHECK(receipt_code_read("zsbuZSBU25", out));	/* look-alikes */
	CHECK_TEXT(out, "258V258V25");
	CHECK(!receipt_code_read("ACCDE2347", out));
	CHECK(!receipt_code_read("ACCDE234767", out));
	CHECK(!receipt_code_read("ACCDE2347O", out));
	CHECK(!receipt_code_read("ACCDE2347编", out));
	CHECK(!receipt_code_read("", out));
	CHECK(!receipt_code_read("ACCDE2347\xff", out));
}

TEST(codes_are_of_twenty_seven_letters_and_never_the_same)
{
	char code[RECEIPT_CODE_SIZE], again[RECEIPT_CODE_SIZE];
	unsigned seen[128] = { 0 }, kinds = 0;
	int i;

	for (i = 0; i < 3000; i++) {
		receipt_code_make(code);
		CHECK_INT(strlen(code), RECEIPT_CODE_LENGTH);
		CHECK(receipt_code_read(code, again));
		CHECK_TEXT(again, code);
		for (const char *p = code; *p != '\0'; p++)
			kinds += seen[(unsigned char)*p]++ == 0;
	}
	CHECK_INT(kinds, 27);
	/* 30,000 / 27 each, give or take seven standard deviations. */
	for (i = 0; i < 128; i++)
		CHECK(seen[i] == 0 || (seen[i] > 880 && seen[i] < 1340));
}

TEST(what_is_sent_gets_a_code_a_limit_and_a_draft)
{
	char code[RECEIPT_CODE_SIZE], due[TIME_SIZE];

	CHECK(setup());
	CHECK_OK(receive(ONE));
	snprintf(code, sizeof(code), "%s", out_text(&w, "code"));
	time_iso(out_int(&w, "due_at"), due);
	CHECK_TEXT(due, "2026-11-30T23:59:59+08:00");
	CHECK_OK(status(code));
	CHECK_TEXT(out_text(&w, "state"), "received");
	CHECK_TEXT(out_text(&w, "title"), "公积金怎么提取");
	CHECK_INT(out_int(&w, "days_left"), 5);
	CHECK(out_text(&w, "url") == NULL);
	CHECK_OK(ACT(&w, &editor, "entry.read", "{'id':1}"));
	CHECK_TEXT(out_text(&w, "state"), "draft");
	CHECK_TEXT(json_get_text(json_get(w.out, "author"), "name", ""),
	    "网友");
	CHECK_INT(json_get_int(json_get(w.out, "author"), "id", -1), 0);
	CHECK_TEXT(json_get_text(json_get(w.out, "content"), "question", ""),
	    "租房可以提取吗？");
	CHECK(json_get(json_get(w.out, "content"), "wish") == NULL);
	done();
}

TEST(only_the_hash_of_the_code_is_kept)
{
	char sql[200], hash[HASH_SIZE], code[RECEIPT_CODE_SIZE];

	CHECK(setup());
	CHECK_OK(receive(ONE));
	snprintf(code, sizeof(code), "%s", out_text(&w, "code"));
	hash_hex(code, strlen(code), hash);
	snprintf(sql, sizeof(sql), "SELECT count(*) FROM receipt"
	    " WHERE code_hash = '%s'", hash);
	CHECK_INT(value(sql), 1);
	snprintf(sql, sizeof(sql), "SELECT count(*) FROM receipt WHERE"
	    " instr(id || kind || title || content || outcome || reply ||"
	    " code_hash, '%s') > 0", code);
	CHECK_INT(value(sql), 0);
	done();
}

TEST(a_wrong_code_is_unknown_whatever_it_looks_like)
{
	CHECK(setup());
	CHECK_ERR(status("23456789AB"), ERR_NOT_FOUND, "receipt.unknown");
	CHECK_ERR(status("?"), ERR_NOT_FOUND, "receipt.unknown");
	CHECK_ERR(status(""), ERR_NOT_FOUND, "receipt.unknown");
	done();
}

TEST(many_wrong_codes_of_all_workers_cost_work_for_a_minute)
{
	struct receipt_proof proof = { "", "", "" };
	char code[RECEIPT_CODE_SIZE], answer[16];
	struct json *challenge;
	int i;

	CHECK(setup());
	CHECK_OK(receive(ONE));
	snprintf(code, sizeof(code), "%s", out_text(&w, "code"));
	for (i = 0; i < RECEIPT_GUESSES; i++)
		CHECK_ERR(status("23456789AB"), ERR_NOT_FOUND,
		    "receipt.unknown");
	CHECK_ERR(status(code), ERR_RATE, "receipt.often");
	challenge_issue(w.site, w.arena, &challenge);
	proof.challenge = json_get_text(challenge, "token", "");
	snprintf(answer, sizeof(answer), "%d",
	    challenge_answer(w.site, proof.challenge) + 1);
	proof.answer = answer;
	CHECK_ERR(proven(code, &proof), ERR_INPUT, "challenge.wrong");
	challenge_issue(w.site, w.arena, &challenge);
	proof.challenge = json_get_text(challenge, "token", "");
	snprintf(answer, sizeof(answer), "%d",
	    challenge_answer(w.site, proof.challenge));
	CHECK_OK(proven(code, &proof));
	CHECK_ERR(proven(code, &proof), ERR_INPUT, "challenge.old");
	time_set_for_test(MONDAY + 59);
	CHECK_ERR(status(code), ERR_RATE, "receipt.often");
	time_set_for_test(MONDAY + 60);
	CHECK_OK(status(code));
	done();
}

TEST(sizes_are_checked_by_the_core)
{
	static const struct { const char *text, *fault, *field; } CASES[] = {
	{ "{'column':'party','content':{}}", "input.missing", "title" },
	{ "{'column':'party','title':'  '}", "input.missing", "title" },
	{ "{'title':'x'}", "input.missing", "column" },
	{ "{'column':'party','title':'x','who':'me'}", "input.unknown",
	    "who" },
	{ "{'column':'party','title':'x','content':{'a':{'b':1}}}",
	    "input.type", "a" },
	{ "{'column':'party','title':'x','content':{'a':[1]}}",
	    "input.type", "a" },
	{ "{'column':'party','title':'x','content':{'a':'\\u0007'}}",
	    "input.control", "a" },
	{ "{'column':'party','title':'x','days':-1}", "input.range", "days" },
	{ "{'column':'party','title':'x','days':251}", "input.range",
	    "days" },
	{ "{'column':'party','title':'x','type':'ghost'}", "type.unknown",
	    "type" },
	{ "{'column':'party','title':'x','type':'question','content':{}}",
	    "input.missing", "question" },
	};
	size_t i;
	char *large;

	CHECK(setup());
	for (i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		CHECK_ERR(receive(CASES[i].text), ERR_INPUT, CASES[i].fault);
		CHECK_TEXT(w.fault.field, CASES[i].field);
	}
	large = arena_get(w.arena, RECEIPT_TEXT_MAX + 2);
	memset(large, 'x', RECEIPT_TEXT_MAX + 1);
	CHECK_ERR(receive(arena_printf(w.arena, "{'column':'party',"
	    "'title':'x','content':{'a':'%s'}}", large)), ERR_INPUT,
	    "input.long");
	large[RECEIPT_TEXT_MAX] = '\0';
	CHECK_ERR(receive(arena_printf(w.arena, "{'column':'party',"
	    "'title':'x','content':{'a':'%s','b':'%s','c':'%s','d':'%s',"
	    "'e':'%s','f':'%s','g':'%s'}}", large, large, large, large,
	    large, large, large)), ERR_INPUT, "input.long");
	CHECK_INT(value("SELECT count(*) FROM receipt"), 0);
	CHECK_INT(value("SELECT count(*) FROM entry"), 0);
	CHECK_OK(receive(arena_printf(w.arena, "{'column':'party',"
	    "'title':'x','content':{'a':'%s'}}", large)));
	done();
}

TEST(a_flood_is_stopped_for_all_and_over_after_an_hour)
{
	CHECK(setup());
	CHECK_OK(ACT(&w, &w.root, "site.update", "{'receive_hour':2}"));
	CHECK_OK(receive(ONE));
	CHECK_OK(receive(ONE));
	CHECK_ERR(receive(ONE), ERR_RATE, "receipt.busy");
	CHECK_INT(value("SELECT count(*) FROM entry"), 2);
	time_set_for_test(MONDAY + 3600);
	CHECK_OK(receive(ONE));
	done();
}

TEST(the_state_follows_the_entry)
{
	char code[RECEIPT_CODE_SIZE];

	CHECK(setup());
	snprintf(code, sizeof(code), "%s", answered());
	CHECK_OK(status(code));
	CHECK_TEXT(out_text(&w, "state"), "answered");
	CHECK_TEXT(out_text(&w, "url"), "/party/1.html");
	CHECK(json_get(w.out, "days_left")->type == JSON_NULL);
	CHECK_INT(out_int(&w, "closed_at"), MONDAY);
	/* A decision must not stand beside an answer that is public. */
	CHECK_ERR(ACT(&w, &keeper, "receipt.update", "{'id':1,'state':"
	    "'withheld','outcome':'privacy','reply':'涉及个人信息'}"),
	    ERR_CONFLICT, "receipt.live");
	done();
}

TEST(review_and_return_show_in_the_state)
{
	char code[RECEIPT_CODE_SIZE];

	CHECK(setup());
	CHECK_OK(receive(ONE));
	snprintf(code, sizeof(code), "%s", out_text(&w, "code"));
	CHECK_ERR(ACT(&w, &editor, "receipt.update",
	    "{'id':1,'state':'accepted','unit':'权益保障部'}"), ERR_INPUT,
	    "unit.unknown");
	CHECK_TEXT(w.fault.field, "unit");
	CHECK_OK(ACT(&w, &w.root, "unit.create",
	    "{'code':'QY','name':'权益保障部'}"));
	CHECK_OK(ACT(&w, &editor, "receipt.update",
	    "{'id':1,'state':'accepted','unit':'权益保障部'}"));
	CHECK_TEXT(out_text(&w, "unit"), "权益保障部");
	CHECK_OK(ACT(&w, &editor, "entry.submit",
	    "{'id':1,'secrecy_checked':true}"));
	CHECK_OK(status(code));
	CHECK_TEXT(out_text(&w, "state"), "review");
	CHECK_OK(ACT(&w, &first, "entry.return",
	    "{'id':1,'to':0,'reason':'请补充依据'}"));
	CHECK_OK(status(code));
	CHECK_TEXT(out_text(&w, "state"), "accepted");
	CHECK_OK(ACT(&w, &editor, "entry.trash", "{'id':1}"));
	CHECK_OK(status(code));
	CHECK_TEXT(out_text(&w, "state"), "accepted");
	done();
}

TEST(withholding_needs_a_keeper_a_reason_and_words)
{
	char code[RECEIPT_CODE_SIZE];

	CHECK(setup());
	CHECK_OK(receive(ONE));
	snprintf(code, sizeof(code), "%s", out_text(&w, "code"));
	CHECK_ERR(ACT(&w, &editor, "receipt.update", "{'id':1,'state':"
	    "'withheld','outcome':'privacy','reply':'涉及个人信息'}"),
	    ERR_FORBIDDEN, "permission.denied");
	CHECK_ERR(ACT(&w, &keeper, "receipt.update", "{'id':1,'state':"
	    "'withheld','reply':'涉及个人信息'}"), ERR_INPUT,
	    "input.missing");
	CHECK_ERR(ACT(&w, &keeper, "receipt.update", "{'id':1,'state':"
	    "'withheld','outcome':'privacy','reply':'隐私'}"), ERR_INPUT,
	    "receipt.reply");
	CHECK_OK(ACT(&w, &keeper, "receipt.update", "{'id':1,'state':"
	    "'withheld','outcome':'privacy','reply':'涉及个人信息'}"));
	CHECK_OK(status(code));
	CHECK_TEXT(out_text(&w, "state"), "withheld");
	CHECK_TEXT(out_text(&w, "outcome"), "privacy");
	CHECK_TEXT(out_text(&w, "reply"), "涉及个人信息");
	CHECK_TEXT(out_text(&w, "role"), "site_keeper");
	/* An appeal that was right. */
	CHECK_ERR(ACT(&w, &editor, "receipt.update",
	    "{'id':1,'state':'accepted'}"), ERR_FORBIDDEN,
	    "permission.denied");
	CHECK_OK(ACT(&w, &keeper, "receipt.update",
	    "{'id':1,'state':'accepted'}"));
	CHECK_OK(status(code));
	CHECK_TEXT(out_text(&w, "reply"), "");
	CHECK_INT(out_int(&w, "days_left"), 5);
	done();
}

TEST(a_limit_is_only_made_longer)
{
	CHECK(setup());
	CHECK_OK(receive(ONE));
	CHECK_ERR(ACT(&w, &editor, "receipt.update",
	    "{'id':1,'due_at':%d}", MONDAY + 3600), ERR_INPUT,
	    "receipt.due");
	CHECK_OK(ACT(&w, &editor, "receipt.update", "{'id':1,'due_at':%d}",
	    MONDAY + 30 * 86400));
	CHECK_INT(out_int(&w, "extended_at"), MONDAY);
	CHECK(!json_get_bool(w.out, "overdue", true));
	time_set_for_test(MONDAY + 31 * 86400);
	CHECK_OK(ACT(&w, &editor, "receipt.read", "{'id':1}"));
	CHECK(json_get_bool(w.out, "overdue", false));
	CHECK(out_int(&w, "days_left") <= 0);
	done();
}

TEST(staff_see_the_receipts_of_their_columns)
{
	CHECK(setup());
	CHECK_OK(receive(ONE));
	CHECK_OK(receive("{'column':'news','title':'另一件'}"));
	CHECK_OK(ACT(&w, &elsewhere, "receipt.list", "{}"));
	CHECK_INT(json_get(w.out, "receipts")->length, 1);
	CHECK_ERR(ACT(&w, &elsewhere, "receipt.read", "{'id':1}"),
	    ERR_FORBIDDEN, "permission.denied");
	CHECK_ERR(ACT(&w, &elsewhere, "receipt.update",
	    "{'id':1,'state':'accepted'}"), ERR_FORBIDDEN,
	    "permission.denied");
	CHECK_ERR(ACT(&w, NULL, "receipt.list", "{}"), ERR_AUTH,
	    "auth.needed");
	CHECK_ERR(ACT(&w, &first, "receipt.list", "{}"), ERR_FORBIDDEN,
	    "permission.denied");
	/* Who gives one away sees it no more, and is told so kindly. */
	CHECK_OK(ACT(&w, &elsewhere, "receipt.update",
	    "{'id':2,'column':'party'}"));
	CHECK_OK(ACT(&w, &elsewhere, "receipt.list", "{}"));
	CHECK_INT(json_get(w.out, "receipts")->length, 0);
	done();
}

TEST(what_waits_comes_by_its_limit_a_page_at_a_time)
{
	const char *next;

	CHECK(setup());
	CHECK_OK(receive("{'column':'party','title':'无期限'}"));
	CHECK_OK(receive("{'column':'party','title':'十日','days':10}"));
	CHECK_OK(receive("{'column':'party','title':'两日','days':2}"));
	CHECK_OK(ACT(&w, &editor, "receipt.list", "{'open':true,"
	    "'limit':2}"));
	CHECK_TEXT(json_get_text(json_get(w.out, "receipts")->first, "title",
	    ""), "两日");
	CHECK_TEXT(json_get_text(json_get(w.out, "receipts")->last, "title",
	    ""), "十日");
	next = out_text(&w, "next");
	CHECK_OK(ACT(&w, &editor, "receipt.list", "{'open':true,"
	    "'limit':2,'cursor':'%s'}", next));
	CHECK_INT(json_get(w.out, "receipts")->length, 1);
	CHECK_TEXT(json_get_text(json_get(w.out, "receipts")->first, "title",
	    ""), "无期限");
	CHECK_OK(ACT(&w, &keeper, "receipt.update", "{'id':3,'state':"
	    "'closed','reply':'来信人撤回'}"));
	CHECK_OK(ACT(&w, &editor, "receipt.list", "{'open':true}"));
	CHECK_INT(json_get(w.out, "receipts")->length, 2);
	CHECK_OK(ACT(&w, &editor, "receipt.list", "{'state':'closed'}"));
	CHECK_INT(json_get(w.out, "receipts")->length, 1);
	CHECK_OK(ACT(&w, &editor, "receipt.list", "{'text':'十'}"));
	CHECK_INT(json_get(w.out, "receipts")->length, 1);
	done();
}

/* `n` more receipts that were decided so. */
static bool
decided(int n, const char *state, const char *outcome)
{
	while (n-- > 0)
		if (receive("{'column':'party','title':'x','days':5}") !=
		    ERR_OK || ACT(&w, &keeper, "receipt.update", "{'id':%lld,"
		    "'state':'%s','outcome':'%s','reply':'说明理由如下'}",
		    (long long)out_int(&w, "id"), state, outcome) != ERR_OK)
			return (false);
	return (true);
}

static const struct json *
withheld(const char *outcome)
{
	json_each(g, json_get(w.out, "withheld"))
		if (strcmp(json_get_text(g, "outcome", ""), outcome) == 0)
			return (json_get(g, "count"));
	return (NULL);
}

TEST(figures_tell_of_no_group_under_ten)
{
	CHECK(setup());
	CHECK(decided(9, "answered", ""));
	CHECK_OK(ACT(&w, NULL, "receipt.totals", "{'kind':'qa.question'}"));
	CHECK(json_get(w.out, "received")->type == JSON_NULL);
	CHECK(json_get(w.out, "answered")->type == JSON_NULL);
	CHECK(json_get(w.out, "median_days")->type == JSON_NULL);
	time_set_for_test(MONDAY + 86400);
	CHECK(decided(1, "answered", ""));
	CHECK_OK(ACT(&w, NULL, "receipt.totals", "{'kind':'qa.question'}"));
	CHECK_INT(out_int(&w, "received"), 10);
	CHECK_INT(out_int(&w, "answered"), 10);
	CHECK_INT(out_int(&w, "median_days"), 0);
	CHECK_OK(ACT(&w, NULL, "receipt.totals", "{'kind':'other'}"));
	CHECK(json_get(w.out, "received")->type == JSON_NULL);
	done();
}

/* 30 received, 12 answered, 10 withheld as repeated: that the 8 others are
 * private would follow if both numbers were told. */
TEST(a_single_small_group_does_not_follow_from_the_others)
{
	CHECK(setup());
	CHECK(decided(12, "answered", ""));
	CHECK(decided(10, "withheld", "repeated"));
	CHECK(decided(8, "withheld", "privacy"));
	CHECK_OK(ACT(&w, NULL, "receipt.totals", "{'kind':'qa.question'}"));
	CHECK_INT(out_int(&w, "received"), 30);
	CHECK_INT(out_int(&w, "answered"), 12);
	CHECK(withheld("repeated")->type == JSON_NULL);
	CHECK(withheld("privacy")->type == JSON_NULL);
	CHECK(decided(2, "withheld", "privacy"));
	CHECK_OK(ACT(&w, NULL, "receipt.totals", "{'kind':'qa.question'}"));
	CHECK_INT(withheld("privacy")->integer, 10);
	CHECK_INT(withheld("repeated")->integer, 10);
	done();
}

TEST(a_purge_takes_the_letter_as_well)
{
	char code[RECEIPT_CODE_SIZE];

	CHECK(setup());
	snprintf(code, sizeof(code), "%s", answered());
	CHECK_OK(ACT(&w, &keeper, "entry.purge",
	    "{'id':1,'reason':'含有他人的个人信息'}"));
	CHECK_OK(status(code));
	CHECK_TEXT(out_text(&w, "title"), "#1");
	CHECK(out_text(&w, "url") == NULL);
	CHECK_INT(value("SELECT count(*) FROM receipt"
	    " WHERE instr(title || content, '公积金') > 0"
	    " OR instr(content, '租房') > 0"), 0);
	done();
}

/* A letter that stays between sender and staff, closed; its code. */
static const char *
private_letter(void)
{
	const char *code;

	if (receive("{'column':'party','title':'我的补贴','content':"
	    "{'question':'卡号尾数是1234'}}") != ERR_OK)
		return ("");
	code = arena_text(w.arena, out_text(&w, "code"));
	if (ACT(&w, &keeper, "receipt.update", "{'id':1,'state':'answered',"
	    "'reply':'已于昨日补发，请查收'}") != ERR_OK)
		return ("");
	return (code);
}

#define LEFT "SELECT count(*) FROM receipt WHERE instr(title || content ||" \
	" reply, '补') > 0 OR instr(content, '1234') > 0"

TEST(a_keeper_empties_a_closed_letter_and_its_code_still_tells)
{
	const char *code;

	CHECK(setup());
	CHECK_OK(receive("{'column':'party','title':'另一件'}"));
	CHECK_ERR(ACT(&w, &keeper, "receipt.erase",
	    "{'id':1,'reason':'来信人要求'}"), ERR_CONFLICT,
	    "receipt.erase_open");
	CHECK_OK(ACT(&w, &keeper, "receipt.update", "{'id':1,'state':"
	    "'closed','reply':'重复来信，并案办理'}"));
	CHECK_ERR(ACT(&w, &editor, "receipt.erase",
	    "{'id':1,'reason':'来信人要求'}"), ERR_FORBIDDEN,
	    "permission.denied");
	CHECK_ERR(ACT(&w, &keeper, "receipt.erase", "{'id':1}"), ERR_INPUT,
	    "input.missing");
	done();
	CHECK(setup());
	code = private_letter();
	CHECK_INT(value(LEFT), 1);
	CHECK_OK(ACT(&w, &keeper, "receipt.erase",
	    "{'id':1,'reason':'来信人要求'}"));
	CHECK_INT(value(LEFT), 0);
	CHECK_OK(status(code));
	CHECK_TEXT(out_text(&w, "state"), "answered");
	CHECK_TEXT(out_text(&w, "title"), "#1");
	CHECK_INT(value("SELECT count(*) FROM audit WHERE"
	    " act = 'receipt.erase' AND detail = '来信人要求'"), 1);
	done();
}

TEST(a_letter_with_an_entry_is_emptied_with_the_entry_only)
{
	CHECK(setup());
	answered();
	CHECK_ERR(ACT(&w, &keeper, "receipt.erase",
	    "{'id':1,'reason':'来信人要求'}"), ERR_CONFLICT,
	    "receipt.erase_entry");
	done();
}

TEST(the_clerk_empties_closed_letters_when_their_days_are_over)
{
	int64_t count = 0, day = 86400;

	CHECK(setup());
	private_letter();
	CHECK_OK(receive("{'column':'party','title':'还没补'}"));
	CHECK_OK(receipt_expire(w.site, MONDAY + 365 * day - 1, &count,
	    &w.fault));
	CHECK_INT(count, 0);
	CHECK_OK(receipt_expire(w.site, MONDAY + 365 * day, &count,
	    &w.fault));
	CHECK_INT(count, 1);
	CHECK_INT(value(LEFT), 1);		/* the open one stays */
	CHECK_OK(receipt_expire(w.site, MONDAY + 365 * day, &count,
	    &w.fault));
	CHECK_INT(count, 0);
	done();
	CHECK(setup());
	private_letter();
	CHECK_OK(ACT(&w, &w.root, "site.update", "{'letters_days':0}"));
	CHECK_OK(receipt_expire(w.site, MONDAY + 3650 * day, &count,
	    &w.fault));
	CHECK_INT(count, 0);
	done();
}
