/* train_entities: LitBank, and the network of entities and events while it learns, in floats. */
#ifndef TRAIN_TRAIN_ENTITIES_H
#define TRAIN_TRAIN_ENTITIES_H

#include "base/vec.h"
#include "sru.h"
#include "text/entity_net.h"

struct litbank_span {
    uint32_t first, n;   // in the text's nodes
    uint8_t type, kind;
};

/* An excerpt: its words with their tags and heads as the model finds them, and what people
 * annotated. */
struct work {
    struct text text;
    struct doc doc;
    struct str name, author;
    bool is_train;
    VEC(struct litbank_span) span;
    uint8_t *is_event;   // [text.n_nodes]
    float *known, *unknown; // [text.n_nodes][NET_WIDTH]: words as the network of tags has them
};

struct litbank {
    VEC(struct work *) work;
};

/* litbank.c: read all that split.tsv names. */
void litbank_read(const struct model *model, struct str corpora, struct arena *arena, struct litbank *out);

/* Of the novel that a work is from, some bytes in the middle, without annotations. */
struct work *litbank_raw(const struct model *model, struct str corpora, const struct work *of, size_t n_bytes,
                         struct arena *arena);

/* What is right for a word, or how likely each thing is. */
struct goal {
    float label[1 + N_ENTITY_TYPES], kind[N_ENTITY_KINDS], event;
};

/* A sentence as the trainer has it. */
struct sample {
    const struct work *work;
    struct entity_piece piece;
    uint16_t *lemma_row;  // [n]
    struct goal *goal;    // [n]
    uint32_t *first_span; // [n]: of the spans that a head may have, in span
    uint16_t *n_spans;    // [n]
    VEC(struct entity_span) span;
    float *p_span;        // [span.n]: how likely each is
};

struct options {
    float rate, drop_input, drop_layer, drop_out, drop_word, event_share, average;
    float share;          // words without annotations in a pass, for each that has some
    int passes, batch, teachers, last_passes;
    int raw;              // bytes of each novel that teachers annotate
};

/* Where each part of the network lies in the array of parameters. */
struct entity_place {
    size_t lemma;                // [n_rows][NET_WIDTH], updated where it was used
    size_t dense;                // from here on everything is updated at every step
    size_t in;                   // [ENTITY_IN][NET_WIDTH]
    size_t row;                  // [N_ENTITY_ROWS][NET_WIDTH]
    struct sru_at layer[ENTITY_LAYERS];
    size_t out, out_bias;        // [NET_WIDTH][ENTITY_OUT]
    size_t span_row, span;
    size_t n;
};

struct learner {
    struct entity_place at;
    uint32_t n_rows;
    float *p, *g, *m, *v, *mean; // parameters, gradients, Adam's means; mean of the parameters
    uint8_t *is_touched;         // [n_rows]
    uint64_t steps, random;
    struct entity_image *image;  // what entity_decode() needs of the parameters
};

void learner_new(struct learner *l, uint32_t n_rows, uint64_t seed);
void learner_free(struct learner *l);
float learner_uniform(struct learner *l);

/* One step on some sentences; the mean loss a word. */
float learner_step(struct learner *l, const struct options *o, struct sample *const *sample, uint32_t n, float rate);

/* What the network says of the words of some sentences, by the mean of its parameters: [words][ENTITY_OUT], to be freed. */
float *learner_run(struct learner *l, struct sample *const *sample, uint32_t n);

/* Add to the goals of a sentence, and of the spans of its heads, a share of what the network makes of them;
 * `is_first` chooses the heads. */
void learner_teach(struct learner *l, struct sample *sample, bool is_first, float share, struct arena *arena);

/* Give `p` the mean of the parameters, or its own again. */
void learner_swap(struct learner *l);

/* Sections "entity.net" and "entity.words" as files NAME.net, NAME.words; 0 on success. */
int learner_export(const struct learner *l, const struct entity_slot *slot, uint32_t n_slots, float least,
                   float event_least, const char *name);

#endif
