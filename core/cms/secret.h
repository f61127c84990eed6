/*
 * A key that this installation makes for itself, for signing what it hands
 * out and gets back within hours: SITES/.secret, readable by its owner only.
 * It isn't part of a backup; without it (another server) open forms are
 * refused once.
 */
#ifndef CMS_SECRET_H
#define CMS_SECRET_H

#include <stddef.h>

#include "base/fault.h"

#define SECRET_BYTES 32

/* Makes the file where there is none.  ERR_INTERNAL "cms.secret". */
enum err secret_read(const char *sites, unsigned char out[SECRET_BYTES],
    struct fault *f);

#endif
