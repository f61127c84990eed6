/* `mingchuang words check`, `import` and `lists` (commands of the plugin
 * wordcheck), and `words valid`: personal data by form and checksum. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/charset.h"
#include "base/utf8.h"
#include "base/words.h"
#include "cli/commands.h"
#include "cms/user.h"
#include "script/script.h"
#include "web/lane.h"

#define KEEP_MAX 7	/* as the usual 138****8000 */
#define INPUT_BYTES_MAX (8 * 1024 * 1024)

/* All of `fd`, as text; false: too much, or it can't be read. */
static bool
input_read(int fd, struct buf *b)
{
	char block[65536];
	ssize_t n;

	while ((n = read(fd, block, sizeof(block))) > 0) {
		buf_append(b, block, (size_t)n);
		if (b->length > INPUT_BYTES_MAX)
			return (false);
	}
	return (n == 0);
}

/* Runs the plugin's command on the site. */
static enum err
words_ask(const struct cli *cli, struct arena *a, const char *site,
    const char *command, const struct json *in, struct json **out,
    struct fault *f)
{
	const struct lane_options o = { .root = cli->root,
		.sites = cli->sites, .staff = true };
	struct actor system;
	struct call c = { .actor = &system, .arena = a, .fault = f };
	struct lane *lane = NULL;
	enum err e;

	actor_system(&system, "words");
	if ((e = lane_open(&lane, &o, f)) == ERR_OK) {
		c.cms = lane->cms;
		e = cms_site(c.cms, site, &c.site, f);
	}
	if (e == ERR_OK)
		e = script_prepare(lane->script, c.site, f);
	if (e == ERR_OK)
		e = script_command(lane->script, &c, "wordcheck", command, in,
		    out, f);
	lane_close(lane);
	return (e);
}

static int
words_run(const struct cli *cli, struct arena *a, const char *site,
    const char *command, const struct json *in, struct json **out)
{
	struct fault f = { 0 };

	if (words_ask(cli, a, site, command, in, out, &f) == ERR_OK)
		return (EXIT_DONE);
	return (cli_fault(cli, &f));
}

static void
json_print(const struct json *v)
{
	struct buf b = { 0 };

	json_write(&b, v);
	printf("%s\n", buf_string(&b));
	buf_cleanup(&b);
}

static int
words_encoding(const struct cli *cli)
{
	struct fault f = { .err = ERR_OK };

	(void)fault_set(&f, ERR_INPUT, "input.encoding", NULL, NULL);
	return (cli_fault(cli, &f));
}

int
words_check_run(const struct cli *cli, int argc, char **argv)
{
	const char *site = NULL;
	int html = 0, code;
	const struct cli_option options[] = {
		{ .name = "site", .value = &site },
		{ .name = "html", .flag = &html },
		{ 0 }
	};
	struct arena *a;
	struct json *in, *out = NULL;
	struct buf text = { 0 };

	argc = cli_options(options, argc, argv);
	if (argc != 1 || site == NULL)
		return (cli_usage("words check"));
	if (!input_read(STDIN_FILENO, &text)) {
		cli_say("standard input can't be read, or is over %d MB",
		    INPUT_BYTES_MAX / 1024 / 1024);
		return (EXIT_NO);
	}
	if (!utf8_valid(buf_string(&text), text.length)) {
		buf_cleanup(&text);
		return (words_encoding(cli));
	}
	a = arena_alloc();
	in = json_object(a);
	json_put(in, "text", json_bytes(a, buf_string(&text), text.length));
	json_put_bool(a, in, "html", html != 0);
	code = words_run(cli, a, site, "check", in, &out);
	if (code == EXIT_DONE)
		json_print(json_get(out, "hits"));
	buf_cleanup(&text);
	arena_free(a);
	return (code);
}

static bool
file_read(const char *path, struct buf *out)
{
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
	bool good = f != NULL && input_read(fileno(f), out);

	if (!good)
		cli_say("%s can't be read, or is too large", path);
	if (f != NULL && f != stdin)
		fclose(f);
	return (good);
}

/* What was left out, a line each, on standard error. */
static void
report_print(const struct json *out, const char *list)
{
	const struct json *left = json_get(out, "report");

	json_each(r, left)
		fprintf(stderr, "%lld: %s\n",
		    (long long)json_get_int(r, "line", 0),
		    json_get_text(r, "message", ""));
	printf("list %s: took in %lld, left out %zu\n", list,
	    (long long)json_get_int(out, "added", 0),
	    left != NULL ? left->length : 0);
}

int
words_import_run(const struct cli *cli, int argc, char **argv)
{
	const char *site = NULL, *list = "import", *severity = "warn";
	const char *version = NULL;
	const struct cli_option options[] = {
		{ .name = "site", .value = &site },
		{ .name = "list", .value = &list },
		{ .name = "severity", .value = &severity },
		{ .name = "version", .value = &version },
		{ 0 }
	};
	struct arena *a;
	struct json *in, *out = NULL;
	struct buf text = { 0 };
	int code = EXIT_NO;

	argc = cli_options(options, argc, argv);
	if (argc != 2 || site == NULL || words_severity_of(severity) < 0)
		return (cli_usage("words import"));
	a = arena_alloc();
	if (!file_read(argv[1], &text)) {
		code = EXIT_NO;
	} else if (!charset_read(&text)) {
		code = words_encoding(cli);
	} else {
		in = json_object(a);
		json_put(in, "csv", json_bytes(a, buf_string(&text),
		    text.length));
		json_put_text(a, in, "list", list);
		json_put_text(a, in, "severity", severity);
		json_put_text(a, in, "version", version);
		code = words_run(cli, a, site, "import", in, &out);
	}
	if (json_get(out, "problem") != NULL) {
		cli_say("%s", json_get_text(out, "problem", ""));
		code = EXIT_NO;
	} else if (code == EXIT_DONE) {
		report_print(out, list);
		if (json_get_int(out, "added", 0) == 0)
			code = EXIT_NO;
	}
	buf_cleanup(&text);
	arena_free(a);
	return (code);
}

int
words_lists_run(const struct cli *cli, int argc, char **argv)
{
	const char *site = NULL;
	const struct cli_option options[] = {
		{ .name = "site", .value = &site },
		{ 0 }
	};
	struct arena *a;
	struct json *out = NULL;
	int code;

	argc = cli_options(options, argc, argv);
	if (argc != 1 || site == NULL)
		return (cli_usage("words lists"));
	a = arena_alloc();
	code = words_run(cli, a, site, "lists", json_object(a), &out);
	json_each(l, json_get(out, "lists"))
		printf("%s\t%s\t%lld\t%s\t%s\n", json_get_text(l, "name", ""),
		    json_get_text(l, "version", ""),
		    (long long)json_get_int(l, "rules", 0),
		    json_get_int(l, "enabled", 0) ? "on" : "off",
		    json_get_text(l, "title", ""));
	arena_free(a);
	return (code);
}

/* "2" or "1,2": characters that a mask leaves at the beginning and end. */
static bool
mask_read(const char *text, struct words_mask *m)
{
	char *end;

	if (text == NULL)
		return (true);
	m->first = strtoul(text, &end, 10);
	m->last = *end == ',' ? strtoul(end + 1, &end, 10) : 0;
	return (*end == '\0' && end != text);
}

int
words_valid_run(const struct cli *cli, int argc, char **argv)
{
	const char *keep = NULL;
	const struct cli_option options[] = {
		{ .name = "keep", .value = &keep },
		{ 0 }
	};
	struct words_mask mask;
	struct buf out = { 0 };
	int kind;
	bool valid;

	(void)cli;
	argc = cli_options(options, argc, argv);
	kind = argc == 3 ? words_kind_of(argv[1]) : -1;
	if (kind < (int)WORDS_ID_CARD)
		return (cli_usage("words valid"));
	mask = words_mask_default((enum words_kind)kind);
	if (!mask_read(keep, &mask))
		return (cli_usage("words valid"));
	if (mask.first > KEEP_MAX || mask.last > KEEP_MAX ||
	    mask.first + mask.last > KEEP_MAX) {
		cli_say("--keep %s: a mask leaves %d characters at most", keep,
		    KEEP_MAX);
		return (EXIT_USAGE);
	}
	valid = words_valid((enum words_kind)kind, argv[2], strlen(argv[2]));
	words_mask(argv[2], strlen(argv[2]), mask, &out);
	printf("%s\t%s\n", valid ? "valid" : "invalid", buf_string(&out));
	buf_cleanup(&out);
	return (valid ? EXIT_DONE : EXIT_NO);
}
