/* whose read: the verdict, its evidence, the people. */
#include "cli.h"

int cmd_read(const struct options *options, char **arg, int n_args)
{
    struct reading read;
    int code = read_story(options, NULL, arg, n_args, &read);
    if (code != EXIT_DONE)
        return code;
    code = write_view(read.report, WHOSE_VIEW_READ, options->form, NULL);
    if (code == EXIT_DONE && whose_report_answer(read.report) == WHOSE_ANSWER_NOBODY) {
        /* the other forms say why themselves */
        if (options->form == WHOSE_FORM_TSV)
            say(n_args == 1 ? arg[0] : NULL, 0,
                "no verdict is possible; without --tsv the report says why");
        code = EXIT_NO_VERDICT;
    }
    close_story(&read);
    return code;
}
