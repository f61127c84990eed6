#include "web/cache.h"
#include "web/compress.h"
#include "web/prepared.h"
#include "base/time.h"
#include "../unit.h"

#include <stdlib.h>
#include <time.h>

#include <zlib.h>

#define NOW INT64_C(1777340000)
#define FOREVER INT64_MAX
#define LIMIT ((size_t)4 << 20)

static struct arena *arena;
static struct cache *cache;
static struct request rq;
static struct reply rp;

static void
start(void)
{
	time_set_for_test(NOW);
	cache = cache_alloc(LIMIT);
	rq = (struct request){ .arena = arena };
	reply_init(&rp);
}

static void
finish(void)
{
	reply_cleanup(&rp);
	cache_free(cache);
}

__attribute__((constructor)) static void
begin(void)
{
	arena = arena_alloc();
}

__attribute__((destructor)) static void
done(void)
{
	arena_free(arena);
}

/* Keeps a page of `length` bytes that begins with `text`. */
static struct cached *
keep(const char *key, uint64_t generation, const char *text, size_t length)
{
	struct cached *k;
	struct reply page;

	reply_init(&page);
	reply_header(&page, arena, "content-type", "text/html; charset=utf-8");
	reply_header(&page, arena, "cache-control", "public, max-age=0");
	reply_header(&page, arena, "vary", "accept-encoding, cookie");
	reply_header(&page, arena, "x-other", "value");
	buf_text(&page.body, text);
	while (page.body.length < length)
		buf_text(&page.body, "红旗");
	k = cache_keep(cache, key, generation, NOW + 30, -1, &page);
	reply_cleanup(&page);
	return (k);
}

static void
want(const char *name, const char *value)
{
	pairs_add(arena, &rq.headers, name, value);
}

/* The reply's head as a text. */
static const char *
head(void)
{
	return (arena_copy(arena, rp.prepared->data, rp.prepared->head));
}

static const char *
body(void)
{
	return (arena_copy(arena, rp.prepared->data + rp.prepared->head,
	    rp.prepared->length - rp.prepared->head));
}

static const char *
etag(void)
{
	const char *p = strstr(head(), "\r\netag: ") + 8;

	return (arena_copy(arena, p, strcspn(p, "\r")));
}

TEST(a_kept_page_is_found_by_its_name_only)
{
	start();
	CHECK(cache_find(cache, "a", 1) == NULL);
	CHECK(keep("a", 1, "page a", 0) != NULL);
	CHECK(cache_find(cache, "b", 1) == NULL);
	cache_answer(cache, cache_find(cache, "a", 1), &rq, &rp);
	CHECK_INT(rp.status, 200);
	CHECK_TEXT(body(), "page a");
	CHECK(strncmp(head(), "HTTP/1.1 200 OK\r\n", 17) == 0);
	CHECK(strstr(head(), "\r\ncontent-length: 6\r\n") != NULL);
	CHECK(strstr(head(), "\r\nx-other: value\r\n") != NULL);
	CHECK(strstr(head(), "content-encoding") == NULL);
	finish();
}

TEST(another_generation_or_its_time_ends_a_page)
{
	start();
	keep("a", 1, "old", 0);
	CHECK(cache_find(cache, "a", 2) == NULL);
	CHECK_INT(cache_count(cache), 0);
	CHECK_INT(cache_used(cache), 0);
	keep("a", 2, "new", 0);
	time_set_for_test(NOW + 30);
	CHECK(cache_find(cache, "a", 2) != NULL);
	time_set_for_test(NOW + 31);
	CHECK(cache_find(cache, "a", 2) == NULL);
	finish();
}

/* The upper bits: see site_raise_soon(). */
TEST(what_may_wait_is_shown_when_the_second_is_over)
{
	const uint64_t soon = UINT64_C(1) << 48;

	start();
	time_set_for_test(NOW);
	keep("a", 1, "a page", 0);
	CHECK(cache_find(cache, "a", 1 + soon) != NULL);
	CHECK(cache_find(cache, "a", 1 + 9 * soon) != NULL);
	time_set_for_test(NOW + 1);
	CHECK(cache_find(cache, "a", 1 + soon) == NULL);
	keep("a", 1 + soon, "a page", 0);
	CHECK(cache_find(cache, "a", 2 + soon) == NULL);
	finish();
}

TEST(a_page_kept_again_replaces_the_one_before)
{
	start();
	keep("a", 1, "one", 0);
	keep("a", 1, "two", 0);
	CHECK_INT(cache_count(cache), 1);
	cache_answer(cache, cache_find(cache, "a", 1), &rq, &rp);
	CHECK_TEXT(body(), "two");
	finish();
}

static bool
unpack(const struct prepared *p, char *out, size_t *size)
{
	z_stream z = { .next_in = (Bytef *)p->data + p->head,
		.avail_in = (uInt)(p->length - p->head),
		.next_out = (Bytef *)out, .avail_out = (uInt)*size };
	int e;

	if (inflateInit2(&z, 15 + 16) != Z_OK)
		return (false);
	e = inflate(&z, Z_FINISH);
	inflateEnd(&z);
	*size -= z.avail_out;
	return (e == Z_STREAM_END);
}

TEST(each_coding_has_its_bytes_and_its_etag)
{
	static const char *const asked[] = { NULL, "gzip, deflate",
		"gzip, deflate, br" };
	const char *etags[CODING_COUNT];
	char out[10000];
	size_t size;
	int c;

	for (c = CODING_PLAIN; c < CODING_COUNT; c++) {
		start();
		keep("a", 1, "page", 9000);
		if (asked[c] != NULL)
			want("accept-encoding", asked[c]);
		cache_answer(cache, cache_find(cache, "a", 1), &rq, &rp);
		etags[c] = etag();
		size = sizeof(out);
		if (c != CODING_PLAIN) {
			CHECK(strstr(head(), arena_printf(arena,
			    "\r\ncontent-encoding: %s\r\n",
			    coding_name((enum coding)c))) != NULL);
			CHECK(rp.prepared->length < 1500);
		}
		/* What br holds is read by tests/http/cache.test.mjs. */
		if (c == CODING_GZIP) {
			CHECK(unpack(rp.prepared, out, &size));
			CHECK_INT(size, 9004);
			CHECK(memcmp(out, "page红旗", 10) == 0);
		}
		finish();
	}
	CHECK(strcmp(etags[0], etags[1]) != 0);
	CHECK(strcmp(etags[1], etags[2]) != 0);
}

TEST(who_has_the_same_etag_gets_a_304_without_a_body)
{
	const char *tag;

	start();
	keep("a", 1, "page", 9000);
	want("accept-encoding", "gzip");
	cache_answer(cache, cache_find(cache, "a", 1), &rq, &rp);
	tag = etag();
	want("if-none-match", tag);
	cache_answer(cache, cache_find(cache, "a", 1), &rq, &rp);
	CHECK_INT(rp.status, 304);
	CHECK_INT(rp.prepared->length, rp.prepared->head);
	CHECK(strncmp(head(), "HTTP/1.1 304 Not Modified\r\n", 27) == 0);
	CHECK_TEXT(etag(), tag);
	CHECK(strstr(head(), "\r\nvary: accept-encoding, cookie\r\n") != NULL);
	CHECK(strstr(head(), "\r\ncache-control: public") != NULL);
	CHECK(strstr(head(), "content-") == NULL);
	/* The same text in another generation is still the same. */
	keep("a", 2, "page", 9000);
	cache_answer(cache, cache_find(cache, "a", 2), &rq, &rp);
	CHECK_INT(rp.status, 304);
	/* Another coding is another representation. */
	rq.headers.item[0].value = "identity";
	cache_answer(cache, cache_find(cache, "a", 2), &rq, &rp);
	CHECK_INT(rp.status, 200);
	finish();
}

TEST(what_is_short_or_no_text_stays_plain)
{
	start();
	want("accept-encoding", "gzip, br");
	keep("a", 1, "short", 0);
	cache_answer(cache, cache_find(cache, "a", 1), &rq, &rp);
	CHECK_TEXT(body(), "short");
	CHECK(!compress_type("image/png"));
	CHECK(!compress_type(NULL));
	CHECK(compress_type("text/html; charset=utf-8"));
	CHECK(compress_type("image/svg+xml"));
	finish();
}

TEST(the_date_follows_the_clock_but_not_while_it_is_sent)
{
	struct reply second;

	start();
	time_set_for_test(NOW);
	keep("a", 1, "page", 0);
	cache_answer(cache, cache_find(cache, "a", 1), &rq, &rp);
	CHECK(strstr(head(), "\r\ndate: Tue, 28 Apr 2026 01:33:20 GMT\r\n") !=
	    NULL);
	time_set_for_test(NOW + 5);
	reply_init(&second);
	cache_answer(cache, cache_find(cache, "a", 1), &rq, &second);
	CHECK(second.prepared == rp.prepared);
	CHECK(strstr(head(), "01:33:20 GMT") != NULL);
	reply_cleanup(&second);
	cache_answer(cache, cache_find(cache, "a", 1), &rq, &second);
	reply_cleanup(&second);
	reply_cleanup(&rp);
	cache_answer(cache, cache_find(cache, "a", 1), &rq, &rp);
	CHECK(strstr(head(), "01:33:25 GMT") != NULL);
	finish();
}

TEST(a_reply_that_is_sent_outlives_the_cache)
{
	start();
	keep("a", 1, "still here", 0);
	cache_answer(cache, cache_find(cache, "a", 1), &rq, &rp);
	cache_free(cache);
	cache = NULL;
	CHECK_TEXT(body(), "still here");
	finish();
}

TEST(a_copy_that_ends_the_connection_says_so)
{
	struct buf b = { 0 };

	start();
	keep("a", 1, "page", 0);
	cache_answer(cache, cache_find(cache, "a", 1), &rq, &rp);
	prepared_closing(rp.prepared, true, &b);
	CHECK(strstr(b.data, "\r\nconnection: close\r\n\r\npage") != NULL);
	buf_reset(&b);
	prepared_closing(rp.prepared, false, &b);
	CHECK(strstr(b.data, "\r\nconnection: close\r\n\r\n") != NULL);
	CHECK(strstr(b.data, "page") == NULL);
	buf_cleanup(&b);
	finish();
}

TEST(memory_is_bounded_and_what_is_asked_for_stays)
{
	char key[32];
	int i;

	start();
	want("accept-encoding", "gzip");
	keep("favourite", 1, "page", 20000);
	for (i = 0; i < 5000; i++) {
		snprintf(key, sizeof(key), "page %d", i);
		cache_answer(cache, keep(key, 1, key, 20000), &rq, &rp);
		CHECK(cache_used(cache) <= LIMIT);
		CHECK(cache_find(cache, "favourite", 1) != NULL);
	}
	CHECK(cache_count(cache) > 100);
	CHECK(cache_find(cache, "page 0", 1) == NULL);
	CHECK(cache_find(cache, "page 4999", 1) != NULL);
	finish();
}

TEST(a_body_over_the_limit_is_not_kept)
{
	start();
	CHECK(keep("fits", 1, "p", CACHE_REPLY_MAX - 6) != NULL);
	CHECK(keep("large", 1, "p", CACHE_REPLY_MAX + 1) == NULL);
	CHECK(cache_find(cache, "large", 1) == NULL);
	CHECK_INT(cache_count(cache), 1);
	finish();
}

static double
nanoseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return ((double)t.tv_sec * 1e9 + (double)t.tv_nsec);
}

/* What it costs to see that a page is still good: the site's counter and the
 * look-up.  Printed, since a machine under load proves nothing. */
TEST(the_cost_of_a_look_is_told)
{
	static volatile uint64_t counter = 1;
	const int looks = 2000000;
	double began;
	char key[64];
	int i, found = 0;

	start();
	for (i = 0; i < 400; i++) {
		snprintf(key, sizeof(key), "p- www.example.test /news/%d.html",
		    i);
		keep(key, 1, key, 0);
	}
	began = nanoseconds();
	for (i = 0; i < looks; i++)
		found += cache_find(cache, key, __atomic_load_n(&counter,
		    __ATOMIC_ACQUIRE)) != NULL;
	printf("# generation check and look-up: %.0f ns\n",
	    (nanoseconds() - began) / looks);
	CHECK_INT(found, looks);
	finish();
}
