/*
 * Plugins that are asked whether something may be submitted.  What can't be
 * asked is not taken for a yes: while such a plugin is out of order on a site
 * that uses it, nothing is submitted there.  Keepers bring it back or switch it
 * off.
 *
 * Its manifest says so, `guards = { "entry.submit" }`, so that it is known
 * without running its code; and each site keeps what it said, in its table
 * plugin_guard, for the time when the manifest can't be read any more.  Inside
 * core/script only.
 */
#ifndef SCRIPT_GUARD_H
#define SCRIPT_GUARD_H

#include "script/plugin.h"

/* Is it an event that asks? */
bool guard_asks(const char *event);

/* Names in a manifest's `guards` that are none; NULL: all are. */
const char *guard_unknown(const struct json *guards);

/* A plugin that has run its init.lua hooks those that its manifest names, and
 * no others: else ERR_INPUT "plugin.manifest". */
enum err guard_declared(const struct plugin *p, struct fault *f);

/* Keeps, in the site's table plugin_guard, for which such events the plugin is
 * to be asked there.  What was kept goes only when the plugin is loaded: then
 * its manifest is right.  Nothing inside of transactions. */
void guard_note(struct plugin *p, struct site *site);

/* Is there a plugin that the site uses, that is to be asked and can't be
 * loaded?  ERR_BUSY as guard_missed(). */
enum err guard_check(struct script *s, struct call *c, const char *event);

/* The plugin didn't answer: ERR_BUSY "entry.unguarded", for visitors
 * "receipt.unguarded", and a line in the log. */
enum err guard_missed(struct script *s, struct call *c, const char *event,
    const char *plugin);

#endif
