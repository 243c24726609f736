/*
 * takes   CoNLL-U
 * gives   words with their features and what was annotated, sentence by sentence;
 *         empty nodes and the lines of words written as one are left out
 * cost    linear
 */
#include "treebank.h"

#include "text/tagset.h"

#include <stdio.h>
#include <stdlib.h>

struct str treebank_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0) {
        fprintf(stderr, "cannot open %s\n", path);
        exit(1);
    }
    long n = ftell(f);
    rewind(f);
    char *bytes = n < 0 ? NULL : malloc((size_t)n + 1);
    if (!bytes || fread(bytes, 1, (size_t)n, f) != (size_t)n) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(1);
    }
    fclose(f);
    return (struct str){bytes, (size_t)n};
}

static void *must(void *p)
{
    if (!p) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    return p;
}

void treebank_read(struct str bytes, struct arena *arena, struct treebank *out)
{
    uint32_t first = out->word.n;
    while (bytes.n) {
        struct str line = str_cut(&bytes, '\n');
        if (line.n && line.at[0] == '#')
            continue;
        if (!line.n) {
            if (out->word.n > first) {
                struct gold_sentence *s = must(VEC_PUSH(&out->sentence, arena));
                *s = (struct gold_sentence){first, out->word.n - first};
                first = out->word.n;
            }
            continue;
        }
        struct str cell[10];
        for (int i = 0; i < 10; i++)
            cell[i] = str_cut(&line, '\t');
        if (str_find(cell[0], STR("-")) < cell[0].n || str_find(cell[0], STR(".")) < cell[0].n)
            continue;
        struct gold *w = must(VEC_PUSH(&out->word, arena));
        w->form = cell[1];
        w->lemma = cell[2];
        w->upos = upos_find(cell[3]);
        w->xpos = xpos_find(cell[4]);
        w->feats = feats_find(cell[5]);
        w->head = 0;
        for (size_t i = 0; i < cell[6].n; i++)
            w->head = w->head * 10 + (uint32_t)(cell[6].at[i] - '0');
        w->deprel = deprel_find(cell[7]);
        features_of(w->form, &w->is);
    }
}
