/*
 * A folder becomes a site: see site.h.  The folder takes its place while the
 * hub's transaction is open, so no row ever names a site that isn't whole.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/time.h"
#include "cms/audit.h"
#include "cms/permission.h"
#include "cms/site.h"
#include "cms/staging.h"

/* Inside a transaction of the hub. */
static enum err
row_add(struct call *c, const char *name, const struct json *hosts)
{
	struct db *hub = cms_hub(c->cms);
	int64_t same = 0;
	enum err e;

	e = db_value(hub, &same, c->fault,
	    "SELECT id FROM site WHERE name = :name", DB_TEXT(":name", name));
	if (e == ERR_OK && same != 0)
		e = fault_set(c->fault, ERR_CONFLICT, "restore.exists", NULL,
		    "%s", name);
	if (e == ERR_OK)
		e = db_run(hub, c->fault, "INSERT INTO site (name, created_at)"
		    " VALUES (:name, :now)", DB_TEXT(":name", name),
		    DB_INT(":now", time_now()));
	if (e == ERR_OK)
		e = site_hosts_write(c->cms, db_last_id(hub), hosts, c->fault);
	if (e == ERR_OK)
		e = audit_write(c, "site.restore", arena_printf(c->arena,
		    "site %s", name), "done", NULL);
	return (e);
}

/* To its place, where nothing is but what a killed adoption left. */
static enum err
folder_place(const char *from, const char *to, struct fault *f)
{
	char *mark = NULL;

	if (asprintf(&mark, "%s/" SITE_RESTORING, to) < 0)
		abort();
	if (access(mark, F_OK) == 0)
		folder_remove(to);
	free(mark);
	if (access(to, F_OK) == 0 || errno != ENOENT)
		return (fault_set(f, ERR_CONFLICT, "restore.exists", NULL,
		    "%s", to));
	if (rename(from, to) == -1)
		return (fault_set(f, ERR_INTERNAL, "cms.folder", NULL,
		    "%s: %s", to, strerror(errno)));
	return (ERR_OK);
}

enum err
site_adopt(struct call *c, const char *name, const struct json *hosts,
    const char *from)
{
	const char *sites = cms_sites(c->cms);
	const char *to = arena_printf(c->arena, "%s/%s", sites, name);
	enum err e = permission_check(c, "site.create", NULL);
	bool placed = false;

	if (e == ERR_OK && !site_name_valid(name))
		e = fault_set(c->fault, ERR_INPUT, "site.name", "name", "%d",
		    SITE_NAME_MAX);
	if (e == ERR_OK)
		e = db_begin(cms_hub(c->cms), c->fault);
	if (e != ERR_OK)
		return (e);
	e = row_add(c, name, hosts);
	if (e == ERR_OK)
		placed = (e = folder_place(from, to, c->fault)) == ERR_OK;
	if (e == ERR_OK && !folder_flush(sites))
		e = fault_set(c->fault, ERR_INTERNAL, "cms.folder", NULL,
		    "%s: %s", sites, strerror(errno));
	if (e == ERR_OK)
		e = db_commit(cms_hub(c->cms), c->fault);
	db_rollback(cms_hub(c->cms));
	if (e != ERR_OK && placed)
		(void)rename(to, from);
	if (e != ERR_OK)
		return (e);
	cms_raise(c->cms);
	(void)unlink(arena_printf(c->arena, "%s/" SITE_RESTORING, to));
	return (ERR_OK);
}
