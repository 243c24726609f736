/* whose claim: "Brutus, not Caesar" put to the evidence. */
#include "cli.h"

int cmd_claim(const struct options *options, char **arg, int n_args)
{
    whose_report *report;
    int code = read_story(arg + 1, n_args - 1, &report);
    if (code != EXIT_DONE)
        return code;
    code = write_view(report, WHOSE_VIEW_CLAIM, options->form, arg[0]);
    if (code == EXIT_DONE && whose_report_answer(report) == WHOSE_ANSWER_NOBODY)
        code = EXIT_NO_VERDICT;
    whose_report_free(report);
    return code;
}
