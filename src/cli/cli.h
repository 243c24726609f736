/* cli: the program.  Sees whose.h and the C library only.
 *
 * main.c    options, the table of subcommands
 * input.c   files and standard input, read whole
 * output.c  standard output and its style; messages
 * cmd_*.c   the subcommands */
#ifndef CLI_H
#define CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "whose.h"

/* Exit codes; scripts rely on them. */
enum { EXIT_DONE, EXIT_NO_VERDICT, EXIT_USAGE, EXIT_INPUT, EXIT_SYSTEM };

struct options {
    whose_form form;
    const char *stage; // of `dump`, or NULL
};

/* One subcommand.  `arg` are the words behind its name. */
struct command {
    const char *name, *operands, *purpose;
    unsigned allowed; // OPTION_ bits
    int min_args;     // operands that it must have
    int (*run)(const struct options *options, char **arg, int n_args);
};

enum { OPTION_JSON = 1, OPTION_TSV = 2, OPTION_STAGE = 4 };

int cmd_read(const struct options *options, char **arg, int n_args);
int cmd_claim(const struct options *options, char **arg, int n_args);
int cmd_who(const struct options *options, char **arg, int n_args);
int cmd_lines(const struct options *options, char **arg, int n_args);
int cmd_text(const struct options *options, char **arg, int n_args);
int cmd_dump(const struct options *options, char **arg, int n_args);

/* A sentence on standard error, "whose: FILE: line 12: ...", in which control
 * characters are shown as '?'.  `file` may be NULL, `line` 0. */
void say(const char *file, unsigned long long line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Read the files as the parts of one work.  EXIT_DONE, or the exit code after a
 * message; then `*report` is NULL. */
int read_story(char **file, int n_files, whose_report **report);

/* Write a view to standard output.  The exit code, after a message unless done. */
int write_view(const whose_report *report, whose_view view, whose_form form, const char *subject);

#endif
