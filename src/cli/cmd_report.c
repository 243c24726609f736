/* whose report: one page to look at, to keep and to send. */
#include "cli.h"

int cmd_report(const struct options *options, char **arg, int n_args)
{
    struct reading read;
    int code = read_story(options, NULL, arg, n_args, &read);
    if (code != EXIT_DONE)
        return code;
    code = write_file(options->output, read.report, WHOSE_VIEW_READ, WHOSE_FORM_HTML, NULL);
    if (code == EXIT_DONE && whose_report_answer(read.report) == WHOSE_ANSWER_NOBODY)
        code = EXIT_NO_VERDICT;
    close_story(&read);
    return code;
}
