/* An archive that may come from anywhere: whatever it holds, all that is
 * unpacked lies in the folder that was asked for, as files and folders. */
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/arena.h"
#include "cms/archive.h"
#include "cms/staging.h"
#include "fuzz.h"

static int
look(const char *path, const struct stat *st, int type, struct FTW *where)
{
	(void)path;
	(void)where;
	HOLDS(type == FTW_F || type == FTW_D);
	HOLDS(st->st_nlink == 1 || type == FTW_D);
	return (0);
}

/* The names of headers, without zlib before them. */
static void
blocks(const uint8_t *data, size_t size)
{
	struct tar_member m;

	for (; size >= TAR_BLOCK; size -= TAR_BLOCK, data += TAR_BLOCK) {
		if (!tar_header(data, &m) || m.type == TAR_END)
			continue;
		HOLDS(m.bytes >= 0);
		if (!tar_name_valid(m.name))
			continue;
		HOLDS(m.name[0] != '/' && strstr(m.name, "//") == NULL);
		HOLDS(strcmp(m.name, "..") != 0);
		HOLDS(strncmp(m.name, "../", 3) != 0);
		HOLDS(strstr(m.name, "/../") == NULL);
	}
}

/* Makes the checksum of what could be a header right, or nothing would get
 * past it. */
static void
sums_mend(uint8_t *data, size_t size)
{
	unsigned sum;
	int i;

	for (; size >= TAR_BLOCK; size -= TAR_BLOCK, data += TAR_BLOCK) {
		if (memcmp(data + 257, "ustar", 5) != 0)
			continue;
		memset(data + 148, ' ', 8);
		for (sum = 0, i = 0; i < TAR_BLOCK; i++)
			sum += data[i];
		snprintf((char *)data + 148, 8, "%06o", sum);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
	char folder[] = "/tmp/mingchuang-fuzz-XXXXXX", inside[64], path[64];
	char name[TAR_NAME_MAX];
	uint8_t *data = must_alloc(size + 1);
	gzFile file;

	memcpy(data, input, size);
	sums_mend(data, size);
	blocks(data, size);
	HOLDS(mkdtemp(folder) != NULL);
	snprintf(inside, sizeof(inside), "%s/in", folder);
	snprintf(path, sizeof(path), "%s/a.gz", folder);
	HOLDS(mkdir(inside, 0700) == 0);
	HOLDS((file = gzopen(path, "wb1")) != NULL);
	gzwrite(file, data, (unsigned)size);
	gzclose(file);
	archive_read(path, inside, name, NULL);
	HOLDS(unlink(path) == 0);
	nftw(folder, look, 8, FTW_PHYS);
	HOLDS(rmdir(inside) == 0 || access(inside, F_OK) == 0);
	folder_remove(folder);
	free(data);
	return (0);
}
