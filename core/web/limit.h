/*
 * How often something that failed may be tried again: sign-ins above all, as
 * each costs a lane 20 ms.  Counts failures by what they have in common (an
 * account, an address) for LIMIT_SECONDS and forgets them.  A mapped file of
 * fixed size, SITES/.sign-ins, that the lanes of all workers share; it holds no
 * account and no address, only hashes of them under the installation's key.
 *
 * Where the room is short, what failed least is forgotten first: a flood of
 * made-up names can't wash out the one that is being guessed at.
 */
#ifndef WEB_LIMIT_H
#define WEB_LIMIT_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include <stdint.h>

#define LIMIT_SECONDS 60
#define LIMIT_KEYS 4096		/* counted at the same time, at most */

struct limit;

/* `secret`: HASH_BYTES, borrowed until limit_close().  ERR_INTERNAL
 * "limit.file". */
enum err limit_open(struct limit **out, const char *sites,
    const unsigned char *secret, struct fault *f);
void limit_close(struct limit *l);	/* NULL is allowed */

/* Seconds until `what` may be tried again, as `most` failures were counted; 0:
 * at once. */
int64_t limit_wait(struct limit *l, const char *what, unsigned most);

/* Counts a failure.  The time runs from the first one. */
void limit_count(struct limit *l, const char *what);

/* What the addresses of one household or server have in common, in `out`: an
 * IPv4 address itself, of IPv6 the network of 64 bits. */
#define LIMIT_NETWORK_SIZE 48
void limit_network(const char *address, char out[LIMIT_NETWORK_SIZE]);

#endif
