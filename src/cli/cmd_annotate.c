/* whose annotate: what the words of a story are and name: all that is known of it with its
 * entities and events, or every sentence with its words, tags and heads. */
#include "cli.h"

#include <string.h>

static int usage(const char *what)
{
    say(NULL, 0, "%s; usage: whose annotate --json|--to conllu [--from conllu|--tokenized] STORY...",
        what);
    return EXIT_USAGE;
}

int cmd_annotate(const struct options *options, char **arg, int n_args)
{
    bool is_json = options->form == WHOSE_FORM_JSON;
    if (is_json ? options->to != NULL : !options->to || strcmp(options->to, "conllu") != 0)
        return usage("annotate writes --json or --to conllu");
    if (options->from && strcmp(options->from, "conllu") != 0)
        return usage("annotate reads --from conllu");
    if (options->from && options->is_tokenized)
        return usage("either --from or --tokenized, not both");
    if (is_json && options->model && strcmp(options->model, "none") == 0)
        return usage("without a model there are no entities");
    whose_options how = {
        .input = options->from ? WHOSE_INPUT_CONLLU
                 : options->is_tokenized ? WHOSE_INPUT_TOKENIZED
                                         : WHOSE_INPUT_STORY,
        .depth = is_json ? WHOSE_DEPTH_ALL : WHOSE_DEPTH_TEXT,
    };
    struct reading read;
    int code = read_story(options, &how, arg, n_args, &read);
    if (code != EXIT_DONE)
        return code;
    code = write_view(read.report, is_json ? WHOSE_VIEW_ALL : WHOSE_VIEW_CONLLU, WHOSE_FORM_JSON,
                      NULL);
    close_story(&read);
    return code;
}
