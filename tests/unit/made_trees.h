/* made_trees: stories of three people, their sentences with trees that are written by hand.
 *
 *   struct trees t;
 *   begin(&t, DOC_NOVEL);
 *   tell(&t, "Ben slept.", "Ben/Ben/PROPN/NNP/2/nsubj slept/sleep/VERB/VBD/0/root ...");
 *   end(&t);                       // text, cast and story stand
 */
#ifndef MADE_TREES_H
#define MADE_TREES_H

#include "small_story.h"

#include "text/tagset.h"

enum { ADA, BEN, CY };
static const char *const names[] = {"Ada", "Ben", "Cy"};

enum { NODES_MOST = 512, SENTENCES_MOST = 64 };

struct trees {
    struct small small;
    struct story story;
    struct { uint32_t block; const char *rows; } tree[SENTENCES_MOST];
    uint32_t n;
};

static inline void begin(struct trees *t, enum doc_kind kind)
{
    memset(t, 0, sizeof *t);
    small_begin(&t->small, kind, 3, names);
    t->small.cast.person.at[ADA].gender = GENDER_SHE;
    t->small.cast.person.at[BEN].gender = GENDER_HE;
    t->small.cast.person.at[CY].gender = GENDER_HE;
    small_scene(&t->small, "ONE");
}

/* `rows`: "form/lemma/UPOS/XPOS/head/relation", heads counted from 1, 0 for the root. */
static inline void add_tree(struct trees *t, uint32_t block, const char *rows)
{
    small_must(t->n < SENTENCES_MOST);
    t->tree[t->n].block = block;
    t->tree[t->n++].rows = rows;
    for (const char *c = rows; *c; c++) // mentions come in text order
        for (uint32_t p = 0; p < 3 && (c == rows || c[-1] == ' '); p++)
            if (str_starts(str_c(c), str_c(names[p])))
                small_mention(&t->small, block, p, strstr(c, "nsubj") != NULL);
}

static inline void tell(struct trees *t, const char *line, const char *rows)
{
    add_tree(t, small_action(&t->small, line), rows);
}

static inline void say(struct trees *t, uint32_t person, const char *line, const char *rows)
{
    small_says(&t->small, person, VOICE_ON, line);
    add_tree(t, t->small.doc.block.n - 1, rows);
}

static inline void read_tree(struct trees *t, struct text *text, uint32_t i)
{
    struct span block = t->small.doc.block.at[t->tree[i].block].at;
    struct str rest = str_c(t->tree[i].rows);
    uint32_t first = text->n_nodes, off = block.start;
    while (rest.n) {
        struct str row = str_cut(&rest, ' ');
        struct str form = str_cut(&row, '/'), lemma = str_cut(&row, '/');
        struct str upos = str_cut(&row, '/'), xpos = str_cut(&row, '/');
        uint32_t head = (uint32_t)atoi(str_cut(&row, '/').at);
        struct str here = str_part(t->small.doc.text, off, block.end);
        off += (uint32_t)str_find(here, form);
        small_must(off < block.end && text->n_nodes < NODES_MOST);
        text->node[text->n_nodes++] = (struct node){
            .at = {off, off + (uint32_t)form.n},
            .head = head ? first + head - 1 : NODE_ROOT,
            .lemma = map_add(&text->lemma, lemma),
            .upos = upos_find(upos), .xpos = xpos_find(xpos), .deprel = deprel_find(row)};
        off += (uint32_t)form.n;
    }
    text->sentence[text->n_sentences++] =
        (struct sentence){first, text->n_nodes - first, t->tree[i].block};
}

static inline void end(struct trees *t)
{
    small_end(&t->small);
    struct text *text = &t->small.text;
    text->node = ARENA_NEW(&t->small.keep, struct node, NODES_MOST);
    text->sentence = ARENA_NEW(&t->small.keep, struct sentence, SENTENCES_MOST);
    small_must(text->node && text->sentence);
    map_init(&text->lemma, &t->small.keep);
    for (uint32_t i = 0; i < t->n; i++)
        read_tree(t, text, i);
    for (uint32_t m = 0; m < t->small.cast.mention.n; m++)
        t->small.cast.mention.at[m].node = text_node_at(text, t->small.cast.mention.at[m].at.start);
    small_must(story_read(&t->small.doc, text, &t->small.cast, &t->small.keep, &t->small.scratch,
                          &t->story, NULL) == WHOSE_OK);
}

#endif
