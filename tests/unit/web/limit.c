/* Failures, counted for all workers together. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/time.h"
#include "web/limit.h"
#include "../unit.h"

#define NOW INT64_C(1777340000)
#define MOST 3

static const unsigned char secret[HASH_BYTES] = "a key of this installation";
static struct limit *limit;
static char folder[64], file[128];

static void
start(void)
{
	time_set_for_test(NOW);
	snprintf(folder, sizeof(folder), "/tmp/mingchuang-limit-XXXXXX");
	CHECK(mkdtemp(folder) != NULL);
	snprintf(file, sizeof(file), "%s/.sign-ins", folder);
	CHECK(limit_open(&limit, folder, secret, NULL) == ERR_OK);
}

static void
end(void)
{
	limit_close(limit);
	unlink(file);
	rmdir(folder);
}

static void
fail(const char *what, int times)
{
	while (times-- > 0)
		limit_count(limit, what);
}

TEST(failures_up_to_the_limit_cost_nothing)
{
	start();
	CHECK_INT(limit_wait(limit, "writer", MOST), 0);
	fail("writer", MOST - 1);
	CHECK_INT(limit_wait(limit, "writer", MOST), 0);
	fail("writer", 1);
	CHECK_INT(limit_wait(limit, "writer", MOST), LIMIT_SECONDS);
	CHECK_INT(limit_wait(limit, "other", MOST), 0);
	end();
}

TEST(a_minute_after_the_first_failure_all_is_forgotten)
{
	start();
	fail("writer", 1);
	time_set_for_test(NOW + 20);
	fail("writer", MOST);
	CHECK_INT(limit_wait(limit, "writer", MOST), LIMIT_SECONDS - 20);
	time_set_for_test(NOW + LIMIT_SECONDS - 1);
	CHECK_INT(limit_wait(limit, "writer", MOST), 1);
	time_set_for_test(NOW + LIMIT_SECONDS);
	CHECK_INT(limit_wait(limit, "writer", MOST), 0);
	fail("writer", 1);
	CHECK_INT(limit_wait(limit, "writer", MOST), 0);
	end();
}

TEST(a_clock_set_back_locks_nobody_out)
{
	start();
	fail("writer", MOST);
	time_set_for_test(NOW - 86400);
	CHECK_INT(limit_wait(limit, "writer", MOST), 0);
	end();
}

TEST(made_up_names_do_not_wash_out_the_one_that_is_guessed_at)
{
	char name[32];
	int i;

	start();
	fail("writer", MOST);
	for (i = 0; i < 20 * LIMIT_KEYS; i++) {
		snprintf(name, sizeof(name), "nobody%d", i);
		fail(name, 1);
	}
	CHECK_INT(limit_wait(limit, "writer", MOST), LIMIT_SECONDS);
	end();
}

TEST(all_lanes_count_together_and_the_file_does_not_grow)
{
	struct limit *other;
	struct stat before, after;
	char name[32];
	int i;

	start();
	CHECK(limit_open(&other, folder, secret, NULL) == ERR_OK);
	CHECK_INT(stat(file, &before), 0);
	fail("writer", MOST - 1);
	limit_count(other, "writer");
	CHECK_INT(limit_wait(limit, "writer", MOST), LIMIT_SECONDS);
	CHECK_INT(limit_wait(other, "writer", MOST), LIMIT_SECONDS);
	for (i = 0; i < 2 * LIMIT_KEYS; i++) {
		snprintf(name, sizeof(name), "nobody%d", i);
		limit_count(other, name);
	}
	limit_close(other);
	CHECK_INT(stat(file, &after), 0);
	CHECK_INT(after.st_size, before.st_size);
	CHECK_INT(after.st_mode & 077, 0);
	end();
}

TEST(a_file_that_can_not_be_made_is_a_fault)
{
	struct limit *none;
	struct fault f = { .err = ERR_OK };

	CHECK(limit_open(&none, "/nowhere/at/all", secret, &f) ==
	    ERR_INTERNAL);
	CHECK_TEXT(f.name, "limit.file");
	CHECK(none == NULL);
}

TEST(a_household_of_ipv6_counts_as_one)
{
	char a[LIMIT_NETWORK_SIZE], b[LIMIT_NETWORK_SIZE];

	limit_network("2001:db8:1:2:3:4:5:6", a);
	limit_network("2001:db8:1:2::9", b);
	CHECK_TEXT(a, b);
	limit_network("2001:db8:1:3::9", b);
	CHECK(strcmp(a, b) != 0);
	limit_network("192.0.2.7", a);
	CHECK_TEXT(a, "192.0.2.7");
	limit_network("", a);
	CHECK_TEXT(a, "");
}
