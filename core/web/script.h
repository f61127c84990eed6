/* Routes of plugins, and what scripts need from the web. */
#ifndef WEB_SCRIPT_H
#define WEB_SCRIPT_H

#include "web/exchange.h"

struct route;

/* Runs the handler of a plugin's route and sends what it answers. */
enum err script_answer(struct exchange *x);

/* The plugin's route was refused before that: for the record of acts. */
void script_refuse(struct exchange *x);

/* Lets the lane's scripts make links and sign people in; lane->exchange must
 * be the request that is being answered. */
void script_connect(struct lane *lane);

#endif
