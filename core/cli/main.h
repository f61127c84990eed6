/*
 * The `mingchuang` command: a table of sub-commands, a file each.  Exit codes:
 * 0 done, 1 the answer is no, 2 wrong use; errors on standard error say what,
 * where, and what to do.
 */
#ifndef CLI_MAIN_H
#define CLI_MAIN_H

#include <stdbool.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/fault.h"

enum { EXIT_DONE = 0, EXIT_NO = 1, EXIT_USAGE = 2 };

struct lang;

/* Where everything is; absolute paths. */
struct cli {
	const char	*program;	/* this program's file */
	const char	*root;		/* core/, plugins/, themes/… */
	const char	*sites;		/* hub.db and a folder for each site */
	int		quiet;		/* nothing is said of what went well */
};

/* argv[0] is the sub-command's last word; argv[argc] is NULL.  Returns an
 * exit code. */
typedef int (*cli_run)(const struct cli *cli, int argc, char **argv);

/* What follows is for sub-commands. */

/* An option: with a value where `value` is set, else a switch.  The last of
 * several counts, unless `many` is set too. */
struct cli_option {
	const char	*name;		/* "port", given as --port N or --port=N */
	const char	**value;
	int		*flag;
	const char	**many;		/* room for `room` values and NULL */
	int		room;
};

/* Takes the options out of argv and leaves the other words in it, argv[0]
 * among them; returns how many, or -1 after it has told what is wrong.
 * `options` ends with name NULL.  After "--" nothing is an option. */
int cli_options(const struct cli_option *options, int argc, char **argv);

/* A whole number from min to max; -1 after telling what is wrong. */
long cli_number(const char *option, const char *value, long min, long max);

/* Tells on standard error, as "mingchuang: TEXT". */
void cli_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Appends standard input, to its end or to one byte over `max`; false after
 * telling that it can't be read. */
bool cli_input(struct buf *b, size_t max);

/* Tells on standard output, in a line, what was done; not with --quiet. */
void cli_done(const struct cli *cli, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Examples of the commands that begin with the word, all where it is "", under
 * a line of their own; how many there are (help.c). */
int cli_examples(FILE *out, const char *word);

/* Tells how the sub-command is used; returns EXIT_USAGE. */
int cli_usage(const char *command);

/* The core's texts in the language of $LANG, for lang_free(). */
struct lang *cli_lang(const struct cli *cli);

/* Appends the fault's sentence, in the language of $LANG. */
void cli_sentence(const struct cli *cli, const struct fault *f,
    struct buf *out);

/* Tells the fault's sentence; returns EXIT_NO. */
int cli_fault(const struct cli *cli, const struct fault *f);

/* Signals that end a command make backup and restore clean up first. */
void cli_stop_at_signals(void);

#endif
