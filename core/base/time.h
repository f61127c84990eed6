/*
 * Time is unix seconds everywhere; people see the time of China, UTC+08:00
 * without summer time (Beijing has kept it since 1991), by own arithmetic:
 * the process may have no zone files, and localtime() looks for them.
 * What lies outside the years 0001 to 9999 is shown as the nearest of them.
 */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include <stdbool.h>
#include <stdint.h>

#define TIME_ZONE (8 * 3600)	/* seconds east of Greenwich */
#define TIME_SIZE 32		/* for every form below */

struct time_parts {
	int	year, month, day;	/* from 1 */
	int	hour, minute, second;
	int	weekday;		/* 0: Sunday */
};

int64_t time_now(void);
/* Holds the clock of this process at `now`; negative lets it run again. */
void time_set_for_test(int64_t now);

void time_split(int64_t t, int zone, struct time_parts *out);
/* The second that these parts name; weekday is ignored.  False where there is
 * no such day or hour.  Second 60 (a leap second) is the next minute's 0. */
bool time_join(const struct time_parts *parts, int zone, int64_t *out);

void time_minute(int64_t t, char out[TIME_SIZE]); /* 2026-04-28 09:30 */
void time_day(int64_t t, char out[TIME_SIZE]);	  /* 2026-04-28 */
void time_iso(int64_t t, char out[TIME_SIZE]);	/* 2026-04-28T09:30:00+08:00 */
void time_http(int64_t t, char out[TIME_SIZE]);	/* RFC 9110, 5.6.7: in GMT */

/* RFC 3339; what forms send may also lack the zone (then China's), the
 * seconds, or the whole time of day: 2026-04-28, 2026-04-28T09:30 or with a
 * space between.  Fractions of seconds are dropped. */
bool time_parse(const char *text, int64_t *out);

/* The three forms of RFC 9110, 5.6.7. */
bool time_parse_http(const char *text, int64_t *out);

#endif
