/* The runner behind unit.h. */
#include "unit.h"

#include <ftw.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

static struct unit_test *first;
static bool failed;
static char folder[] = "/tmp/mingchuang-unit-XXXXXX";
static bool folder_made;

void
unit_add(struct unit_test *t)
{
	struct unit_test **at = &first;

	while (*at != NULL)
		at = &(*at)->next;
	*at = t;
}

void
unit_fail(const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	failed = true;
	printf("# %s:%d: ", file, line);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
}

const char *
unit_folder(void)
{
	if (!folder_made && mkdtemp(folder) == NULL) {
		perror(folder);
		exit(2);
	}
	folder_made = true;
	return (folder);
}

static int
unit_remove(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st, (void)flag, (void)ftw;
	return (remove(path));
}

int
main(int argc, char **argv)
{
	struct unit_test *t;
	int bad = 0;

	for (t = first; t != NULL; t = t->next) {
		if (argc > 1 && strcmp(argv[1], t->name) != 0)
			continue;
		failed = false;
		t->run();
		bad += failed;
		printf("%s %s\n", failed ? "not ok" : "ok", t->name);
		fflush(stdout);
	}
	if (folder_made)
		nftw(folder, unit_remove, 16, FTW_DEPTH | FTW_PHYS);
	return (bad > 0);
}
