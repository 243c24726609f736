/* whose find: where the story says a line as somebody remembers it. */
#include "cli.h"

int cmd_find(const struct options *options, char **arg, int n_args)
{
    struct reading read;
    int code = read_story(options, NULL, arg + 1, n_args - 1, &read);
    if (code != EXIT_DONE)
        return code;
    code = write_view(read.report, WHOSE_VIEW_FIND, options->form, arg[0]);
    close_story(&read);
    return code;
}
