/* Templates that rest: see theme.h. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "base/utf8.h"
#include "script/theme.h"
#include "script/world.h"

#define REST_FAILURES 3
#define REST_SECONDS 10

struct tired {
	struct tired	*next;
	char		 name[THEME_NAME_MAX];
	int		 failures;	/* in a row */
	time_t		 until;		/* it rests */
	unsigned	 used;		/* layers, when it failed */
};

static struct tired *
rest_find(const struct theme *t, const char *name)
{
	struct tired *one;

	for (one = t->tired; one != NULL; one = one->next)
		if (strcmp(one->name, name) == 0)
			return (one);
	return (NULL);
}

bool
rest_now(struct theme *t, const char *name)
{
	const struct tired *one = rest_find(t, name);

	if (one == NULL || one->until <= time(NULL))
		return (false);
	t->used = one->used;
	return (true);
}

static struct tired *
rest_add(struct theme *t, const char *name)
{
	struct tired *one = must_alloc(sizeof(*one));

	memset(one, 0, sizeof(*one));
	utf8_copy(one->name, sizeof(one->name), name);
	one->next = t->tired;
	t->tired = one;
	return (one);
}

void
rest_count(struct theme *t, const char *name, bool over)
{
	struct tired *one = rest_find(t, name);

	if (!over) {
		if (one != NULL)
			one->failures = 0;
		return;
	}
	if (one == NULL)
		one = rest_add(t, name);
	one->used = t->used;
	if (++one->failures < REST_FAILURES)
		return;
	one->until = time(NULL) + REST_SECONDS;
	log_error("template %s of site %s rests for %d s: it ran over its "
	    "budget %d times in a row", name, t->site_name, REST_SECONDS,
	    one->failures);
}

void
rest_free(struct theme *t)
{
	struct tired *one;

	while ((one = t->tired) != NULL) {
		t->tired = one->next;
		free(one);
	}
}
