/* The installation's own key: see secret.h. */
#include "cms/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"

/* Processes that start together agree on one key: the first under the lock
 * writes it. */
static int
secret_fill(int fd, unsigned char out[SECRET_BYTES])
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	ssize_t n;

	/* Workers' sandbox knows no flock(). */
	if (fcntl(fd, F_OFD_SETLKW, &lock) == -1)
		return (-1);
	n = pread(fd, out, SECRET_BYTES, 0);
	if (n == SECRET_BYTES)
		return (0);
	if (n == -1)
		return (-1);
	random_bytes(out, SECRET_BYTES);
	if (pwrite(fd, out, SECRET_BYTES, 0) != SECRET_BYTES)
		return (-1);
	return (fsync(fd));
}

enum err
secret_read(const char *sites, unsigned char out[SECRET_BYTES],
    struct fault *f)
{
	char *path = NULL;
	enum err e = ERR_OK;
	int fd;

	if (asprintf(&path, "%s/.secret", sites) < 0)
		abort();
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd == -1 || secret_fill(fd, out) == -1)
		e = fault_set(f, ERR_INTERNAL, "cms.secret", NULL, "%s: %s",
		    path, strerror(errno));
	if (fd != -1)
		close(fd);	/* and its lock */
	free(path);
	return (e);
}
