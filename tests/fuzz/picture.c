/* A picture that is taken is taken again as it was stored, to the byte; it
 * never grows by more than a minimal EXIF. */
#include <string.h>

#include "cms/media_type.h"
#include "fuzz.h"

static const struct media_limits LIMITS = { .pixels = 60000000,
	.picture = 1 << 20 };

static enum err
take(media_family *family, const void *p, size_t n, struct media_info *info)
{
	struct media_file m = { .p = p, .n = n, .extension = "",
	    .limits = &LIMITS, .info = info };

	memset(info, 0, sizeof(*info));
	return (family(&m));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static media_family *const FAMILIES[] = { media_jpeg, media_png,
	    media_gif, media_webp };
	struct media_info once, twice;

	for (size_t i = 0; i < sizeof(FAMILIES) / sizeof(FAMILIES[0]); i++) {
		if (take(FAMILIES[i], data, size, &once) == ERR_OK) {
			HOLDS(once.rewritten && once.width > 0);
			HOLDS(once.bytes.length <= size + 64);
			HOLDS(take(FAMILIES[i], once.bytes.data,
			    once.bytes.length, &twice) == ERR_OK);
			HOLDS(twice.bytes.length == once.bytes.length);
			HOLDS(memcmp(twice.bytes.data, once.bytes.data,
			    once.bytes.length) == 0);
			media_info_cleanup(&twice);
		}
		media_info_cleanup(&once);
	}
	return (0);
}
