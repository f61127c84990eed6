/* Faults for programs: application/problem+json (RFC 9457). */
#ifndef WEB_PROBLEM_H
#define WEB_PROBLEM_H

#include "base/buf.h"
#include "base/fault.h"
#include "base/json.h"
#include "base/lang.h"

/* Appends {"type":"about:blank","title":…,"status":409,"code":"entry.stale",
 * "detail":…,"field":…}: title is lang_title(), detail the sentence of the
 * fault; code, detail and field only where there are any.  The members of
 * `extra` (an object, or NULL) follow; they can't replace the ones above. */
void problem_write(struct buf *out, const struct fault *f,
    const struct lang *l, const struct json *extra);

#endif
