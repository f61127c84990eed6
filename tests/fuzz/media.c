/* Sound, film and documents: whatever is taken, what is overwritten lies
 * within the file.  The first byte picks the kind. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "cms/media_type.h"
#include "fuzz.h"

static const struct media_limits LIMITS = { .pixels = 60000000,
	.audio = 1 << 20, .video = 1 << 20, .document = 1 << 20 };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct {
		media_family	*check;
		const char	*extension;
	} KINDS[] = { { media_ooxml, "docx" }, { media_pdf, "pdf" },
	    { media_ole, "doc" }, { media_mp3, "mp3" }, { media_ogg, "ogg" },
	    { media_iso, "mp4" }, { media_webm, "webm" },
	    { media_plain, "csv" }, { media_vtt, "vtt" } };
	struct media_info info;
	struct media_file m = { .limits = &LIMITS, .info = &info };
	unsigned char *copy;
	size_t i;

	if (size < 2)
		return (0);
	i = data[0] % (sizeof(KINDS) / sizeof(KINDS[0]));
	/* A copy of its own, so that a byte too far is noticed. */
	copy = must_alloc(size - 1);
	memcpy(copy, data + 1, size - 1);
	m.p = copy;
	m.n = size - 1;
	m.extension = KINDS[i].extension;
	memset(&info, 0, sizeof(info));
	if (KINDS[i].check(&m) == ERR_OK)
		for (i = 0; i < info.patch_count; i++) {
			HOLDS(info.patch[i].head_length <=
			    info.patch[i].length);
			HOLDS(info.patch[i].at <= size - 1 &&
			    info.patch[i].length <=
			    size - 1 - info.patch[i].at);
		}
	media_info_cleanup(&info);
	free(copy);
	return (0);
}
