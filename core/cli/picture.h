/* Sizes of pictures are made beside the clerk, which has times to keep. */
#ifndef CLI_PICTURE_H
#define CLI_PICTURE_H

#include "cli/main.h"

struct cms;

/* Once a round: starts `mingchuang pictures` where a site has some to make and
 * none runs. */
void picture_tend(const struct cli *cli, struct cms *cms);

#endif
