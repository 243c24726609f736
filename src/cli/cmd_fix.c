/* whose fix: a draft of corrections, every statement commented out. */
#include "cli.h"

int cmd_fix(const struct options *options, char **arg, int n_args)
{
    struct reading read;
    int code = read_story(options, NULL, arg, n_args, &read);
    if (code != EXIT_DONE)
        return code;
    code = write_view(read.report, WHOSE_VIEW_FIX, WHOSE_FORM_PLAIN, NULL);
    close_story(&read);
    return code;
}
