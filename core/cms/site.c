/*
 * Sites: see site.h.  hub.db says which there are and which hosts are theirs;
 * all else of a site is in its own folder.  site.db is made while the hub's
 * transaction is open, so that a crash leaves no site without its database;
 * what it may leave is a folder that no row names.
 */
#include "cms/site.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/time.h"
#include "cms/audit.h"
#include "cms/banner.h"
#include "cms/permission.h"
#include "cms/setting.h"

bool
site_name_valid(const char *name)
{
	size_t length = strlen(name);

	return (length > 0 && length <= SITE_NAME_MAX && name[0] != '-' &&
	    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == length);
}

bool
site_host_valid(const char *host)
{
	size_t length = strlen(host);

	if (length == 0 || length > 253 || host[0] == '-' || host[0] == '.')
		return (false);
	if (host[0] == '[')	/* IPv6, RFC 3986 */
		return (host[length - 1] == ']' && strspn(host + 1,
		    "0123456789abcdef:.") == length - 2);
	return (strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789-.") ==
	    length && strstr(host, "..") == NULL);
}

enum err
site_hosts_write(struct cms *cms, int64_t site, const struct json *hosts,
    struct fault *f)
{
	struct db *hub = cms_hub(cms);
	int64_t position = 0, other;
	enum err e;

	if (hosts == NULL || hosts->length == 0 ||
	    hosts->length > SITE_HOSTS_MAX)
		return (fault_set(f, ERR_INPUT, "site.hosts", "hosts", "%d",
		    SITE_HOSTS_MAX));
	e = db_run(hub, f, "DELETE FROM site_host WHERE site = :site",
	    DB_INT(":site", site));
	json_each(h, hosts) {
		if (e != ERR_OK)
			break;
		if (h->type != JSON_STRING || !site_host_valid(h->text))
			return (fault_set(f, ERR_INPUT, "site.host", "hosts",
			    "%s", h->type == JSON_STRING ? h->text : ""));
		other = 0;
		e = db_value(hub, &other, f,
		    "SELECT site FROM site_host WHERE host = :host",
		    DB_TEXT(":host", h->text));
		if (e == ERR_OK && other != 0)
			return (fault_set(f, ERR_CONFLICT, "site.host_taken",
			    "hosts", "%s", h->text));
		if (e == ERR_OK)
			e = db_run(hub, f, "INSERT INTO site_host"
			    " (host, site, position) VALUES"
			    " (:host, :site, :position)",
			    DB_TEXT(":host", h->text), DB_INT(":site", site),
			    DB_INT(":position", position++));
	}
	return (e);
}

/* Makes the folders and says where site.db belongs; a site.db that is there
 * already is somebody's data. */
static enum err
folder_make(struct cms *cms, const char *name, char **database,
    struct fault *f)
{
	char *folder = NULL, *data = NULL;
	enum err e = ERR_OK;

	*database = NULL;
	if (asprintf(&folder, "%s/%s", cms_sites(cms), name) < 0 ||
	    asprintf(&data, "%s/data", folder) < 0 ||
	    asprintf(database, "%s/site.db", data) < 0)
		abort();
	if ((mkdir(folder, 0700) == -1 && errno != EEXIST) ||
	    (mkdir(data, 0700) == -1 && errno != EEXIST) ||
	    chmod(data, 0700) == -1)
		e = fault_set(f, ERR_INTERNAL, "cms.folder", NULL, "%s: %s",
		    data, strerror(errno));
	else if (access(*database, F_OK) == 0)
		e = fault_set(f, ERR_CONFLICT, "site.exists", "name", "%s",
		    name);
	free(folder);
	free(data);
	return (e);
}

/* The new site.db, with its settings. */
static enum err
database_make(struct cms *cms, int64_t id, const char *name, const char *path,
    const struct json *settings, struct fault *f)
{
	struct site site = { .id = id, .name = name, .cms = cms };
	char *dir = NULL;
	enum err e;

	if (asprintf(&dir, "%s/core/migrations/site", cms_root(cms)) < 0)
		abort();
	e = db_open(path, DB_WRITE, &site.db, f);
	if (e == ERR_OK)
		e = db_migrate(site.db, "site", dir, f);
	if (e == ERR_OK)
		e = db_begin(site.db, f);
	json_each(s, settings)
		if (e == ERR_OK)
			e = setting_write(&site, s->name, s, f);
	if (e == ERR_OK)
		e = db_commit(site.db, f);
	db_close(site.db);
	free(dir);
	return (e);
}

/* Inside a transaction of the hub. */
static enum err
site_insert(struct cms *cms, const char *name, const struct json *hosts,
    int64_t *id, struct fault *f)
{
	struct db *hub = cms_hub(cms);
	int64_t same = 0;
	enum err e;

	e = db_value(hub, &same, f, "SELECT id FROM site WHERE name = :name",
	    DB_TEXT(":name", name));
	if (e == ERR_OK && same != 0)
		e = fault_set(f, ERR_CONFLICT, "site.exists", "name", "%s",
		    name);
	if (e == ERR_OK)
		e = db_run(hub, f, "INSERT INTO site (name, created_at)"
		    " VALUES (:name, :now)", DB_TEXT(":name", name),
		    DB_INT(":now", time_now()));
	if (e != ERR_OK)
		return (e);
	*id = db_last_id(hub);
	return (site_hosts_write(cms, *id, hosts, f));
}

/* site_create() within the caller's transaction; `*database` is the new file,
 * to be removed where the transaction fails. */
static enum err
site_make(struct cms *cms, const char *name, const struct json *hosts,
    const struct json *settings, char **database, struct fault *f)
{
	char *path = NULL;
	int64_t id = 0;
	enum err e;

	*database = NULL;
	if (!site_name_valid(name))
		return (fault_set(f, ERR_INPUT, "site.name", "name", "%d",
		    SITE_NAME_MAX));
	e = site_insert(cms, name, hosts, &id, f);
	if (e == ERR_OK)
		e = folder_make(cms, name, &path, f);
	if (e != ERR_OK) {
		free(path);
		return (e);
	}
	*database = path;
	return (database_make(cms, id, name, path, settings, f));
}

/* Takes the file away again, and SITES/NAME/data and SITES/NAME where nothing
 * else is in them.  Cuts `path`. */
static void
database_drop(char *path)
{
	char *slash;
	int level;

	(void)unlink(path);
	for (level = 0; level < 2; level++) {
		if ((slash = strrchr(path, '/')) == NULL)
			return;
		*slash = '\0';
		if (rmdir(path) == -1)
			return;
	}
}

/* Ends what site_make() began. */
static enum err
site_made(struct cms *cms, enum err e, char *database, struct fault *f)
{
	if (e == ERR_OK)
		e = db_commit(cms_hub(cms), f);
	if (e == ERR_OK)
		cms_raise(cms);
	else if (database != NULL)
		database_drop(database);
	db_rollback(cms_hub(cms));
	free(database);
	return (e);
}

enum err
site_create(struct call *c, const char *name, const struct json *hosts,
    const struct json *settings, struct site **out)
{
	char *database = NULL;
	enum err e;

	*out = NULL;
	e = permission_check(c, "site.create", NULL);
	if (e == ERR_OK)
		e = db_begin(cms_hub(c->cms), c->fault);
	if (e != ERR_OK)
		return (e);
	e = site_make(c->cms, name, hosts, settings, &database, c->fault);
	if (e == ERR_OK)
		e = audit_write(c, "site.create", arena_printf(c->arena,
		    "site %s", name), "done", NULL);
	e = site_made(c->cms, e, database, c->fault);
	return (e == ERR_OK ? cms_site(c->cms, name, out, c->fault) : e);
}

enum err
site_rows(struct cms *cms, struct arena *a, struct json **out, struct fault *f)
{
	return (db_all(cms_hub(cms), a, out, f,
	    "SELECT id, name, host, created_at FROM site LEFT JOIN site_host"
	    " ON site = site.id AND position = 0 ORDER BY name"));
}

enum err
site_view(struct site *site, struct arena *a, struct json **out,
    struct fault *f)
{
	static const char *const tops[] = {
		"title", "profile", "theme", "lang", "plugins"
	};
	struct json *settings, *rows, *hosts;
	enum err e;
	size_t i;

	e = setting_all(site, a, &settings, f);
	if (e == ERR_OK)
		e = db_all(cms_hub(site->cms), a, &rows, f,
		    "SELECT host FROM site_host WHERE site = :site"
		    " ORDER BY position", DB_INT(":site", site->id));
	if (e != ERR_OK)
		return (e);
	*out = json_object(a);
	json_put_int(a, *out, "id", site->id);
	json_put_text(a, *out, "name", site->name);
	json_put_text(a, *out, "host", json_get_text(rows->first, "host", ""));
	for (i = 0; i < sizeof(tops) / sizeof(tops[0]); i++)
		json_put(*out, tops[i],
		    json_copy(a, json_get(settings, tops[i])));
	hosts = json_put(*out, "hosts", json_array(a));
	json_each(row, rows)
		json_add(hosts, json_string(a, json_get_text(row, "host", "")));
	json_put(*out, "settings", settings);
	banner_put(a, settings, time_now(), *out);
	return (ERR_OK);
}
