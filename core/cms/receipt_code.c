/* Codes of receipts: see receipt.h. */
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "cms/receipt.h"

void
receipt_code_make(char out[RECEIPT_CODE_SIZE])
{
	random_letters(out, RECEIPT_CODE_LENGTH);
}

/* A character of a code, or 0 to pass over, or UTF8_BAD.  What was misread as
 * its look-alike is taken for what codes have. */
static uint32_t
letter_of(uint32_t c)
{
	if (c >= 0xFF01 && c <= 0xFF5E)		/* full width */
		c -= 0xFF01 - '!';
	if (c == ' ' || c == '-' || c == '\t' || c == 0x3000 ||
	    (c >= 0x2010 && c <= 0x2015))
		return (0);
	if (c >= 'a' && c <= 'z')
		c -= 'a' - 'A';
	switch (c) {
	case 'Z': return ('2');
	case 'S': return ('5');
	case 'B': return ('8');
	case 'U': return ('V');
	}
	if (c == 0 || c > 'Z' || strchr(RANDOM_LETTERS, (int)c) == NULL)
		return (UTF8_BAD);
	return (c);
}

bool
receipt_code_read(const char *text, char out[RECEIPT_CODE_SIZE])
{
	const char *p = text, *end = text + strlen(text);
	size_t n = 0;
	uint32_t c;

	while (p < end) {
		c = letter_of(utf8_next(&p, end));
		if (c == UTF8_BAD || (c != 0 && n == RECEIPT_CODE_LENGTH))
			return (false);
		if (c != 0)
			out[n++] = (char)c;
	}
	out[n] = '\0';
	return (n == RECEIPT_CODE_LENGTH);
}
