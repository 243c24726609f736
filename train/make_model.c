/*
 * takes   OUT NAME LICENCE MODEL|-, then for each section: NAME FILE DATA SCORE COMMAND;
 *         the sections of MODEL come first, as they are, but for those that are given anew
 * gives   OUT: the model file
 * cost    linear
 */
#include "base/err.h"
#include "learn/learn.h"
#include "treebank.h"

#include <stdio.h>

static int is_given(struct str section, int argc, char **argv)
{
    for (int i = 5; i < argc; i += 5)
        if (str_eq(section, str_c(argv[i])))
            return 1;
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 5 || (argc - 5) % 5) {
        fputs("usage: make_model OUT NAME LICENCE MODEL|- [SECTION FILE DATA SCORE COMMAND]...\n", stderr);
        return 2;
    }
    struct arena arena;
    arena_init(&arena, &(whose_allocator){0});
    struct model_writer writer;
    model_writer_init(&writer, &arena);
    whose_error err = {0};
    struct str out;
    whose_status status = WHOSE_OK;
    struct model older = {0};
    if (!str_eq(str_c(argv[4]), STR("-")))
        status = model_open(treebank_file(argv[4]), &older, &err);
    for (uint32_t i = 0; i < older.n_sections && status == WHOSE_OK; i++) {
        struct model_part part = model_part(&older, i);
        if (!is_given(part.name, argc, argv))
            status = model_writer_add(&writer, &part, &err);
    }
    for (int i = 5; i < argc && status == WHOSE_OK; i += 5) {
        struct model_part part = {.name = str_c(argv[i]),
                                  .bytes = treebank_file(argv[i + 1]),
                                  .licence = str_c(argv[3]),
                                  .data = str_c(argv[i + 2]),
                                  .score = str_c(argv[i + 3]),
                                  .command = str_c(argv[i + 4])};
        status = model_writer_add(&writer, &part, &err);
    }
    if (status == WHOSE_OK)
        status = model_writer_end(&writer, str_c(argv[2]), &out, &err);
    FILE *f = status == WHOSE_OK ? fopen(argv[1], "wb") : NULL;
    if (!f || fwrite(out.at, 1, out.n, f) != out.n || fclose(f) != 0) {
        fprintf(stderr, "%s: %s\n", argv[1], err.message);
        return 1;
    }
    return 0;
}
