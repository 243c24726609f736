/* net: the shape of the network that tags and parses, shared by tagger, parser and
 * trainer. */
#ifndef TEXT_NET_H
#define TEXT_NET_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "learn/learn.h"
#include "text/features.h"
#include "text/text.h"

enum {
    NET_WIDTH = 128,             // of a word, in every layer
    NET_HALF = NET_WIDTH / 2,    // what runs forwards, what runs backwards
    NET_GATED = 3 * NET_WIDTH,   // [way][candidate, forget, carry][NET_HALF]
    NET_TAG_LAYERS = 2,          // the tags are read off behind these
    NET_LAYERS = 4,              // heads behind all
    NET_ARC = 64,
    NET_LABEL = 64,
    NET_FAR = 16,                // distances to the head are told apart up to here
    NET_PLACES = 2 * NET_FAR + 2, // each way, and the root's
    NET_UPOS_PAD = 32,           // outputs for the tags: first these, then the others
    NET_XPOS_PAD = 64,
    NET_REL_PAD = 64,
    NET_PAIR_OUT = NET_ARC + NET_BLOCK, // behind the heads' part one that is the head's alone
    NET_PLACE_OUT = 48,
    NET_CHUNK = 256,             // words that go through the layers together
    TREE_MOST = 250              // words of a sentence that are parsed at a time
};

enum net_dense_kind {
    NET_LAYER,                       // the first of NET_LAYERS
    NET_TAG = NET_LAYER + NET_LAYERS,
    NET_ARCS,                        // [dependent, head][NET_ARC], the same for labels
    NET_PAIR,
    NET_PLACE,
    NET_REL,
    N_NET_DENSE
};

/* ---- the parts of the model as they lie in the file: whole structs, little end first ---- */

struct net_layer_image {
    int16_t weight[NET_WIDTH * NET_GATED];
    float bias[4 * NET_HALF], memory[4 * NET_HALF];
};

/* Section "text.net". */
struct net_image {
    uint32_t mark, zero[15];
    float scale[16];                              // of each dense part
    struct net_layer_image layer[NET_LAYERS];
    int16_t tag[NET_WIDTH * (NET_UPOS_PAD + NET_XPOS_PAD)];
    int16_t arcs[NET_WIDTH * 4 * NET_ARC];
    int16_t pair[NET_ARC * NET_PAIR_OUT];
    int16_t place[NET_ARC * NET_PLACE_OUT];
    int16_t rel[NET_LABEL * NET_REL_PAD];
    float tag_bias[NET_UPOS_PAD + NET_XPOS_PAD];
    float arcs_bias[4 * NET_ARC];
    float rel_bias[NET_REL_PAD];
    float root_pair[NET_ARC], root_alone[16];     // the root as a head
    float root_label[NET_LABEL];
    int16_t tag_in[NET_XPOS_PAD][NET_WIDTH];      // activations
    uint64_t together[32];                        // [upos]: which xpos occur with it
};

/* Section "text.words": this, then uint32 hash[n_slots], uint16 row[n_slots], float
 * scale[n_words + 1], int8 value[n_words + 1][NET_WIDTH], the last for unknown words; then
 * the same for the parts, FEATURE_BUCKETS of them.  Each begins at a multiple of 64. */
struct net_words_image {
    uint32_t mark, n_words, n_slots, zero[13];
};

enum { NET_MARK = 0x314E5457, NET_WORDS_MARK = 0x31575457, ENDINGS_MARK = 0x31455457 };

/* Section "text.endings": this, then the slots of lemmas and those of features, then the
 * rules.  A slot without a rule has hash 0. */
struct endings_image {
    uint32_t mark, n_lemma, n_feats, n_rules, zero[12];
};

struct ending_slot {
    uint32_t hash;
    uint16_t value; // rule of a lemma, or features
    uint16_t zero;
};

/* How a lemma is made of a form: in lower case or not, less `cut` bytes, and more. */
struct ending_rule {
    uint8_t lower, cut, n_more;
    char more[13];
};

enum { ENDING_MOST = 7 }; // bytes of an ending; a whole word may be longer

/* The key of an ending of `n` bytes; `whole`: of a word that is no longer. */
static inline uint32_t ending_hash(uint8_t upos, uint8_t xpos, struct str end, bool whole)
{
    uint32_t h = features_hash(end, 64u * upos + xpos + (whole ? 0x10000u : 0x20000u));
    return h ? h : 1;
}

/* ---- the model, ready to run ---- */

struct net_words {
    const uint32_t *hash;
    const uint16_t *row;
    const float *scale, *part_scale;
    const int8_t *value, *part; // [][NET_WIDTH]
    uint32_t n_words, n_slots;
};

struct text_net {
    const struct net_image *image;
    struct dense dense[N_NET_DENSE];
    struct net_words words;
};

struct endings {
    const struct ending_slot *lemma, *feats;
    const struct ending_rule *rule;
    uint32_t n_lemma, n_feats, n_rules;
};

/* Words that go through the network together, and what it makes of them. */
struct chunk {
    uint32_t first, n;             // in text.node
    uint32_t n_pieces;
    struct {
        uint32_t first, n;         // in the chunk
        bool goes_on;              // is of the same sentence as the one before
    } piece[NET_CHUNK];
    uint32_t root;                 // of the sentence that the last piece is of, in text.node
    int16_t *x, *other;            // [NET_CHUNK][NET_WIDTH]
    int32_t *y;                    // [NET_CHUNK][NET_GATED]
    void *work;                    // of the parser
};

/* encode.c.  False: the model has no such part, or not one for this program. */
bool net_open(const struct model *model, struct text_net *out);
/* x of the chunk from its words; `cache` from net_cache_new(). */
struct net_cache;
struct net_cache *net_cache_new(uint32_t n_words, struct arena *scratch);
void net_words(const struct text_net *net, struct net_cache *cache, const struct str *form,
               uint32_t n, int16_t *x);
/* x of the chunk through a layer. */
void net_layer(const struct text_net *net, uint32_t layer, struct chunk *chunk);

/* tag.c: upos and xpos of a chunk behind NET_TAG_LAYERS. */
void tag_chunk(const struct text_net *net, struct chunk *chunk, struct node *node);

/* parse.c: heads and relations of a chunk behind all layers. */
size_t parse_work_bytes(void);
void parse_chunk(const struct text_net *net, struct chunk *chunk, struct node *node);

/* lemma.c */
bool endings_open(const struct model *model, struct endings *out);
/* The lemma in `out`, which has room for form.n * 3 + 16 bytes; its length. */
size_t lemma_of(const struct endings *endings, struct str form, uint8_t upos, uint8_t xpos,
                uint16_t *feats, char *out);

/* Which row of the table of distances serves the word at `d` with its head at `h`,
 * both from 1, 0 the root. */
static inline uint32_t net_place(uint32_t d, uint32_t h)
{
    if (h == 0)
        return 2 * NET_FAR + (d == 1);
    uint32_t far = d > h ? d - h : h - d;
    if (far > 8) {
        static const uint8_t step[] = {8, 8, 9, 9, 10, 10, 11, 11, 11, 11, 12, 12, 12, 12, 12, 12};
        far = far < 24 ? step[far - 8] + 1u : far < 36 ? 14 : far < 60 ? 15 : 16;
    }
    return (d > h ? 0u : (uint32_t)NET_FAR) + far - 1;
}

/* tree.c: `score` is [word from 0][head], (n + 1) by (n + 1), row 0 unused; `head` [n + 1].
 * n is at most TREE_MOST. */
size_t tree_work_bytes(uint32_t n);
void tree_best(const float *score, uint32_t n, uint32_t *head, void *work);

#endif
