/* whose read: the verdict, its evidence, the people. */
#include "cli.h"

int cmd_read(const struct options *options, char **arg, int n_args)
{
    whose_report *report;
    int code = read_story(arg, n_args, &report);
    if (code != EXIT_DONE)
        return code;
    code = write_view(report, WHOSE_VIEW_READ, options->form, NULL);
    if (code == EXIT_DONE && whose_report_answer(report) == WHOSE_ANSWER_NOBODY) {
        /* the other forms say why themselves */
        if (options->form == WHOSE_FORM_TSV)
            say(n_args == 1 ? arg[0] : NULL, 0,
                "no verdict is possible; without --tsv the report says why");
        code = EXIT_NO_VERDICT;
    }
    whose_report_free(report);
    return code;
}
