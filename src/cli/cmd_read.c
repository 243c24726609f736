/* whose read: the verdict, its evidence, the people; or what was read, in the form of
 * another program. */
#include "cli.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH_BYTES = 4096 };

/* The start of the names of files: `output`, or in a folder the story's name without its
 * ending; without `output` that name in the folder where one stands. */
static int name_start(const char *output, const char *story, char out[PATH_BYTES])
{
    struct stat about;
    const char *slash = strrchr(story, '/'), *name = slash ? slash + 1 : story;
    const char *ending = strrchr(name, '.');
    if (strcmp(story, "-") == 0)
        name = "story";
    size_t stem = ending && ending != name && strcmp(story, "-") != 0 ? (size_t)(ending - name) : strlen(name);
    bool is_folder = output && stat(output, &about) == 0 && S_ISDIR(about.st_mode);
    int n = output && !is_folder
                ? snprintf(out, PATH_BYTES, "%s", output)
                : snprintf(out, PATH_BYTES, "%s%s%.*s", output ? output : "", output ? "/" : "", (int)stem, name);
    if (n > 0 && n < PATH_BYTES - 16)
        return EXIT_DONE;
    say(output, 0, "this name is too long");
    return EXIT_USAGE;
}

static int write_booknlp(const whose_report *report, const char *output, const char *story)
{
    static const struct {
        const char *ending;
        whose_view view;
    } tables[] = {{"tokens", WHOSE_VIEW_BOOKNLP_TOKENS},
                  {"entities", WHOSE_VIEW_BOOKNLP_ENTITIES},
                  {"quotes", WHOSE_VIEW_BOOKNLP_QUOTES},
                  {"book", WHOSE_VIEW_BOOKNLP_BOOK}};
    char start[PATH_BYTES], path[PATH_BYTES + 16];
    int code = name_start(output, story, start);
    for (size_t i = 0; code == EXIT_DONE && i < sizeof tables / sizeof *tables; i++) {
        snprintf(path, sizeof path, "%s.%s", start, tables[i].ending);
        code = write_file(path, report, tables[i].view, WHOSE_FORM_PLAIN, NULL);
    }
    return code;
}

static int export(const struct options *options, char **arg, int n_args)
{
    struct reading read;
    bool is_csv = strcmp(options->to, "csv") == 0, is_conll = strcmp(options->to, "conll") == 0;
    bool is_booknlp = strcmp(options->to, "booknlp") == 0;
    if (!is_csv && !is_conll && !is_booknlp) {
        say(NULL, 0, "read writes --to csv, conll or booknlp, not %s", options->to);
        return EXIT_USAGE;
    }
    bool has_model = !options->model || strcmp(options->model, "none") != 0;
    const whose_options how = {.depth = has_model && !is_csv ? WHOSE_DEPTH_ALL : WHOSE_DEPTH_STORY};
    int code = read_story(options, &how, arg, n_args, &read);
    if (code != EXIT_DONE)
        return code;
    whose_view view = is_csv ? WHOSE_VIEW_SPEECHES : WHOSE_VIEW_CONLL;
    code = is_booknlp ? write_booknlp(read.report, options->output, arg[0])
                      : write_file(options->output, read.report, view, WHOSE_FORM_PLAIN, NULL);
    close_story(&read);
    return code;
}

int cmd_read(const struct options *options, char **arg, int n_args)
{
    struct reading read;
    if (options->to)
        return export(options, arg, n_args);
    if (options->output) {
        say(NULL, 0, "-o is for --to csv, conll or booknlp");
        return EXIT_USAGE;
    }
    whose_options how = {.weights = options->weights};
    int code = read_story(options, &how, arg, n_args, &read);
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
