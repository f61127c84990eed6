#include "web/limit.h"
#include "base/time.h"
#include "../unit.h"

#define NOW INT64_C(1777340000)
#define MOST 3

static struct limit *limit;

static void
start(void)
{
	time_set_for_test(NOW);
	limit = limit_alloc();
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
	limit_free(limit);
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
	limit_free(limit);
}

TEST(a_clock_set_back_locks_nobody_out)
{
	start();
	fail("writer", MOST);
	time_set_for_test(NOW - 86400);
	CHECK_INT(limit_wait(limit, "writer", MOST), 0);
	limit_free(limit);
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
	limit_free(limit);
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
