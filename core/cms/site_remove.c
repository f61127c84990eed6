/* Taking a site away: see site.h. */
#include "cms/site.h"

#include <string.h>
#include <unistd.h>

#include "cms/audit.h"
#include "cms/permission.h"
#include "cms/staging.h"

/* All that a site's folder is made of; the rest is somebody's own. */
static const char *const parts[] = {
	"data", "templates", "static", "lang", "holidays", "site.lua",
	"synonyms.txt"
};

static enum err
row_remove(struct call *c, const char *name)
{
	struct db *hub = cms_hub(c->cms);
	enum err e = db_begin(hub, c->fault);

	if (e == ERR_OK)
		e = db_run(hub, c->fault, "DELETE FROM site WHERE name = :name",
		    DB_TEXT(":name", name));
	if (e == ERR_OK && db_changes(hub) == 0)
		e = fault_set(c->fault, ERR_NOT_FOUND, "site.unknown", "name",
		    "%s", name);
	if (e == ERR_OK)
		e = audit_write(c, "site.remove", arena_printf(c->arena,
		    "site %s", name), "done", NULL);
	if (e == ERR_OK)
		e = db_commit(hub, c->fault);
	db_rollback(hub);
	return (e);
}

enum err
site_remove(struct call *c, const char *name, bool *left)
{
	const char *folder = arena_printf(c->arena, "%s/%s",
	    cms_sites(c->cms), name);
	enum err e = permission_check(c, "site.remove", NULL);
	size_t i;

	if (e == ERR_OK && !site_name_valid(name))
		e = fault_set(c->fault, ERR_NOT_FOUND, "site.unknown", "name",
		    "%s", name);
	if (e != ERR_OK || (e = row_remove(c, name)) != ERR_OK)
		return (e);
	cms_raise(c->cms);
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		folder_remove(arena_printf(c->arena, "%s/%s", folder,
		    parts[i]));
	*left = rmdir(folder) == -1;
	return (ERR_OK);
}
