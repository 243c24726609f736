/* treebank: CoNLL-U as the trainers want it: flat tables. */
#ifndef TRAIN_TREEBANK_H
#define TRAIN_TREEBANK_H

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"
#include "text/features.h"

struct gold {
    struct str form, lemma;
    struct features is;
    uint32_t head; // 0 for the root, else place in the sentence from 1
    uint16_t feats;
    uint8_t upos, xpos, deprel;
};

struct gold_sentence {
    uint32_t first, n;
};

struct treebank {
    VEC(struct gold) word;
    VEC(struct gold_sentence) sentence;
};

/* The file's bytes, which live as long as the program; ends the program when there is no such file. */
struct str treebank_file(const char *path);

void treebank_read(struct str bytes, struct arena *arena, struct treebank *out);

#endif
