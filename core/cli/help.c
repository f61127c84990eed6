/* Examples for `mingchuang help`: each works as it stands on the demo sites, in
 * the folder of the project (tests/http/command.test.mjs runs them). */
#include <stdio.h>
#include <string.h>

#include "cli/main.h"

static const char *const examples[] = {
	"site create mine --title 我的网站 --host mine.localhost",
	"column create --site jiangcheng --path news/brief --title 简讯",
	"user grant jiangyi --role editor@jiangcheng",
	"user list --site jiangcheng --role reviewer",
	"user disable jiangyi",
	"user enable jiangyi",
	"entry list --site jiangcheng --state published",
	"import wxr tests/fuzz/seeds/import_wxr/whole --site jiangcheng "
	    "--column news --user linxiao --dry-run",
	"search 职工 --site jiangcheng --limit 3",
	"search rebuild --site jiangcheng",
	"ledger verify --site jiangcheng",
	"plugin list --site jiangcheng",
	"plugin check hello",
	"plugin enable hello --site jiangcheng",
	"plugin disable hello --site jiangcheng",
	"plugin test plugins/hello/tests/*.lua",
	"theme check zhusha",
	"words check --site jiangcheng < README.md",
	"words lists --site jiangcheng",
	"words import plugins/wordcheck/lists/misspelling.csv --site "
	    "jiangcheng --list 本站错别字",
	"words valid id-card 11010519491231002X",
	"html clean < themes/base/templates/gone.html",
	"html text < themes/base/templates/gone.html",
	"feed parse --url http://a.example/ < tests/fuzz/seeds/feed/rss2",
	"backup jiangcheng jiangcheng.tar.gz",
	NULL
};

int
cli_examples(FILE *out, const char *word)
{
	size_t i, n = strlen(word);
	int count = 0;

	for (i = 0; examples[i] != NULL; i++) {
		if (strncmp(examples[i], word, n) != 0 ||
		    (n > 0 && examples[i][n] != ' '))
			continue;
		fprintf(out, "%s  mingchuang %s\n", count++ == 0 ?
		    "examples:\n" : "", examples[i]);
	}
	return (count);
}
