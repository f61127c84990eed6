/* A file that came with a request or a command, before it is checked. */
#ifndef CMS_UPLOAD_H
#define CMS_UPLOAD_H

#include <stddef.h>

struct upload {
	const char	*field;		/* the form's field; "" from a command */
	const char	*name;		/* as the sender says, without folders */
	const char	*type;		/* as the sender says; "" if not said */
	const void	*data;		/* borrowed until the act returns */
	size_t		length;
};

#endif
