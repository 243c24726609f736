/* entity_net: what the reader of entities and events sees of a sentence, and the shape of its
 * network; shared with the trainer. */
#ifndef TEXT_ENTITY_NET_H
#define TEXT_ENTITY_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "learn/learn.h"
#include "text/net.h"
#include "text/tagset.h"
#include "text/text.h"

enum {
    ENTITY_LAYERS = 2,
    ENTITY_SPAN = 64,              // width of what is known of a span
    ENTITY_IN = 2 * NET_WIDTH,     // the word, and the word that it depends on
    ENTITY_FROM = 0,               // outputs of a word: as first of a span,
    ENTITY_TO = ENTITY_SPAN,       // as last,
    ENTITY_HEAD = 2 * ENTITY_SPAN, // as head;
    ENTITY_LABEL = 3 * ENTITY_SPAN, // [1 + N_ENTITY_TYPES]: no head, or of which type
    ENTITY_KIND = ENTITY_LABEL + 8, // [N_ENTITY_KINDS]
    ENTITY_EVENT = ENTITY_KIND + 3,
    ENTITY_OUT = ENTITY_LABEL + NET_BLOCK,

    ENTITY_CLASSES = 64, // of nouns; 0 when not known
    ENTITY_SMALL = 64,   // buckets of little words; 0 for none
    ENTITY_NOT = ENTITY_SMALL - 1,
    ENTITY_OTHER = ENTITY_SMALL - 2, // a possessor that is no pronoun
    ENTITY_FAR = 16,
    ENTITY_MOST_SPANS = 144, // that one head may have
    ENTITY_ROW_MOST = 1800, // of a row: ENTITY_ROWS and a word of these fit 16 bits
    ENTITY_NONE = UINT16_MAX
};

/* What of a word chooses rows of the table that is added to it: where each begins. */
enum entity_row {
    ROW_TAG,
    ROW_RELATION = ROW_TAG + TAGSET_XPOS,
    ROW_HEAD_TAG = ROW_RELATION + TAGSET_DEPREL,
    ROW_HEAD_RELATION = ROW_HEAD_TAG + TAGSET_XPOS + 1,
    ROW_DISTANCE = ROW_HEAD_RELATION + TAGSET_DEPREL + 1,
    ROW_CLASS = ROW_DISTANCE + ENTITY_FAR,
    ROW_OTHER_CLASS = ROW_CLASS + ENTITY_CLASSES,
    ROW_HEAD_CLASS = ROW_OTHER_CLASS + ENTITY_CLASSES,
    ROW_DETERMINER = ROW_HEAD_CLASS + ENTITY_CLASSES,
    ROW_CASE = ROW_DETERMINER + ENTITY_SMALL,
    ROW_AUXILIARY = ROW_CASE + ENTITY_SMALL,
    ROW_MARK = ROW_AUXILIARY + ENTITY_SMALL,
    ROW_HEAD_AUXILIARY = ROW_MARK + ENTITY_SMALL,
    ROW_HEAD_MARK = ROW_HEAD_AUXILIARY + ENTITY_SMALL,
    ROW_CHILDREN = ROW_HEAD_MARK + ENTITY_SMALL,
    ROW_QUOTED = ROW_CHILDREN + 256,
    N_ENTITY_ROWS = ROW_QUOTED + 2,
    ENTITY_ROWS = 16 // of each word, one of every kind above
};

/* The same for a span. */
enum entity_span_row {
    SPAN_LAST_CHILD,                                        // relation of the last child within
    SPAN_NEXT_CHILD = SPAN_LAST_CHILD + TAGSET_DEPREL,      // of the first behind
    SPAN_FIRST_CHILD = SPAN_NEXT_CHILD + TAGSET_DEPREL,     // of the first child within
    SPAN_CHILD_BEFORE = SPAN_FIRST_CHILD + TAGSET_DEPREL,   // of the last before
    SPAN_TAG_BEFORE = SPAN_CHILD_BEFORE + TAGSET_DEPREL,
    SPAN_TAG_FIRST = SPAN_TAG_BEFORE + TAGSET_XPOS,
    SPAN_TAG_LAST = SPAN_TAG_FIRST + TAGSET_XPOS,
    SPAN_TAG_BEHIND = SPAN_TAG_LAST + TAGSET_XPOS,
    SPAN_LENGTH = SPAN_TAG_BEHIND + TAGSET_XPOS,
    SPAN_SHAPE = SPAN_LENGTH + ENTITY_FAR,
    N_SPAN_ROWS = SPAN_SHAPE + 16,
    SPAN_ROWS = 10
};

/* ---- the parts of the model as they lie in the file ---- */

/* Section "entity.net". */
struct entity_image {
    uint32_t mark, zero[7];
    float scale[4];                               // of in, the layers, out
    float least;                                  // probability of a span that is kept
    float event_least;                            // output of a word that is kept as an event
    float zero_more[2];
    int16_t in[ENTITY_IN * NET_WIDTH];
    struct net_layer_image layer[ENTITY_LAYERS];
    int16_t out[NET_WIDTH * ENTITY_OUT];
    float out_bias[ENTITY_OUT];
    int16_t row[N_ENTITY_ROWS][NET_WIDTH];        // activations
    float span_row[N_SPAN_ROWS][ENTITY_SPAN];
    float span[ENTITY_SPAN];
};

/* Section "entity.words": this, then the slots, then int8 value[n_rows][NET_WIDTH]; row 0 is
 * for all other words. */
struct entity_words_image {
    uint32_t mark, n_slots, n_rows, step, zero[12]; // a value counts `step` times in activations
};

struct entity_slot {
    uint32_t hash; // 0: empty
    uint16_t row;
    uint8_t noun, other; // below ENTITY_CLASSES
};

enum { ENTITY_MARK = 0x31455457, ENTITY_WORDS_MARK = 0x31465457 };

/* ---- ready to run ---- */

struct entity_net {
    const struct entity_image *image;
    struct dense in, layer[ENTITY_LAYERS], out;
    const struct entity_slot *slot;
    const int8_t *value; // [][NET_WIDTH]
    uint32_t n_slots;
    int32_t step;
};

/* False: the model has no such part, or not one for this program. */
bool entity_open(const struct model *model, struct entity_net *out);

/* The slot of a word by its hash; one that is empty when it has none. */
const struct entity_slot *entity_slot(const struct entity_slot *slot, uint32_t n_slots, uint32_t hash);

/* ---- entity_features.c ---- */

/* What is known of a lemma. */
struct entity_lemma {
    uint16_t row;
    uint8_t noun, other;
    uint8_t small; // its bucket among little words, never 0
};

/* The hash of a lemma, as the slots have it. */
uint32_t entity_hash(struct str lemma);
uint8_t entity_small(struct str lemma, uint32_t hash);

/* Sets of tags and of relations, by their numbers. */
struct entity_tags {
    uint64_t run;     // may stand before a noun in its phrase
    uint64_t name, stop, open, close;
    uint64_t alone;   // pronouns: a span of their own
    uint64_t determiner, possessor, case_mark, auxiliary, mark, punct;
    uint64_t outside; // children to the left that are not of the phrase
    uint64_t subject, object, copula, apposition, relative, adverb;
};

void entity_tags_init(struct entity_tags *tags);

/* A sentence, or TREE_MOST words of one. */
struct entity_piece {
    const struct entity_tags *is;
    const struct node *node;
    uint32_t first, n; // in text.node; n at most TREE_MOST
    uint16_t *head, *low, *high;   // [n] in the piece; ENTITY_NONE
    uint16_t (*row)[ENTITY_ROWS];  // [n]
};

/* Fill the arrays of a piece whose other members stand.  `lemma` by number of lemma;
 * `is_quoted` is carried from piece to piece. */
void entity_piece(struct entity_piece *piece, const struct entity_lemma *lemma, bool *is_quoted);

struct entity_span {
    uint16_t from, to; // in the piece, both within
    uint16_t row[SPAN_ROWS];
};

/* The spans that a head may have, at most ENTITY_MOST_SPANS: how many. */
uint32_t entity_spans(const struct entity_piece *piece, uint32_t head, struct entity_span *out);

/* ---- entity.c ---- */

/* What the network says of the words of a piece: an output is y * scale, and a bias. */
struct entity_view {
    const int32_t *y;  // [n][ENTITY_OUT]
    const float *bias; // [ENTITY_OUT]
    float scale;
};

static inline float entity_output(const struct entity_view *view, uint32_t word, uint32_t k)
{
    return (float)view->y[(size_t)word * ENTITY_OUT + k] * view->scale + view->bias[k];
}

/* The entities of a piece in the order of text.entity; at most piece->n: how many. */
uint32_t entity_decode(const struct entity_image *image, const struct entity_piece *piece,
                       const struct entity_view *view, struct entity *to);

#endif
