/*
 * The QR code of a page of this site, as a picture: GET /qr?path=/news/12.html.
 * The address in it is the one by which the picture was asked for.
 */
#ifndef WEB_QR_H
#define WEB_QR_H

#include "web/exchange.h"

#define QR_PATH_MAX 300		/* bytes */

enum err qr_answer(struct exchange *x);

#endif
