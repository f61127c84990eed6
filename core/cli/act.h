/*
 * Sub-commands that are acts: done by the system itself, for whoever has the
 * server has the data.
 */
#ifndef CLI_ACT_H
#define CLI_ACT_H

#include "base/json.h"
#include "cli/main.h"

/* Opens everything, runs the act on the site, closes.  With `out` the answer,
 * in `a`; returns an exit code after telling any fault. */
int cli_act(const struct cli *cli, const char *site, const char *act,
    struct arena *a, const struct json *in, struct json **out);

/* Prints a value as one line of JSON. */
void cli_print(const struct json *v);

#endif
