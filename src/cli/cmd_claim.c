/* whose claim: "Brutus, not Caesar" put to the evidence; or all that a post claims. */
#include "cli.h"

int cmd_claim(const struct options *options, char **arg, int n_args)
{
    struct reading read;
    int n_claims = options->from ? 0 : 1;
    if (n_args <= n_claims) {
        say(NULL, 0, options->from ? "usage: whose claim --from POST STORY..."
                                  : "usage: whose claim \"A, not B\" STORY...");
        return EXIT_USAGE;
    }
    if (options->cast && !options->from) {
        say(NULL, 0, "--cast goes with --from POST");
        return EXIT_USAGE;
    }
    int code = read_story(options, NULL, arg + n_claims, n_args - n_claims, &read);
    if (code != EXIT_DONE)
        return code;
    if (options->from)
        code = write_post(read.report, options->from, options->cast, options->form);
    else
        code = write_view(read.report, WHOSE_VIEW_CLAIM, options->form, arg[0]);
    if (code == EXIT_DONE && whose_report_answer(read.report) == WHOSE_ANSWER_NOBODY)
        code = EXIT_NO_VERDICT;
    close_story(&read);
    return code;
}
