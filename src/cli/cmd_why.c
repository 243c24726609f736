/* whose why: what a measure counts, what it rests on, where it misleads; with a person and a
 * story, every passage behind its value. */
#include "cli.h"

#include <stdio.h>
#include <string.h>

enum { COLUMNS = 78 };

static void put_wrapped(const char *label, const char *words)
{
    size_t indent = strlen(label), at = indent;
    fputs(label, stdout);
    while (*words) {
        size_t n = strcspn(words, " ");
        if (at > indent && at + 1 + n > COLUMNS) {
            printf("\n%*s", (int)indent, "");
            at = indent;
        } else if (at > indent) {
            putchar(' ');
            at++;
        }
        printf("%.*s", (int)n, words);
        at += n;
        words += n;
        words += strspn(words, " ");
    }
    putchar('\n');
}

static int finish(void)
{
    return fflush(stdout) == 0 ? EXIT_DONE : EXIT_SYSTEM;
}

static int list_all(void)
{
    for (uint32_t i = 0; i < whose_n_measures(); i++) {
        whose_measure m = whose_get_measure(i);
        printf("%-18s  %-12s  %s\n", m.name, m.reading, m.asks);
    }
    return finish();
}

static int explain(uint32_t i)
{
    whose_measure m = whose_get_measure(i);
    printf("%s (%s)\n", m.name, m.reading);
    put_wrapped("  asks      ", m.asks);
    put_wrapped("  counts    ", m.formula);
    printf("  unit      %s\n", m.unit);
    if (m.weight > 0)
        printf("  weight    %.0f %% of the verdict, in a work in which nothing is missing\n",
               100 * m.weight);
    put_wrapped("  rests on  ", m.rests_on);
    put_wrapped("  misleads  ", m.misleads);
    return finish();
}

int cmd_why(const struct options *options, char **arg, int n_args)
{
    if (n_args == 0)
        return list_all();
    uint32_t measure = whose_find_measure(arg[0]);
    if (measure == WHOSE_NOBODY) {
        say(NULL, 0, "there is no measure \"%s\"; whose why lists them all", arg[0]);
        return EXIT_USAGE;
    }
    if ((n_args > 1) != (options->of != NULL)) {
        say(NULL, 0, "usage: whose why MEASURE --of NAME STORY..., or whose why MEASURE");
        return EXIT_USAGE;
    }
    if (n_args == 1)
        return explain(measure);
    char subject[512];
    int n = snprintf(subject, sizeof subject, "%s: %s", whose_get_measure(measure).name, options->of);
    if (n < 0 || (size_t)n >= sizeof subject) {
        say(NULL, 0, "that name is too long");
        return EXIT_USAGE;
    }
    struct reading read;
    int code = read_story(options, NULL, arg + 1, n_args - 1, &read);
    if (code != EXIT_DONE)
        return code;
    code = write_view(read.report, WHOSE_VIEW_WHY, WHOSE_FORM_PLAIN, subject);
    close_story(&read);
    return code;
}
