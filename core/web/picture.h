/* Sizes of pictures: GET /picture/{hash}/{name}, name being WIDTH.KIND. */
#ifndef WEB_PICTURE_H
#define WEB_PICTURE_H

#include "web/exchange.h"

enum err picture_answer(struct exchange *x);

#endif
