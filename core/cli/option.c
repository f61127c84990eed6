/* Options of sub-commands: see main.h. */
#include "cli/main.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct cli_option *
option_find(const struct cli_option *options, const char *name, size_t length)
{
	for (; options->name != NULL; options++)
		if (strlen(options->name) == length &&
		    memcmp(options->name, name, length) == 0)
			return (options);
	return (NULL);
}

static int
option_take(const struct cli_option *o, const char *value)
{
	int n;

	if (o->many == NULL) {
		*o->value = value;
		return (0);
	}
	for (n = 0; o->many[n] != NULL; n++)
		continue;
	if (n == o->room) {
		cli_say("--%s may be given %d times", o->name, o->room);
		return (-1);
	}
	o->many[n] = value;
	o->many[n + 1] = NULL;
	return (0);
}

/* The option at argv[i]; returns the index of its last word, or -1. */
static int
option_at(const struct cli_option *options, int i, int argc, char **argv)
{
	const char *name = argv[i] + 2, *equals = strchr(name, '=');
	const struct cli_option *o;

	o = option_find(options, name, equals != NULL ?
	    (size_t)(equals - name) : strlen(name));
	if (o == NULL) {
		cli_say("there is no option %s", argv[i]);
		return (-1);
	}
	if (o->flag != NULL) {
		if (equals != NULL) {
			cli_say("--%s takes no value", o->name);
			return (-1);
		}
		*o->flag = 1;
		return (i);
	}
	if (equals == NULL && i + 1 == argc) {
		cli_say("--%s needs a value", o->name);
		return (-1);
	}
	if (option_take(o, equals != NULL ? equals + 1 : argv[i + 1]) != 0)
		return (-1);
	return (equals != NULL ? i : i + 1);
}

int
cli_options(const struct cli_option *options, int argc, char **argv)
{
	int i, left = 0, open = 1;

	for (i = 0; i < argc; i++) {
		if (open && strcmp(argv[i], "--") == 0)
			open = 0;
		else if (!open || i == 0 || strncmp(argv[i], "--", 2) != 0)
			argv[left++] = argv[i];
		else if ((i = option_at(options, i, argc, argv)) == -1)
			return (-1);
	}
	argv[left] = NULL;
	return (left);
}

long
cli_number(const char *option, const char *value, long min, long max)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(value, &end, 10);
	if (errno == 0 && *value != '\0' && *end == '\0' && n >= min &&
	    n <= max)
		return (n);
	cli_say("--%s %s: a number from %ld to %ld is wanted", option, value,
	    min, max);
	return (-1);
}
