/* whose model: what the model file holds. */
#include "cli.h"

#include <stdio.h>
#include <string.h>

static void put_line(const char *label, const char *at, size_t n)
{
    if (n == 0)
        return;
    printf("    %-9s ", label);
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)at[i];
        putchar(c < 0x20 || c == 0x7F ? ' ' : c); // the file may be anybody's
    }
    putchar('\n');
}

int cmd_model(const struct options *options, char **arg, int n_args)
{
    struct model_file file;
    if (n_args > 0) {
        say(NULL, 0, "usage: whose model [--model FILE], not \"%s\"", arg[0]);
        return EXIT_USAGE;
    }
    int code = open_model(options->model, &file);
    if (code != EXIT_DONE)
        return code;
    char hash[65];
    whose_model_sha256(file.model, hash);
    printf("%s: %s, %zu bytes\n    %-9s %s\n", file.path, whose_model_name(file.model),
           file.n_bytes, "sha256", hash);
    for (uint32_t i = 0; i < whose_model_n_parts(file.model); i++) {
        whose_model_part part = whose_model_get_part(file.model, i);
        printf("\n%.*s, %zu bytes\n", (int)part.n_name, part.name, part.n_bytes);
        put_line("data", part.data, part.n_data);
        put_line("licence", part.licence, part.n_licence);
        put_line("score", part.score, part.n_score);
        put_line("command", part.command, part.n_command);
    }
    close_model(&file);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return EXIT_DONE;
    say(NULL, 0, "cannot be written");
    return EXIT_SYSTEM;
}
