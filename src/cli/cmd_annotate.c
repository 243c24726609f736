/* whose annotate: every sentence with its words, tags and heads. */
#include "cli.h"

#include <string.h>

static int usage(const char *what)
{
    say(NULL, 0, "%s; usage: whose annotate --to conllu [--from conllu|--tokenized] STORY...", what);
    return EXIT_USAGE;
}

int cmd_annotate(const struct options *options, char **arg, int n_args)
{
    if (!options->to || strcmp(options->to, "conllu") != 0)
        return usage("annotate writes --to conllu");
    if (options->from && strcmp(options->from, "conllu") != 0)
        return usage("annotate reads --from conllu");
    if (options->from && options->is_tokenized)
        return usage("either --from or --tokenized, not both");
    whose_options how = {
        .input = options->from ? WHOSE_INPUT_CONLLU
                 : options->is_tokenized ? WHOSE_INPUT_TOKENIZED
                                         : WHOSE_INPUT_STORY,
        .depth = WHOSE_DEPTH_TEXT,
    };
    struct reading read;
    int code = read_story(options, &how, arg, n_args, &read);
    if (code != EXIT_DONE)
        return code;
    code = write_view(read.report, WHOSE_VIEW_CONLLU, WHOSE_FORM_PLAIN, NULL);
    close_story(&read);
    return code;
}
