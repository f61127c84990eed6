/*
 * What attachments say: the clerk takes the text out of each document once
 * (DOCX, XLSX, PPTX here, PDF with pdftotext as a limited child) and keeps it
 * in `media_text`, where word check and search read it.
 */
#ifndef CMS_MEDIA_TEXT_H
#define CMS_MEDIA_TEXT_H

#include "cms/cms.h"

#define MEDIA_TEXT_ROUND 5	/* files of one site in one round of the clerk */

/* Makes what is missing, at most MEDIA_TEXT_ROUND; *made says how many.  A
 * file that can't be read is kept as failed, and not tried again, unless it was
 * for want of pdftotext. */
enum err media_text_make(struct site *site, int64_t now, int64_t *made,
    struct fault *f);

/* The text of a file of this site: {hash, name, state, text, problem}; state
 * "waiting" while the clerk hasn't come to it, "none" for files without. */
enum err media_text_read(struct site *site, struct arena *a, const char *hash,
    struct json **out, struct fault *f);

#endif
