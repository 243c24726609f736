/* whose who: one person's dossier. */
#include "cli.h"

int cmd_who(const struct options *options, char **arg, int n_args)
{
    whose_report *report;
    int code = read_story(arg + 1, n_args - 1, &report);
    if (code != EXIT_DONE)
        return code;
    code = write_view(report, WHOSE_VIEW_WHO, options->form, arg[0]);
    whose_report_free(report);
    return code;
}
