/* whose claim: "Brutus, not Caesar" put to the evidence. */
#include "cli.h"

int cmd_claim(const struct options *options, char **arg, int n_args)
{
    struct reading read;
    int code = read_story(options, NULL, arg + 1, n_args - 1, &read);
    if (code != EXIT_DONE)
        return code;
    code = write_view(read.report, WHOSE_VIEW_CLAIM, options->form, arg[0]);
    if (code == EXIT_DONE && whose_report_answer(read.report) == WHOSE_ANSWER_NOBODY)
        code = EXIT_NO_VERDICT;
    close_story(&read);
    return code;
}
