/* whose lines, whose text, whose dump: each stage as stable text. */
#include "cli.h"

#include <string.h>

/* What the reader alone found; no model is needed. */
static int dump_doc(whose_view view, char **arg, int n_args)
{
    whose_report *report;
    int code = read_files(NULL, arg, n_args, &report);
    if (code != EXIT_DONE)
        return code;
    code = write_view(report, view, WHOSE_FORM_PLAIN, NULL);
    whose_report_free(report);
    return code;
}

static int dump(const struct options *options, whose_view view, char **arg, int n_args)
{
    struct reading read;
    int code = read_story(options, NULL, arg, n_args, &read);
    if (code != EXIT_DONE)
        return code;
    code = write_view(read.report, view, WHOSE_FORM_PLAIN, NULL);
    close_story(&read);
    return code;
}

int cmd_lines(const struct options *options, char **arg, int n_args)
{
    (void)options;
    return dump_doc(WHOSE_VIEW_LINES, arg, n_args);
}

int cmd_text(const struct options *options, char **arg, int n_args)
{
    (void)options;
    return dump_doc(WHOSE_VIEW_TEXT, arg, n_args);
}

int cmd_dump(const struct options *options, char **arg, int n_args)
{
    static const struct {
        const char *name;
        whose_view view;
    } stages[] = {
        {"doc", WHOSE_VIEW_DOC},
        {"people", WHOSE_VIEW_PEOPLE},
        {"story", WHOSE_VIEW_STORY},
        {"verdict", WHOSE_VIEW_VERDICT},
    };
    for (size_t i = 0; options->stage && i < sizeof stages / sizeof *stages; i++)
        if (strcmp(options->stage, stages[i].name) == 0)
            return stages[i].view == WHOSE_VIEW_DOC ? dump_doc(WHOSE_VIEW_DOC, arg, n_args)
                                                    : dump(options, stages[i].view, arg, n_args);
    if (options->stage)
        say(NULL, 0, "there is no stage \"%s\": doc, people, story or verdict", options->stage);
    else
        say(NULL, 0, "dump needs --stage doc, people, story or verdict");
    return EXIT_USAGE;
}
