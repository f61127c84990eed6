/* Static files of themes and plugins, at /assets/PATH. */
#ifndef WEB_ASSET_H
#define WEB_ASSET_H

#include "web/exchange.h"

enum err asset_answer(struct exchange *x);

#endif
