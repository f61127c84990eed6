/* `mingchuang demo`: makes the demo sites and their accounts; see demo.h. */
#include "cli/demo.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/hash.h"
#include "cli/commands.h"
#include "cli/site_file.h"
#include "cms/act.h"
#include "cms/unit.h"
#include "cms/user.h"
#include "script/script.h"

#define ACCOUNTS ".demo-accounts"	/* beside hub.db, 0600 */
#define ROLES_MAX 400

extern char **environ;

/* Three groups of five letters and digits, with each kind among them. */
static void
demo_password(char out[18])
{
	static const char *const kinds[] = { "abcdefghjkmnpqrstuvwxyz",
		"ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789" };
	unsigned char random[18];
	const char *set;
	size_t i;

	random_bytes(random, sizeof(random));
	for (i = 0; i < 17; i++) {
		set = kinds[i < 3 ? i : random[i] % 3];
		out[i] = i == 5 || i == 11 ? '-' :
		    set[random[(i + 7) % 18] % strlen(set)];
	}
	out[17] = '\0';
}

static enum err
accounts_write(struct demo *d, const char *line)
{
	const char *path = arena_printf(d->call.arena, "%s/" ACCOUNTS,
	    cms_sites(d->call.cms));
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	ssize_t n = -1;

	if (fd != -1) {
		n = write(fd, line, strlen(line));
		close(fd);
	}
	if (n != (ssize_t)strlen(line))
		return (fault_set(d->call.fault, ERR_BUSY, "demo.accounts",
		    NULL, "%s: %s", path, strerror(errno)));
	return (ERR_OK);
}

/* "reviewer1@jiangcheng:news" */
static enum err
demo_grant(struct demo *d, const char *user, const char *role)
{
	struct arena *a = d->call.arena;
	struct json *in = json_object(a), *out;
	char *text = arena_text(a, role), *at = strchr(text, '@'), *colon;

	if (at != NULL) {
		*at = '\0';
		if ((colon = strchr(at + 1, ':')) != NULL) {
			*colon = '\0';
			json_put_text(a, in, "column", colon + 1);
		}
		json_put_text(a, in, "site", at + 1);
	}
	json_put_text(a, in, "user", user);
	json_put_text(a, in, "role", text);
	return (act_call(&d->call, "grant.add", in, &out));
}

/* The account first, its line second: a line without account would tell a
 * password that is no one's. */
static enum err
demo_user(struct demo *d, const struct json *person)
{
	struct arena *a = d->call.arena;
	const char *name = json_get_text(person, "name", "");
	struct json *in = json_object(a), *out;
	struct buf roles = { 0 };
	char password[18];
	int64_t unit;
	enum err e;

	e = unit_id(cms_hub(d->call.cms), json_get_text(person, "unit", ""),
	    &unit, d->call.fault);
	demo_password(password);
	json_put_text(a, in, "name", name);
	json_put_text(a, in, "display", json_get_text(person, "display", name));
	json_put_text(a, in, "password", password);
	json_put_bool(a, in, "must_change", false);
	if (unit != 0)
		json_put_int(a, in, "unit", unit);
	if (e == ERR_OK)
		e = act_call(&d->call, "user.create", in, &out);
	json_each(r, json_get(person, "roles")) {
		if (e == ERR_OK)
			e = demo_grant(d, name, r->text);
		buf_printf(&roles, " %s", r->text);
	}
	if (e == ERR_OK)
		e = accounts_write(d, arena_printf(a, "%-12s %s  %s %s\n",
		    name, password, json_get_text(person, "display", name),
		    buf_string(&roles)));
	buf_cleanup(&roles);
	return (e);
}

static enum err
demo_people(struct demo *d)
{
	struct json *people;
	int64_t id;
	enum err e;

	e = script_data(d->call.arena, arena_printf(d->call.arena,
	    "%s/people.lua", d->folder), &people, d->call.fault);
	if (e != ERR_OK)
		return (e);
	json_each(p, people) {
		id = 0;
		e = user_id(d->call.cms, json_get_text(p, "name", ""), &id,
		    d->call.fault);
		if (e == ERR_OK && id == 0) {
			if ((e = demo_user(d, p)) == ERR_OK)
				e = user_id(d->call.cms, json_get_text(p,
				    "name", ""), &id, d->call.fault);
		}
		if (e == ERR_OK && d->people_count < DEMO_PEOPLE_MAX)
			e = actor_load(d->call.cms, id, d->call.arena,
			    &d->people[d->people_count++], d->call.fault);
		if (e != ERR_OK)
			return (e);
	}
	return (ERR_OK);
}

/* site.lua and templates of the project into another folder of sites. */
static enum err
demo_copy(const struct cli *cli, struct demo *d, const char *name)
{
	struct arena *a = d->call.arena;
	char *from = arena_printf(a, "%s/sites/%s", cli->root, name);
	char *to = arena_printf(a, "%s/", cli->sites);
	char *argv[] = { (char[]){ "cp" }, (char[]){ "-R" }, (char[]){ "--" },
		from, to, NULL };
	pid_t pid;
	int status;

	if (access(arena_printf(a, "%s/%s/site.lua", cli->sites, name),
	    R_OK) == 0)
		return (ERR_OK);
	mkdir(cli->sites, 0755);
	if (posix_spawnp(&pid, "cp", NULL, NULL, argv, environ) == 0 &&
	    waitpid(pid, &status, 0) == pid && status == 0)
		return (ERR_OK);
	return (fault_set(d->call.fault, ERR_BUSY, "demo.copy", NULL,
	    "%s: %s", to, from));
}

/* A site that has been made is the users' from then on. */
static enum err
demo_mark(struct demo *d, const char *key)
{
	return (db_run(cms_hub(d->call.cms), d->call.fault,
	    "INSERT OR REPLACE INTO setting(name, value) VALUES (:key, '1')",
	    DB_TEXT(":key", key)));
}

static enum err
demo_marked(struct demo *d, const char *key, int64_t *marked)
{
	*marked = 0;
	return (db_value(cms_hub(d->call.cms), marked, d->call.fault,
	    "SELECT count(*) FROM setting WHERE name = :key",
	    DB_TEXT(":key", key)));
}

static enum err
demo_site(const struct cli *cli, struct demo *d, const char *name)
{
	struct arena *a = d->call.arena;
	const char *mark = arena_printf(a, "demo.%s", name);
	struct json *file;
	int64_t marked;
	enum err e;

	d->folder = arena_printf(a, "%s/sites/%s/demo", cli->root, name);
	d->people_count = 0;
	d->call.site = NULL;
	if ((e = demo_marked(d, mark, &marked)) != ERR_OK || marked != 0)
		return (e);
	printf("making the demo site %s\n", name);
	fflush(stdout);
	if ((e = demo_copy(cli, d, name)) != ERR_OK ||
	    (e = script_data(a, arena_printf(a, "%s/%s/site.lua", cli->sites,
		name), &file, d->call.fault)) != ERR_OK)
		return (e);
	if (cms_site(d->call.cms, name, &d->call.site, d->call.fault) !=
		ERR_OK &&
	    (e = site_file_create(&d->call, name, file)) != ERR_OK)
		return (e);
	/* A plugin without its tables has to be mended, but stops no site. */
	(void)script_prepare(d->script, d->call.site, NULL);
	if ((e = demo_people(d)) != ERR_OK || (e = demo_load(d)) != ERR_OK)
		return (e);
	return (demo_mark(d, mark));
}

static void
accounts_print(const struct cli *cli)
{
	char path[PATH_MAX], line[ROLES_MAX];
	FILE *file;

	snprintf(path, sizeof(path), "%s/" ACCOUNTS, cli->sites);
	if ((file = fopen(path, "r")) == NULL)
		return;
	printf("demo accounts (user, password, name, roles), kept in %s:\n",
	    path);
	while (fgets(line, sizeof(line), file) != NULL)
		printf("  %s", line);
	fclose(file);
}

static int
demo_is(const struct dirent *de)
{
	return (de->d_name[0] != '.');
}

int
demo_run(const struct cli *cli, int argc, char **argv)
{
	struct fault f = { 0 };
	struct actor system;
	struct demo *d;
	struct dirent **names;
	enum err e;
	int i, n;

	(void)argv;
	if (argc > 1)
		return (cli_usage("demo"));
	mkdir(cli->sites, 0755);
	d = must_alloc(sizeof(*d));
	memset(d, 0, sizeof(*d));
	actor_system(&system, "demo");
	d->call = (struct call){ .actor = &system, .arena = arena_alloc(),
		.fault = &f };
	e = cms_open(&d->call.cms, cli->root, cli->sites, DB_WRITE, &f);
	/* Types of plugins, and hooks that are told what is published. */
	if (e == ERR_OK)
		e = script_alloc(&d->script, d->call.cms, cli->root, &f);
	if (e == ERR_OK)
		(void)script_plugins(d->script, d->call.arena);
	n = scandir(arena_printf(d->call.arena, "%s/sites", cli->root), &names,
	    demo_is, alphasort);
	for (i = 0; i < n; i++) {
		if (e == ERR_OK && access(arena_printf(d->call.arena,
		    "%s/sites/%s/demo", cli->root, names[i]->d_name),
		    R_OK) == 0)
			e = demo_site(cli, d, names[i]->d_name);
		free(names[i]);
	}
	if (n >= 0)
		free((void *)names);
	script_free(d->script);
	cms_close(d->call.cms);
	arena_free(d->call.arena);
	free(d);
	if (e != ERR_OK)
		return (cli_fault(cli, &f));
	accounts_print(cli);
	return (EXIT_DONE);
}
