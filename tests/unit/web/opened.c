/* Files that are kept open: who holds them, and until when. */
#include "web/opened.h"
#include "base/time.h"
#include "../unit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define NOW INT64_C(1777340000)

static struct arena *arena;
static struct opened *opened;

/* A reply that is about to send a file of seven bytes. */
static void
whole(struct reply *rp)
{
	char name[] = "/tmp/mingchuang-opened-XXXXXX";

	reply_init(rp);
	rp->fd = mkstemp(name);
	unlink(name);
	CHECK_INT(write(rp->fd, "content", 7), 7);
	rp->length = 7;
	rp->modified = NOW - 5;
	reply_header(rp, arena, "etag", "\"a\"");
}

static bool
is_open(int fd)
{
	return (fcntl(fd, F_GETFD) != -1);
}

static void
start(void)
{
	time_set_for_test(NOW);
	arena = arena_alloc();
	opened = opened_alloc();
}

static void
finish(void)
{
	opened_free(opened);
	arena_free(arena);
}

/* Keeps a file as `key`. */
static void
keep(const char *key, int *fd)
{
	struct reply rp;

	whole(&rp);
	*fd = rp.fd;
	opened_keep(opened, key, 3, NOW + 30, &rp);
	reply_cleanup(&rp);
	CHECK(is_open(*fd));
}

TEST(a_kept_file_is_answered_with_its_lines)
{
	struct reply rp;
	int fd;

	start();
	keep("/media/a", &fd);
	reply_init(&rp);
	CHECK(opened_answer(opened, "/media/a", 3, arena, &rp));
	CHECK_INT(rp.fd, fd);
	CHECK_INT(rp.length, 7);
	CHECK_INT(rp.modified, NOW - 5);
	CHECK_TEXT(pairs_get(&rp.headers, "etag"), "\"a\"");
	reply_header(&rp, arena, "content-range", "bytes 0-1/7");
	reply_cleanup(&rp);
	CHECK(is_open(fd));
	reply_init(&rp);
	CHECK(opened_answer(opened, "/media/a", 3, arena, &rp));
	CHECK(pairs_get(&rp.headers, "content-range") == NULL);
	reply_cleanup(&rp);
	CHECK(!opened_answer(opened, "/media/b", 3, arena, &rp));
	finish();
	CHECK(!is_open(fd));
}

TEST(a_change_of_the_site_closes_it_but_not_under_who_sends_it)
{
	struct reply sending, late;
	int fd;

	start();
	keep("/media/a", &fd);
	reply_init(&sending);
	CHECK(opened_answer(opened, "/media/a", 3, arena, &sending));
	reply_init(&late);
	CHECK(!opened_answer(opened, "/media/a", 4, arena, &late));
	CHECK(!opened_answer(opened, "/media/a", 3, arena, &late));
	CHECK(is_open(fd));
	reply_cleanup(&sending);
	CHECK(!is_open(fd));
	finish();
}

TEST(it_is_closed_when_its_time_is_over)
{
	struct reply rp;
	int fd;

	start();
	keep("/media/a", &fd);
	time_set_for_test(NOW + 31);
	reply_init(&rp);
	CHECK(!opened_answer(opened, "/media/a", 3, arena, &rp));
	CHECK(!is_open(fd));
	finish();
}

TEST(never_more_are_open_than_there_are_places)
{
	bool seen[4 * OPENED_MAX] = { false };
	int i, fd, count = 0;
	char key[32];

	start();
	for (i = 0; i < 2 * OPENED_MAX; i++) {
		snprintf(key, sizeof(key), "/media/%d", i);
		keep(key, &fd);
		CHECK(fd < 4 * OPENED_MAX);
		seen[fd] = true;
	}
	for (fd = 0; fd < 4 * OPENED_MAX; fd++)
		count += seen[fd] && is_open(fd);
	CHECK(count > 0 && count <= OPENED_MAX);
	finish();
	for (fd = 0; fd < 4 * OPENED_MAX; fd++)
		CHECK(!seen[fd] || !is_open(fd));
}
