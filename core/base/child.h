/*
 * Another program, run for its output: without a shell, with nothing open but
 * its three ends, bounded in processor time, memory, waiting and output.  Only
 * for the clerk and commands: requests never wait for a child.
 */
#ifndef BASE_CHILD_H
#define BASE_CHILD_H

#include "base/buf.h"
#include "base/fault.h"

struct child_limits {
	int	seconds;	/* of the processor; twice as many in all */
	size_t	memory;		/* bytes of address space */
	size_t	output;		/* bytes; what is more is left out */
};

/* argv[0] is looked for in PATH; ends with NULL.  Appends what it writes.
 * ERR_NOT_FOUND "child.missing" where there is no such program,
 * ERR_INTERNAL "child.failed" where it didn't end well. */
enum err child_run(const char *const *argv, const struct child_limits *limits,
    struct buf *out, struct fault *f);

#endif
