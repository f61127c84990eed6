/*
 * MP3 and Ogg: chains of frames and pages that must reach to the end of the
 * file, with nothing between but tags.
 */
#include <string.h>

#include "cms/media_type.h"

#define ID3V1_SIZE 128
#define PADDING_MAX 65536	/* zeros behind an ID3 tag or the last frame */

/* Bytes of the MPEG audio frame that begins here; 0: none does.  (ISO/IEC
 * 11172-3 and 13818-3, layer III only.) */
static size_t
frame_size(const unsigned char *p, size_t n)
{
	static const unsigned RATES[2][16] = {
		{ 0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224,
		    256, 320, 0 },
		{ 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144,
		    160, 0 },
	};
	static const unsigned HERTZ[3] = { 44100, 48000, 32000 };
	unsigned version, rate, hertz;

	if (n < 4 || p[0] != 0xff || (p[1] & 0xe6) != 0xe2)
		return (0);
	version = p[1] >> 3 & 3;	/* 3: MPEG 1, 2: MPEG 2, 0: 2.5 */
	if (version == 1 || (p[2] >> 2 & 3) == 3)
		return (0);
	rate = RATES[version != 3][p[2] >> 4] * 1000;
	hertz = HERTZ[p[2] >> 2 & 3] >> (version == 3 ? 0 : version == 2 ?
	    1 : 2);
	if (rate == 0)
		return (0);
	return ((version == 3 ? 144 : 72) * rate / hertz + (p[2] >> 1 & 1));
}

static size_t
zeros(const unsigned char *p, size_t n)
{
	size_t i = 0;

	while (i < n && i < PADDING_MAX && p[i] == 0)
		i++;
	return (i);
}

/* A tag (ID3v1, ID3v2, APE, Lyrics3) at the end of the file. */
static bool
tag_to_end(const unsigned char *p, size_t n)
{
	return ((n == ID3V1_SIZE && memcmp(p, "TAG", 3) == 0) ||
	    (n >= 32 && memcmp(p, "APETAGEX", 8) == 0) ||
	    (n >= 10 && memcmp(p, "ID3", 3) == 0) ||
	    (n >= 11 && memcmp(p, "LYRICSBEGIN", 11) == 0));
}

enum err
media_mp3(struct media_file *m)
{
	size_t at = 0, n, frames = 0;

	if (m->n >= 10 && memcmp(m->p, "ID3", 3) == 0) {
		at = 10 + (((size_t)m->p[6] & 127) << 21 |
		    ((size_t)m->p[7] & 127) << 14 |
		    ((size_t)m->p[8] & 127) << 7 | (m->p[9] & 127));
		if (at > m->n)
			return (media_broken(m, "ID3"));
		at += zeros(m->p + at, m->n - at);
	}
	while (at < m->n && (n = frame_size(m->p + at, m->n - at)) != 0) {
		frames++;
		/* The last frame of a recording that was cut may be short. */
		at += n < m->n - at ? n : m->n - at;
	}
	at += zeros(m->p + at, m->n - at);
	if (frames < 3 || (at < m->n && !tag_to_end(m->p + at, m->n - at)))
		return (media_broken(m, "frame"));
	return (ERR_OK);
}

enum err
media_ogg(struct media_file *m)
{
	const unsigned char *p;
	size_t at = 0, body, i, pages = 0;

	if (m->n < 64 || (memcmp(m->p + 28, "\1vorbis", 7) != 0 &&
	    memcmp(m->p + 28, "OpusHead", 8) != 0 &&
	    memcmp(m->p + 28, "\x7f" "FLAC", 5) != 0 &&
	    memcmp(m->p + 28, "Speex   ", 8) != 0))
		return (media_broken(m, "codec"));
	while (at < m->n) {
		p = m->p + at;
		if (m->n - at < 27 || memcmp(p, "OggS", 4) != 0 ||
		    p[4] != 0 || m->n - at < 27u + p[26])
			return (media_broken(m, "page"));
		for (body = 0, i = 0; i < p[26]; i++)
			body += p[27 + i];
		if (m->n - at - 27 - p[26] < body)
			return (media_broken(m, "page"));
		at += 27 + p[26] + body;
		pages++;
	}
	return (pages >= 2 ? ERR_OK : media_broken(m, "page"));
}
