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
    struct model_file file = {.model = NULL};
    if (!options->model || strcmp(options->model, "none") != 0) {
        int code = open_model(options->model, &file);
        if (code != EXIT_DONE)
            return code;
        how.model = file.model;
    }
    whose_report *report;
    int code = read_story_with(&how, arg, n_args, &report);
    if (code == EXIT_DONE)
        code = write_view(report, WHOSE_VIEW_CONLLU, WHOSE_FORM_PLAIN, NULL);
    whose_report_free(report);
    close_model(&file);
    return code;
}
