/* `mingchuang html clean` and `html text`: filters over what every stored
 * body passes. */
#include <stdio.h>

#include "cli/commands.h"
#include "html/clean.h"
#include "html/text.h"

static void
report_print(const struct html_report *report)
{
	struct buf line = { 0 };

	json_each(v, report->drops) {
		buf_reset(&line);
		json_write(&line, v);
		fprintf(stderr, "%s\n", buf_string(&line));
	}
	if (report->total > report->drops->length)
		fprintf(stderr, "{\"kind\":\"more\",\"count\":%zu}\n",
		    report->total - report->drops->length);
	buf_cleanup(&line);
}

int
html_clean_run(const struct cli *cli, int argc, char **argv)
{
	struct arena *a = arena_alloc();
	struct buf in = { 0 }, out = { 0 };
	struct html_report report;
	struct fault f = { 0 };
	int code = EXIT_DONE;

	(void)argv;
	html_report_init(&report, a);
	if (argc > 1)
		code = cli_usage("html clean");
	else if (!cli_input(&in, HTML_INPUT_MAX))
		code = EXIT_NO;
	else if (html_clean(buf_string(&in), in.length, NULL, &out, &report,
	    &f) != ERR_OK)
		code = cli_fault(cli, &f);
	else {
		fwrite(buf_string(&out), 1, out.length, stdout);
		report_print(&report);
	}
	buf_cleanup(&in);
	buf_cleanup(&out);
	arena_free(a);
	return (code);
}

int
html_text_run(const struct cli *cli, int argc, char **argv)
{
	struct buf in = { 0 }, clean = { 0 }, out = { 0 };
	struct fault f = { 0 };
	int code = EXIT_DONE;

	(void)argv;
	if (argc > 1)
		code = cli_usage("html text");
	else if (!cli_input(&in, HTML_INPUT_MAX))
		code = EXIT_NO;
	else if (html_clean(buf_string(&in), in.length, NULL, &clean, NULL,
	    &f) != ERR_OK)
		code = cli_fault(cli, &f);
	else {
		html_text(buf_string(&clean), clean.length, &out);
		printf("%s\n", buf_string(&out));
	}
	buf_cleanup(&in);
	buf_cleanup(&clean);
	buf_cleanup(&out);
	return (code);
}
