/*
 * `mingchuang user add`, `user grant` and `user reset`: for whoever has the
 * server.  A password comes from standard input, never from an argument, which others on
 * the machine could see.
 */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cms/act.h"
#include "cms/password.h"
#include "cms/permission.h"
#include "cms/user.h"

#define ROLES_MAX 20
#define LINE_MAX_BYTES (4 * PASSWORD_MAX + 3)

/* The first line of standard input, without its end. */
static int
password_read(char line[LINE_MAX_BYTES])
{
	if (fgets(line, LINE_MAX_BYTES, stdin) == NULL)
		line[0] = '\0';
	line[strcspn(line, "\r\n")] = '\0';
	if (line[0] != '\0')
		return (0);
	cli_say("standard input holds no password: "
	    "printf '%%s\\n' PASSWORD | mingchuang ...");
	return (-1);
}

static int
user_act(const struct cli *cli, const char *act, struct arena *a,
    struct json *in)
{
	struct actor system;
	struct fault f = { 0 };
	struct call c = { .actor = &system, .arena = a, .fault = &f };
	struct json *out;
	enum err e;

	actor_system(&system, act);
	e = cms_open(&c.cms, cli->root, cli->sites, DB_WRITE, &f);
	if (e == ERR_OK)
		e = act_call(&c, act, in, &out);
	cms_close(c.cms);
	return (e == ERR_OK ? EXIT_DONE : cli_fault(cli, &f));
}

static int
password_act(const struct cli *cli, const char *act, struct arena *a,
    struct json *in)
{
	char line[LINE_MAX_BYTES];

	if (password_read(line) == -1)
		return (EXIT_NO);
	json_put_text(a, in, "password", line);
	explicit_bzero(line, sizeof(line));
	return (user_act(cli, act, a, in));
}

/* "reviewer1@mine:news" in words. */
static const char *
role_told(struct arena *a, const char *text)
{
	char *role = arena_text(a, text), *site = strchr(role, '@'), *column;

	if (site == NULL)
		return (strstr(role, "_admin") != NULL ? role :
		    arena_printf(a, "%s on all sites", role));
	*site++ = '\0';
	if ((column = strchr(site, ':')) == NULL)
		return (arena_printf(a, "%s on the site %s", role, site));
	*column++ = '\0';
	return (arena_printf(a, "%s in the column %s of the site %s", role,
	    column, site));
}

static const char *
roles_told(struct arena *a, const char *const *roles)
{
	const char *all = "";
	int i;

	for (i = 0; roles[i] != NULL; i++)
		all = arena_printf(a, "%s%s%s", all, i > 0 ? ", " : "",
		    role_told(a, roles[i]));
	return (all);
}

/* Is each "ROLE@SITE:COLUMN" of a role that there is?  Tells which isn't. */
static bool
roles_known(const struct cli *cli, struct arena *a, const char *const *roles)
{
	struct fault f = { .err = ERR_OK };
	const char *name;
	enum role role;
	int i, step;

	for (i = 0; roles[i] != NULL; i++) {
		name = arena_copy(a, roles[i], strcspn(roles[i], "@"));
		if (role_parse(name, &role, &step))
			continue;
		(void)fault_set(&f, ERR_INPUT, "grant.role", "role", "%s",
		    name);
		cli_fault(cli, &f);
		return (false);
	}
	return (true);
}

int
user_add_run(const struct cli *cli, int argc, char **argv)
{
	const char *display = NULL, *roles[ROLES_MAX + 1] = { NULL };
	int stdin_flag = 0, code, i;
	const struct cli_option options[] = {
		{ .name = "role", .many = roles, .room = ROLES_MAX },
		{ .name = "display", .value = &display },
		{ .name = "password-stdin", .flag = &stdin_flag },
		{ 0 }
	};
	struct arena *a;
	struct json *in, *list;

	argc = cli_options(options, argc, argv);
	if (argc != 2 || !stdin_flag || roles[0] == NULL)
		return (cli_usage("user add"));
	a = arena_alloc();
	if (!roles_known(cli, a, roles)) {
		arena_free(a);
		return (EXIT_USAGE);
	}
	in = json_object(a);
	json_put_text(a, in, "name", argv[1]);
	if (display != NULL)
		json_put_text(a, in, "display", display);
	json_put_bool(a, in, "must_change", false);
	list = json_put(in, "roles", json_array(a));
	for (i = 0; roles[i] != NULL; i++)
		json_add(list, json_string(a, roles[i]));
	code = password_act(cli, "user.create", a, in);
	if (code == EXIT_DONE)
		cli_done(cli, "added the user %s: %s", argv[1],
		    roles_told(a, roles));
	arena_free(a);
	return (code);
}

/* The input of grant.add for "ROLE@SITE:COLUMN". */
static struct json *
grant_input(struct arena *a, const char *user, const char *text)
{
	struct json *in = json_object(a);
	char *role = arena_text(a, text), *site = strchr(role, '@'), *column;

	json_put_text(a, in, "user", user);
	if (site != NULL) {
		*site++ = '\0';
		if ((column = strchr(site, ':')) != NULL) {
			*column++ = '\0';
			json_put_text(a, in, "column", column);
		}
		json_put_text(a, in, "site", site);
	}
	json_put_text(a, in, "role", role);
	return (in);
}

int
user_grant_run(const struct cli *cli, int argc, char **argv)
{
	const char *roles[ROLES_MAX + 1] = { NULL };
	const struct cli_option options[] = {
		{ .name = "role", .many = roles, .room = ROLES_MAX },
		{ 0 }
	};
	struct arena *a;
	int code = EXIT_DONE, i;

	argc = cli_options(options, argc, argv);
	if (argc != 2 || roles[0] == NULL)
		return (cli_usage("user grant"));
	a = arena_alloc();
	if (!roles_known(cli, a, roles))
		code = EXIT_USAGE;
	for (i = 0; roles[i] != NULL && code == EXIT_DONE; i++) {
		code = user_act(cli, "grant.add", a, grant_input(a, argv[1],
		    roles[i]));
		if (code == EXIT_DONE)
			cli_done(cli, "gave the user %s the role: %s", argv[1],
			    role_told(a, roles[i]));
	}
	arena_free(a);
	return (code);
}

int
user_reset_run(const struct cli *cli, int argc, char **argv)
{
	int stdin_flag = 0, code;
	const struct cli_option options[] = {
		{ .name = "password-stdin", .flag = &stdin_flag },
		{ 0 }
	};
	struct arena *a;
	struct json *in;

	argc = cli_options(options, argc, argv);
	if (argc != 2 || !stdin_flag)
		return (cli_usage("user reset"));
	a = arena_alloc();
	in = json_object(a);
	json_put_text(a, in, "user", argv[1]);
	code = password_act(cli, "user.reset", a, in);
	if (code == EXIT_DONE)
		cli_done(cli, "gave the user %s a new password", argv[1]);
	arena_free(a);
	return (code);
}
