/* whose card: the verdict on a card to share. */
#include "cli.h"

int cmd_card(const struct options *options, char **arg, int n_args)
{
    struct reading read;
    int code = read_story(options, NULL, arg, n_args, &read);
    if (code != EXIT_DONE)
        return code;
    code = write_file(options->output, read.report, WHOSE_VIEW_CARD, WHOSE_FORM_PLAIN, NULL);
    if (code == EXIT_DONE && whose_report_answer(read.report) == WHOSE_ANSWER_NOBODY)
        code = EXIT_NO_VERDICT;
    close_story(&read);
    return code;
}
