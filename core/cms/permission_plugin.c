/*
 * Permissions that plugins add to the table of permission.c: a name, and the
 * roles that have it anywhere on a site that uses the plugin.
 */
#include <stdlib.h>
#include <string.h>

#include "cms/permission.h"
#include "cms/plugin.h"

struct permission {
	struct permission	*next;
	char			*name, *plugin;
	bool			 always;	/* on every site */
	bool			 roles[ROLE_COUNT];
};

static void
permission_read(struct permission *p, const struct json *roles)
{
	int r;

	json_each(role, roles)
		for (r = 0; r < ROLE_COUNT; r++)
			if (role->type == JSON_STRING &&
			    strcmp(role->text, role_name((enum role)r)) == 0)
				p->roles[r] = true;
}

void
permission_add(struct cms *cms, const char *plugin, bool always,
    const struct json *granted)
{
	struct permission **all = cms_permissions(cms), *p;

	permission_drop(cms, plugin);
	json_each(roles, granted) {
		p = must_alloc(sizeof(*p));
		*p = (struct permission){ .next = *all, .always = always,
		    .name = must_text(roles->name),
		    .plugin = must_text(plugin) };
		permission_read(p, roles);
		*all = p;
	}
}

void
permission_drop(struct cms *cms, const char *plugin)
{
	struct permission **at = cms_permissions(cms), *p;

	while ((p = *at) != NULL) {
		if (plugin != NULL && strcmp(p->plugin, plugin) != 0) {
			at = &p->next;
			continue;
		}
		*at = p->next;
		free(p->name);
		free(p->plugin);
		free(p);
	}
}

bool
permission_added(struct call *c, const char *name, bool roles[ROLE_COUNT])
{
	const struct permission *p = *cms_permissions(c->cms);

	while (p != NULL && strcmp(p->name, name) != 0)
		p = p->next;
	if (p == NULL || c->site == NULL ||
	    (!p->always && !plugin_used(c->site, p->plugin)))
		return (false);
	memcpy(roles, p->roles, sizeof(p->roles));
	return (true);
}
