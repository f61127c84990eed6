/* Plugins that fail, seen by everyone who opened the same sites. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cms/quarantine.h"
#include "../unit.h"

#define SITE 1

static struct quarantine *one, *two;	/* as two lanes have them */
static const struct fault why = { .err = ERR_INTERNAL,
	.name = "script.budget", .detail = "init.lua:3: runs longer" };

static void
open_both(void)
{
	CHECK_INT(quarantine_open(&one, unit_folder(), NULL), ERR_OK);
	CHECK_INT(quarantine_open(&two, unit_folder(), NULL), ERR_OK);
}

static void
close_both(void)
{
	quarantine_close(one);
	quarantine_close(two);
}

TEST(three_failures_in_a_row_count_in_all_lanes)
{
	struct quarantine_record r;

	open_both();
	CHECK(!quarantine_read(one, SITE, "a", &r));
	CHECK(!quarantine_failed(one, SITE, "a", "home.blocks", &why));
	CHECK(!quarantine_failed(two, SITE, "a", "entry.view", &why));
	CHECK_INT(quarantine_since(one, SITE, "a"), 0);
	CHECK(quarantine_read(two, SITE, "a", &r));
	CHECK_INT(r.failures, 2);
	CHECK(quarantine_failed(one, SITE, "a", "home.blocks", &why));
	CHECK(quarantine_since(two, SITE, "a") > 0);
	CHECK(!quarantine_failed(two, SITE, "a", "home.blocks", &why));
	CHECK(quarantine_read(two, SITE, "a", &r));
	CHECK_TEXT(r.where, "home.blocks");
	CHECK_TEXT(r.name, "script.budget");
	CHECK_TEXT(r.detail, "init.lua:3: runs longer");
	CHECK_INT(quarantine_since(one, SITE + 1, "a"), 0);
	CHECK_INT(quarantine_since(one, SITE, "b"), 0);
	close_both();
}

TEST(what_works_again_has_nothing_in_a_row)
{
	open_both();
	quarantine_failed(one, SITE, "c", "x", &why);
	quarantine_failed(one, SITE, "c", "x", &why);
	quarantine_worked(two, SITE, "c", "x");
	CHECK(!quarantine_failed(one, SITE, "c", "x", &why));
	CHECK(!quarantine_failed(one, SITE, "c", "x", &why));
	CHECK(quarantine_failed(one, SITE, "c", "x", &why));
	quarantine_worked(one, SITE, "c", "x");
	CHECK(quarantine_since(one, SITE, "c") > 0);
	close_both();
}

TEST(what_is_only_noted_stays_in_use_until_it_works)
{
	struct quarantine_record r;
	int i;

	open_both();
	for (i = 0; i < 2 * QUARANTINE_FAILURES; i++)
		quarantine_note(one, SITE, QUARANTINE_THEME "t", "home", &why);
	CHECK_INT(quarantine_since(two, SITE, QUARANTINE_THEME "t"), 0);
	quarantine_worked(two, SITE, QUARANTINE_THEME "t", "entry");
	CHECK(quarantine_read(two, SITE, QUARANTINE_THEME "t", &r));
	CHECK(r.failing);
	CHECK_TEXT(r.where, "home");
	quarantine_worked(two, SITE, QUARANTINE_THEME "t", "home");
	CHECK(quarantine_read(one, SITE, QUARANTINE_THEME "t", &r));
	CHECK(!r.failing);
	close_both();
}

TEST(a_hook_that_always_fails_is_not_saved_by_one_that_works)
{
	open_both();
	CHECK(!quarantine_failed(one, SITE, "d", "bad", &why));
	quarantine_worked(one, SITE, "d", "good");
	CHECK(!quarantine_failed(one, SITE, "d", "bad", &why));
	quarantine_worked(one, SITE, "d", "good");
	CHECK(quarantine_failed(one, SITE, "d", "bad", &why));
	close_both();
}

TEST(neither_do_many_that_fail_in_turn_stay)
{
	char where[16];
	int i;

	open_both();
	for (i = 0; i < 100; i++) {
		snprintf(where, sizeof(where), "hook%d", i);
		if (quarantine_failed(one, SITE, "e", where, &why))
			break;
		quarantine_worked(one, SITE, "e", "good");
	}
	CHECK(i < 20);
	close_both();
}

TEST(a_release_holds_for_all_and_is_counted)
{
	struct quarantine_record r;
	int i;

	open_both();
	for (i = 0; i < QUARANTINE_FAILURES; i++)
		quarantine_failed(one, SITE, "f", "x", &why);
	CHECK(quarantine_since(two, SITE, "f") > 0);
	CHECK_INT(quarantine_releases(one, "f"), 0);
	quarantine_release(two, SITE, "f");
	CHECK_INT(quarantine_since(one, SITE, "f"), 0);
	CHECK_INT(quarantine_releases(one, "f"), 1);
	CHECK(!quarantine_read(one, SITE, "f", &r));
	CHECK(!quarantine_failed(one, SITE, "f", "x", &why));
	close_both();
}

TEST(it_lasts_until_it_is_released)
{
	open_both();
	quarantine_failed(one, SITE, "g", "x", &why);
	quarantine_failed(one, SITE, "g", "x", &why);
	quarantine_failed(one, SITE, "g", "x", &why);
	close_both();
	open_both();
	CHECK(quarantine_since(one, SITE, "g") > 0);
	close_both();
}

TEST(failures_of_many_processes_are_all_counted)
{
	struct quarantine_record r;
	int i, k, status;

	for (i = 0; i < 4; i++)
		if (fork() == 0) {
			open_both();
			for (k = 0; k < 500; k++)
				quarantine_failed(one, SITE, "h", "x", &why);
			_exit(0);
		}
	while (wait(&status) > 0)
		CHECK_INT(status, 0);
	open_both();
	CHECK(quarantine_read(one, SITE, "h", &r));
	CHECK_INT(r.failures, 2000);
	close_both();
}

/* Last: it fills the file. */
TEST(more_plugins_than_there_is_room_for_share_it)
{
	char name[16];
	int i, k;

	open_both();
	for (i = 0; i < 3000; i++) {
		snprintf(name, sizeof(name), "p%d", i);
		for (k = 0; k < QUARANTINE_FAILURES; k++)
			quarantine_failed(one, 7, name, "x", &why);
		if (quarantine_since(one, 7, name) == 0)
			unit_fail(__FILE__, __LINE__, "%s is in use", name);
	}
	close_both();
}
