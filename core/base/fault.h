/*
 * What went wrong, for the program (`enum err`) and for the person (a name
 * that core/lang/ turns into a sentence).  Functions return `enum err` and
 * fill in the fault where the reason is known; callers only pass it on.
 */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

enum err {
	ERR_OK = 0,
	ERR_SYNTAX,	/* 400: the request can't be read */
	ERR_AUTH,	/* 401: sign in first */
	ERR_FORBIDDEN,	/* 403: signed in, but not allowed */
	ERR_NOT_FOUND,	/* 404 */
	ERR_METHOD,	/* 405 */
	ERR_CONFLICT,	/* 409: somebody else was faster */
	ERR_GONE,	/* 410: withdrawn */
	ERR_LENGTH,	/* 411 */
	ERR_TOO_LARGE,	/* 413 */
	ERR_TYPE,	/* 415: a kind of content that isn't accepted */
	ERR_RANGE,	/* 416 */
	ERR_INPUT,	/* 422: readable, but a field is wrong */
	ERR_RATE,	/* 429: too often */
	ERR_INTERNAL,	/* 500: a fault of ours */
	ERR_BUSY,	/* 503: locked database, full disk; try again */
	ERR_COUNT
};

#define FAULT_FIELD_MAX 64
#define FAULT_DETAIL_MAX 256

struct fault {
	enum err	err;
	const char	*name;	/* literal, as "entry.stale"; NULL: none */
	char		field[FAULT_FIELD_MAX];	  /* the input that is wrong */
	char		label[FAULT_FIELD_MAX];	  /* key of the field's name, or "" */
	char		detail[FAULT_DETAIL_MAX]; /* what {detail} stands for */
};

/* Fills `f` (which may be NULL) and is `err`, to be returned at once.  `field`
 * and `fmt` may be NULL; what is too long is cut at a character.  A macro, so
 * that whoever reads a caller alone, as clang's analyzer does, sees its value;
 * it takes `err` twice. */
#define fault_set(f, err, ...) \
	(fault_fill((f), (err), __VA_ARGS__), fault_value(err))

static inline enum err
fault_value(enum err err)
{
	return (err);
}

/* The field is shown under this key of lang/ (f may be NULL); without one
 * under "field." and its name. */
void fault_label(struct fault *f, const char *label);

/* What fault_set calls. */
void fault_fill(struct fault *f, enum err err, const char *name,
    const char *field, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* The HTTP status of an error (RFC 9110, RFC 6585). */
int fault_status(enum err err);

#endif
