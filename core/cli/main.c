/* The table of sub-commands, and what they share: see main.h. */
#include "cli/main.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/lang.h"
#include "cli/commands.h"

static const struct command {
	const char	*name;		/* one word or two */
	cli_run		run;
	const char	*arguments;
	const char	*purpose;
} commands[] = {
#define COMMAND(name, run, arguments, purpose) \
	{ name, run, arguments, purpose },
	COMMANDS
#undef COMMAND
	{ NULL, NULL, NULL, NULL }
};

void
cli_say(const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "mingchuang: ");
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

void
cli_done(const struct cli *cli, const char *fmt, ...)
{
	va_list ap;

	if (cli->quiet)
		return;
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
}

static int
cli_help(FILE *out)
{
	const struct command *c;

	fprintf(out, "usage: mingchuang [--sites DIR] [--quiet] COMMAND ...\n\n");
	for (c = commands; c->name != NULL; c++)
		fprintf(out, "  %s %s\n      %s\n", c->name, c->arguments,
		    c->purpose);
	fprintf(out, "\nDIR: the folder of all sites (default: $SITES, or "
	    "sites/ beside core/)\n--quiet: says nothing of what "
	    "went well\n\n");
	cli_examples(out, "");
	return (out == stdout ? EXIT_DONE : EXIT_USAGE);
}

bool
cli_input(struct buf *b, size_t max)
{
	char block[65536];
	ssize_t n = 0;

	while (b->length <= max &&
	    (n = read(STDIN_FILENO, block, sizeof(block))) > 0)
		buf_append(b, block, (size_t)n);
	if (b->length <= max && n < 0) {
		cli_say("standard input can't be read");
		return (false);
	}
	return (true);
}

int
cli_usage(const char *command)
{
	const struct command *c;

	for (c = commands; c->name != NULL; c++)
		if (strcmp(c->name, command) == 0)
			fprintf(stderr, "usage: mingchuang %s %s\n", c->name,
			    c->arguments);
	return (EXIT_USAGE);
}

struct lang *
cli_lang(const struct cli *cli)
{
	struct lang *l = lang_alloc();
	const char *lang = getenv("LANG");
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/core/lang/%s.lang", cli->root,
	    lang != NULL && strncmp(lang, "zh", 2) == 0 ? "zh" : "en");
	lang_load(l, path, NULL);
	return (l);
}

void
cli_sentence(const struct cli *cli, const struct fault *f, struct buf *out)
{
	struct lang *l = cli_lang(cli);

	lang_fault(l, f, out);
	lang_free(l);
}

int
cli_fault(const struct cli *cli, const struct fault *f)
{
	struct buf text = { 0 };

	cli_sentence(cli, f, &text);
	cli_say("%s", buf_string(&text));
	buf_cleanup(&text);
	return (EXIT_NO);
}

/* BUILD/mingchuang lies in ROOT/BUILD; any other place needs
 * $MINGCHUANG_ROOT. */
static int
cli_find(struct cli *cli)
{
	static char program[PATH_MAX], root[PATH_MAX];
	const char *set = getenv("MINGCHUANG_ROOT");
	char text[PATH_MAX];
	ssize_t n;

	n = readlink("/proc/self/exe", program, sizeof(program) - 1);
	if (n <= 0) {
		cli_say("/proc/self/exe: %s", strerror(errno));
		return (-1);
	}
	program[n] = '\0';
	if (set == NULL || *set == '\0') {
		snprintf(text, sizeof(text), "%.*s/..",
		    (int)(strrchr(program, '/') - program), program);
		set = text;
	}
	if (realpath(set, root) == NULL) {
		cli_say("%s: %s: set MINGCHUANG_ROOT to the folder of core/",
		    set, strerror(errno));
		return (-1);
	}
	cli->program = program;
	cli->root = root;
	return (0);
}

/* The folder may not exist yet: `site create` makes it. */
static void
cli_sites(struct cli *cli, const char *option)
{
	static char sites[2 * PATH_MAX];
	char here[PATH_MAX];

	if (option == NULL || *option == '\0')
		option = getenv("SITES");
	if (option == NULL || *option == '\0')
		snprintf(sites, sizeof(sites), "%s/sites", cli->root);
	else if (*option == '/' || getcwd(here, sizeof(here)) == NULL)
		snprintf(sites, sizeof(sites), "%s", option);
	else
		snprintf(sites, sizeof(sites), "%s/%s", here, option);
	cli->sites = sites;
}

/* Takes --sites (its value, or NULL) and --quiet wherever they stand, up to
 * "--". */
static const char *
cli_take(struct cli *cli, int *argc, char **argv)
{
	const char *found = NULL;
	int i, left = 0, n = *argc;

	for (i = 0; i < n; i++) {
		if (strcmp(argv[i], "--") == 0)
			break;
		if (strncmp(argv[i], "--sites=", 8) == 0)
			found = argv[i] + 8;
		else if (strcmp(argv[i], "--sites") == 0 && i + 1 < n)
			found = argv[++i];
		else if (strcmp(argv[i], "--quiet") == 0)
			cli->quiet = 1;
		else
			argv[left++] = argv[i];
	}
	while (i < n)
		argv[left++] = argv[i++];
	argv[left] = NULL;
	*argc = left;
	return (found);
}

/* How many of argv's words are the command's name; 0: another command. */
static int
command_fits(const struct command *c, int argc, char **argv)
{
	const char *space = strchr(c->name, ' ');
	size_t length = space != NULL ? (size_t)(space - c->name) :
	    strlen(c->name);

	if (argc == 0 || strlen(argv[0]) != length ||
	    memcmp(argv[0], c->name, length) != 0)
		return (0);
	if (space == NULL)
		return (1);
	return (argc > 1 && strcmp(argv[1], space + 1) == 0 ? 2 : 0);
}

/* "site": the commands that begin with that word; how many there are.  Told
 * on `out` where there is one. */
static int
command_group(const char *word, FILE *out)
{
	const struct command *c;
	size_t length = strlen(word);
	int n = 0;

	for (c = commands; c->name != NULL; c++)
		if (strncmp(c->name, word, length) == 0 &&
		    (c->name[length] == ' ' || c->name[length] == '\0')) {
			if (out != NULL)
				fprintf(out, "usage: mingchuang %s %s\n"
				    "    %s\n", c->name, c->arguments,
				    c->purpose);
			n++;
		}
	return (n);
}

static int
command_run(const struct cli *cli, const struct command *c, int words,
    int argc, char **argv)
{
	if (argc > words && strcmp(argv[argc - 1], "--help") == 0) {
		command_group(c->name, stdout);
		cli_examples(stdout, c->name);
		return (EXIT_DONE);
	}
	return (c->run(cli, argc - words + 1, argv + words - 1));
}

/* Those that begin with its first word, which is perhaps what was meant. */
static int
command_none(int argc, char **argv)
{
	bool two = argc > 1 && argv[1][0] != '-';

	if (command_group(argv[0], NULL) == 0 || two)
		cli_say("there is no command %s%s%s", argv[0], two ? " " : "",
		    two ? argv[1] : "");
	if (command_group(argv[0], stderr) == 0)
		cli_say("mingchuang help lists them");
	return (EXIT_USAGE);
}

/* "help user" or "help user add". */
static int
help_on(int argc, char **argv)
{
	char name[64];

	snprintf(name, sizeof(name), "%s%s%s", argv[0], argc > 1 ? " " : "",
	    argc > 1 ? argv[1] : "");
	if (command_group(name, stdout) == 0)
		return (command_none(argc, argv));
	cli_examples(stdout, name);
	return (EXIT_DONE);
}

static int
cli_main(int argc, char **argv)
{
	struct cli cli = { 0 };
	const struct command *c;
	int words;

	if (cli_find(&cli) == -1)
		return (EXIT_NO);
	argc--;
	argv++;
	cli_sites(&cli, cli_take(&cli, &argc, argv));
	if (argc > 0 && strcmp(argv[0], "--version") == 0) {
		puts("mingchuang " MINGCHUANG_VERSION);
		return (EXIT_DONE);
	}
	if (argc > 0 && (strcmp(argv[0], "--help") == 0 ||
	    strcmp(argv[0], "help") == 0))
		return (argc == 1 ? cli_help(stdout) :
		    help_on(argc - 1, argv + 1));
	for (c = commands; c->name != NULL; c++)
		if ((words = command_fits(c, argc, argv)) > 0)
			return (command_run(&cli, c, words, argc, argv));
	return (argc > 0 ? command_none(argc, argv) : cli_help(stderr));
}

/* Output that was lost isn't done. */
int
main(int argc, char **argv)
{
	int status = cli_main(argc, argv);

	if ((fflush(stdout) != 0 || ferror(stdout)) && status == EXIT_DONE) {
		cli_say("the output can't be written: %s", strerror(errno));
		return (EXIT_NO);
	}
	return (status);
}
