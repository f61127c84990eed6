/*
 * `mingchuang ledger verify`: walks the public record and compares it with
 * what visitors see.  With --checkpoint FILE (a line "ID HASH", kept where
 * nobody of this machine can change it) a record that was cut short or redone
 * shows as well; after a good walk the file holds the newest row.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "cli/commands.h"
#include "cms/cursor.h"
#include "cms/ledger.h"

struct checkpoint {
	int64_t		id;		/* 0: none */
	char		hash[HASH_SIZE];
};

/* A file that isn't there is made at the end. */
static enum err
checkpoint_read(const char *path, struct checkpoint *out, struct fault *f)
{
	FILE *in = fopen(path, "re");
	char line[HASH_SIZE + 24] = "";
	const char *hash = line;

	*out = (struct checkpoint){ .id = 0 };
	if (in == NULL)
		return (errno == ENOENT ? ERR_OK : fault_set(f, ERR_INPUT,
		    "ledger.checkpoint", NULL, "%s: %s", path,
		    strerror(errno)));
	if (fgets(line, sizeof(line), in) == NULL)
		line[0] = '\0';
	fclose(in);
	line[strcspn(line, "\n")] = '\0';
	if (!cursor_number(line, &out->id, &hash) || out->id < 1 ||
	    *hash++ != ' ' || !hash_valid(hash))
		return (fault_set(f, ERR_INPUT, "ledger.checkpoint", NULL,
		    "%s", path));
	memcpy(out->hash, hash, HASH_SIZE);
	return (ERR_OK);
}

/* Under another name first: a full disk keeps the old one. */
static enum err
checkpoint_write(const char *path, const struct ledger_report *r,
    struct fault *f)
{
	char *temporary = NULL;
	FILE *out;
	bool done = false;

	if (asprintf(&temporary, "%s.new", path) < 0)
		abort();
	if ((out = fopen(temporary, "we")) != NULL) {
		done = fprintf(out, "%" PRId64 " %s\n", r->rows, r->hash) > 0;
		done = fclose(out) == 0 && done &&
		    rename(temporary, path) == 0;
	}
	free(temporary);
	return (done ? ERR_OK : fault_set(f, ERR_INTERNAL,
	    "ledger.checkpoint", NULL, "%s: %s", path, strerror(errno)));
}

static enum err
verify(const struct cli *cli, const char *name, const struct checkpoint *k,
    struct ledger_report *r, struct fault *f)
{
	struct cms *cms;
	struct site *site;
	enum err e = cms_open(&cms, cli->root, cli->sites, DB_READ, f);

	if (e == ERR_OK)
		e = cms_site(cms, name, &site, f);
	if (e == ERR_OK)
		e = ledger_verify(site, k->id, k->hash, r, f);
	cms_close(cms);
	return (e);
}

int
ledger_verify_run(const struct cli *cli, int argc, char **argv)
{
	const char *site = NULL, *path = NULL;
	const struct cli_option options[] = {
		{ .name = "site", .value = &site },
		{ .name = "checkpoint", .value = &path },
		{ 0 }
	};
	struct checkpoint k = { .id = 0 };
	struct ledger_report r;
	struct fault f = { .err = ERR_OK };
	enum err e = ERR_OK;

	argc = cli_options(options, argc, argv);
	if (argc != 1 || site == NULL)
		return (cli_usage("ledger verify"));
	if (path != NULL)
		e = checkpoint_read(path, &k, &f);
	if (e == ERR_OK)
		e = verify(cli, site, &k, &r, &f);
	if (e != ERR_OK)
		return (cli_fault(cli, &f));
	if (r.why != NULL) {
		cli_say("the ledger of %s doesn't hold: row %" PRId64 ", %s",
		    site, r.bad, r.why);
		return (EXIT_NO);
	}
	if (path != NULL && r.rows > 0 &&
	    checkpoint_write(path, &r, &f) != ERR_OK)
		return (cli_fault(cli, &f));
	printf("%" PRId64 " rows hold; the last is %s\n", r.rows, r.hash);
	return (EXIT_DONE);
}
