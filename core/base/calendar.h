/*
 * Working days of China: Monday to Friday but for the holidays and make-up
 * days (调休上班) that the State Council publishes for each year, which are
 * data: YEAR.json with {year, source, holidays: ["2026-01-01", …], workdays:
 * […]}.  A year without data has weekends only; calendar_knows() tells.
 *
 * A limit "within n working days" (n 个工作日内) begins on the day after and
 * ends with the last second of the n-th working day.
 */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"

#define CALENDAR_FILE_MAX (64 * 1024)	/* bytes of a year's file */
#define CALENDAR_DAYS_MAX 10000		/* working days that are counted */

struct calendar;

struct calendar *calendar_alloc(void);
void calendar_free(struct calendar *c);		/* NULL is allowed */

/* Adds a year's data; a day that is known already is what this one says.
 * ERR_INPUT "calendar.bad" naming the member and what is wrong; then nothing
 * was added. */
enum err calendar_add_year(struct calendar *c, const char *text,
    size_t length, struct fault *f);

/* Adds all files YEAR.json of a folder; one that isn't there has none. */
enum err calendar_add_folder(struct calendar *c, const char *folder,
    struct fault *f);

/* Is there data for the year? */
bool calendar_knows(const struct calendar *c, int year);

/* Is the day on which that second falls (in China) a working day? */
bool calendar_works(const struct calendar *c, int64_t t);

/* When "within n working days" from `t` is over: the last second of that day;
 * n = 0: of the day of `t`.  Beyond CALENDAR_DAYS_MAX: as that. */
int64_t calendar_after(const struct calendar *c, int64_t t, int64_t n);

/* Working days behind the day of `from`, up to and with that of `to`; negative
 * where `to` is earlier.  What calendar_after(c, t, n) gives is n from t. */
int64_t calendar_between(const struct calendar *c, int64_t from, int64_t to);

#endif
