/*
 * Tests of plugins: plugins/NAME/tests/WHAT.lua, a script with names of its
 * own (lua/cms/test.lua says which) that asks the program to do what people
 * do.  What it asks is answered by the floor above.
 */
#ifndef SCRIPT_TEST_H
#define SCRIPT_TEST_H

#include "base/json.h"

struct script_tester {
	/* "fresh", "request", "act", "job", "command"; what each takes and
	 * gives is told where lua/cms/test.lua calls it. */
	enum err	(*ask)(void *arg, const char *what,
			    const struct json *in, struct arena *a,
			    struct json **out, struct fault *f);
	/* A line of the report: "ok NAME", "not ok NAME", "# …". */
	void		(*tell)(void *arg, const char *line);
	void		*arg;
};

/* Runs the file, called `shown` in messages, with the project's lua/.
 * *failed counts tests that did; a fault is one of the file itself. */
enum err script_test(const char *root, const char *path, const char *shown,
    const struct script_tester *t, int *failed, struct fault *f);

#endif
