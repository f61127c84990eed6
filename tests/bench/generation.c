/*
 * What every request pays to know that a kept page still holds.
 *
 *	generation ROOT SITES HOST
 *
 * Prints JSON: nanoseconds of this thread for site_generation(), and for
 * finding the site by its host before it.
 */
#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "base/arena.h"
#include "cms/cms.h"

#define ROUNDS 2000000

static double
cpu_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return ((double)ts.tv_sec * 1e9 + (double)ts.tv_nsec);
}

int
main(int argc, char **argv)
{
	struct fault f = { .err = ERR_OK };
	struct site *site;
	struct cms *cms;
	double began, check, whole;
	uint64_t sum = 0;
	int i;

	if (argc != 4) {
		fputs("usage: generation ROOT SITES HOST\n", stderr);
		return (2);
	}
	if (cms_open(&cms, argv[1], argv[2], DB_READ, &f) != ERR_OK ||
	    cms_site_by_host(cms, argv[3], &site, &f) != ERR_OK) {
		fprintf(stderr, "generation: %s %s\n", f.name, f.detail);
		return (1);
	}
	began = cpu_now();
	for (i = 0; i < ROUNDS; i++)
		sum += site_generation(site);
	check = (cpu_now() - began) / ROUNDS;
	began = cpu_now();
	for (i = 0; i < ROUNDS; i++) {
		(void)cms_site_by_host(cms, argv[3], &site, &f);
		sum += site_generation(site);
	}
	whole = (cpu_now() - began) / ROUNDS;
	printf("{\"check_ns\":%.1f,\"site_ns\":%.1f,\"sum\":%" PRIu64 "}\n",
	    check, whole, sum);
	cms_close(cms);
	return (0);
}
