/* cli: the program.  Sees whose.h and the C library only.
 *
 * main.c    options, the table of subcommands
 * input.c   files and standard input, read whole
 * model.c   the model file: where it lies, and its bytes
 * output.c  standard output and its style; messages
 * cmd_*.c   the subcommands
 * serve*.c  behind cmd_serve.c, see serve.h */
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
    const char *to, *from; // forms, or NULL; `from` of `claim`: a post
    const char *cast;      // of `claim`: a list of actors, or NULL
    const char *weights;   // of `read`, or NULL
    const char *of;        // of `why`, or NULL
    const char *model;     // a file, "none", or NULL: the one beside the program
    const char *corrections; // a file, or NULL: the one beside the story
    const char *port;      // of `serve`, or NULL
    const char *output;    // a file or prefix, or NULL
    bool is_tokenized;
};

/* One subcommand.  `arg` are the words behind its name. */
struct command {
    const char *name, *operands, *purpose;
    unsigned allowed; // OPTION_ bits
    int min_args;     // operands that it must have
    int (*run)(const struct options *options, char **arg, int n_args);
};

enum {
    OPTION_JSON = 1,
    OPTION_TSV = 2,
    OPTION_STAGE = 4,
    OPTION_TO = 8,
    OPTION_FROM = 16,
    OPTION_TOKENIZED = 32,
    OPTION_MODEL = 64,
    OPTION_OUTPUT = 128,
    OPTION_CORRECTIONS = 256,
    OPTION_CAST = 512,
    OPTION_WEIGHTS = 1024,
    OPTION_OF = 2048,
    OPTION_PORT = 4096,
    OPTIONS_END = 8192
};

int cmd_read(const struct options *options, char **arg, int n_args);
int cmd_claim(const struct options *options, char **arg, int n_args);
int cmd_compare(const struct options *options, char **arg, int n_args);
int cmd_find(const struct options *options, char **arg, int n_args);
int cmd_who(const struct options *options, char **arg, int n_args);
int cmd_why(const struct options *options, char **arg, int n_args);
int cmd_lines(const struct options *options, char **arg, int n_args);
int cmd_text(const struct options *options, char **arg, int n_args);
int cmd_dump(const struct options *options, char **arg, int n_args);
int cmd_annotate(const struct options *options, char **arg, int n_args);
int cmd_report(const struct options *options, char **arg, int n_args);
int cmd_fix(const struct options *options, char **arg, int n_args);
int cmd_cite(const struct options *options, char **arg, int n_args);
int cmd_card(const struct options *options, char **arg, int n_args);
int cmd_serve(const struct options *options, char **arg, int n_args);
int cmd_model(const struct options *options, char **arg, int n_args);

/* A sentence on standard error, "whose: FILE: line 12: ...", in which control
 * characters are shown as '?'.  `file` may be NULL, `line` 0. */
void say(const char *file, unsigned long long line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Read the files as the parts of one work.  EXIT_DONE, or the exit code after a
 * message; then `*report` is NULL.  `how` NULL: the defaults. */
int read_files(const whose_options *how, char **file, int n_files, whose_report **report);

/* A file, or standard input for "-", whole; `*bytes` is the caller's to free().  EXIT_DONE, or the
 * exit code after a message. */
int read_bytes(const char *file, char **bytes, size_t *n);

/* A model and the mapping that it lies in. */
struct model_file {
    whose_model *model;
    void *bytes;
    size_t n_bytes;
    char path[4096];
};

/* Open the model file `path`; NULL: the one beside the program or in its data
 * directory.  EXIT_DONE, or EXIT_SYSTEM after a message. */
int open_model(const char *path, struct model_file *out);
void close_model(struct model_file *file);

/* A report and the model that it was made with. */
struct reading {
    whose_report *report;
    struct model_file file;
};

/* Read the files with the model that the options name, and with their corrections, to the depth and from the input
 * that `how` tells; NULL: the defaults.  EXIT_DONE, or the exit code after a message; then
 * there is nothing to close. */
int read_story(const struct options *options, const whose_options *how, char **file, int n_files,
               struct reading *out);
void close_story(struct reading *reading);

/* Write a view to standard output.  The exit code, after a message unless done. */
int write_view(const whose_report *report, whose_view view, whose_form form, const char *subject);

/* Write a view to a file, which is whole or not there at all; NULL: to standard output. */
int write_file(const char *path, const whose_report *report, whose_view view, whose_form form,
               const char *subject);

/* Write what became of `a` in `b`, the same way. */
int write_comparison(const whose_report *a, const whose_report *b, whose_form form);

/* Write the claims of a post, the same way; `cast` NULL: no list.  EXIT_NO_VERDICT when the post
 * is about another story. */
int write_post(const whose_report *report, const char *file, const char *cast, whose_form form);

#endif
