/*
 * Unit tests: TEST(name that says what holds) { CHECK(...); }
 * A test file is a program; it prints "ok NAME" or "not ok NAME" for each
 * test and exits with 1 if one failed.
 */
#ifndef UNIT_H
#define UNIT_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct unit_test {
	const char	*name;
	void		(*run)(void);
	struct unit_test *next;
};

void unit_add(struct unit_test *t);
void unit_fail(const char *file, int line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* A fresh folder, removed when the program ends. */
const char *unit_folder(void);

#define TEST(n) \
	static void n(void); \
	static struct unit_test n##_test = { #n, n, NULL }; \
	__attribute__((constructor)) static void n##_add(void) { unit_add(&n##_test); } \
	static void n(void)

#define CHECK(x) do { \
	if (!(x)) { unit_fail(__FILE__, __LINE__, "%s", #x); return; } \
} while (0)

#define CHECK_INT(got, want) do { \
	long long unit_g = (long long)(got), unit_w = (long long)(want); \
	if (unit_g != unit_w) { unit_fail(__FILE__, __LINE__, \
	    "%s is %lld, not %lld", #got, unit_g, unit_w); return; } \
} while (0)

#define CHECK_TEXT(got, want) do { \
	const char *unit_g = (got), *unit_w = (want); \
	if (unit_g == NULL || unit_w == NULL ? unit_g != unit_w : \
	    strcmp(unit_g, unit_w) != 0) { unit_fail(__FILE__, __LINE__, \
	    "%s is\n  [%s], not\n  [%s]", #got, \
	    unit_g != NULL ? unit_g : "NULL", \
	    unit_w != NULL ? unit_w : "NULL"); return; } \
} while (0)

#endif
