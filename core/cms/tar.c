/* Headers of tar archives: see tar.h.  Fields as in POSIX.1-1988 (ustar) and
 * the GNU format: numbers are octal text, or binary where the first bit is
 * set. */
#include "cms/tar.h"

#include <string.h>

enum {
	AT_NAME = 0, NAME_SIZE = 100,
	AT_SIZE = 124, AT_CHANGED = 136, NUMBER_SIZE = 12,
	AT_SUM = 148, SUM_SIZE = 8,
	AT_TYPE = 156,
	AT_MAGIC = 257,
	AT_PREFIX = 345, PREFIX_SIZE = 155
};

static bool
number_octal(const unsigned char *p, size_t n, int64_t *out)
{
	size_t i = 0;
	bool digits = false;

	*out = 0;
	while (i < n && p[i] == ' ')
		i++;
	for (; i < n && p[i] >= '0' && p[i] <= '7'; i++) {
		*out = *out * 8 + (p[i] - '0');
		digits = true;
	}
	return (digits && (i == n || p[i] == ' ' || p[i] == '\0'));
}

/* The low 63 bits of a number that isn't negative. */
static bool
number_binary(const unsigned char *p, size_t n, int64_t *out)
{
	size_t i;

	*out = 0;
	if (p[0] != 0x80 || n < 9)
		return (false);
	for (i = 1; i < n - 8; i++)
		if (p[i] != 0)
			return (false);
	if (p[n - 8] & 0x80)
		return (false);
	for (i = n - 8; i < n; i++)
		*out = *out << 8 | p[i];
	return (true);
}

static bool
number_read(const unsigned char *p, int64_t *out)
{
	return (p[0] & 0x80 ? number_binary(p, NUMBER_SIZE, out) :
	    number_octal(p, NUMBER_SIZE, out));
}

static bool
sum_holds(const unsigned char block[TAR_BLOCK])
{
	int64_t said, sum = 0;
	int i;

	for (i = 0; i < TAR_BLOCK; i++)
		sum += i >= AT_SUM && i < AT_SUM + SUM_SIZE ? ' ' : block[i];
	return (number_octal(block + AT_SUM, SUM_SIZE, &said) && said == sum);
}

static bool
is_zero(const unsigned char block[TAR_BLOCK])
{
	int i;

	for (i = 0; i < TAR_BLOCK; i++)
		if (block[i] != 0)
			return (false);
	return (true);
}

static void
name_read(const unsigned char block[TAR_BLOCK], char name[TAR_NAME_MAX])
{
	size_t n = 0;

	if (memcmp(block + AT_MAGIC, "ustar\0" "00", 8) == 0 &&
	    block[AT_PREFIX] != '\0') {
		n = strnlen((const char *)block + AT_PREFIX, PREFIX_SIZE);
		memcpy(name, block + AT_PREFIX, n);
		name[n++] = '/';
	}
	memcpy(name + n, block + AT_NAME, NAME_SIZE);
	name[n + NAME_SIZE] = '\0';
}

bool
tar_header(const unsigned char block[TAR_BLOCK], struct tar_member *out)
{
	memset(out, 0, sizeof(*out));
	if (is_zero(block))
		return (true);
	if (!sum_holds(block) || memcmp(block + AT_MAGIC, "ustar", 5) != 0)
		return (false);
	name_read(block, out->name);
	switch (block[AT_TYPE]) {
	case '0':
	case '\0':
		out->type = TAR_FILE;
		break;
	case '5':
		out->type = TAR_FOLDER;
		break;
	case 'L':
		out->type = TAR_LONG_NAME;
		break;
	default:
		return (false);
	}
	return (number_read(block + AT_SIZE, &out->bytes) &&
	    number_read(block + AT_CHANGED, &out->changed));
}

bool
tar_name_valid(char *name)
{
	size_t length = strlen(name), part;
	const char *p;

	if (length > 0 && name[length - 1] == '/')
		name[--length] = '\0';
	if (length == 0)
		return (false);
	for (p = name; *p != '\0'; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			return (false);
	for (p = name; ; p += part + 1) {
		part = strcspn(p, "/");
		if (part == 0 || (part == 1 && p[0] == '.') ||
		    (part == 2 && p[0] == '.' && p[1] == '.'))
			return (false);
		if (p[part] == '\0')
			return (true);
	}
}
