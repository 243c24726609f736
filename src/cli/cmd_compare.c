/* whose compare: two drafts of one story. */
#include "cli.h"

int cmd_compare(const struct options *options, char **arg, int n_args)
{
    struct reading a, b;
    if (n_args != 2) {
        say(NULL, 0, "usage: whose compare A B, each one file");
        return EXIT_USAGE;
    }
    int code = read_story(options, NULL, arg, 1, &a);
    if (code != EXIT_DONE)
        return code;
    code = read_story(options, NULL, arg + 1, 1, &b);
    if (code == EXIT_DONE) {
        code = write_comparison(a.report, b.report, options->form);
        bool is_known = whose_report_answer(a.report) != WHOSE_ANSWER_NOBODY &&
                        whose_report_answer(b.report) != WHOSE_ANSWER_NOBODY;
        if (code == EXIT_DONE && !is_known)
            code = EXIT_NO_VERDICT;
        close_story(&b);
    }
    close_story(&a);
    return code;
}
