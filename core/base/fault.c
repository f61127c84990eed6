/* Faults: see fault.h. */
#include "base/fault.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

static const int status[ERR_COUNT] = {
	[ERR_OK] = 200,	      [ERR_SYNTAX] = 400,    [ERR_AUTH] = 401,
	[ERR_FORBIDDEN] = 403, [ERR_NOT_FOUND] = 404, [ERR_METHOD] = 405,
	[ERR_CONFLICT] = 409, [ERR_GONE] = 410,	     [ERR_LENGTH] = 411,
	[ERR_TOO_LARGE] = 413, [ERR_TYPE] = 415,      [ERR_RANGE] = 416,
	[ERR_INPUT] = 422,    [ERR_RATE] = 429,	     [ERR_INTERNAL] = 500,
	[ERR_BUSY] = 503,
};

void
fault_fill(struct fault *f, enum err err, const char *name, const char *field,
    const char *fmt, ...)
{
	va_list ap;

	if (f == NULL)
		return;
	f->err = err;
	f->name = name;
	f->field[0] = f->label[0] = f->detail[0] = '\0';
	if (field != NULL)
		utf8_copy(f->field, sizeof(f->field), field);
	if (fmt != NULL) {
		va_start(ap, fmt);
		vsnprintf(f->detail, sizeof(f->detail), fmt, ap);
		va_end(ap);
		f->detail[utf8_cut(f->detail, strlen(f->detail))] = '\0';
	}
}

void
fault_label(struct fault *f, const char *label)
{
	if (f != NULL && label != NULL)
		utf8_copy(f->label, sizeof(f->label), label);
}

int
fault_status(enum err err)
{
	return ((unsigned)err < ERR_COUNT ? status[err] : 500);
}
