/* train_text: the network of tags and heads while it learns, in floats. */
#ifndef TRAIN_TRAIN_TEXT_H
#define TRAIN_TRAIN_TEXT_H

#include "sru.h"
#include "text/net.h"
#include "text/tagset.h"
#include "treebank.h"

enum {
    PRE_WIDTH = 96,   // of the vectors that come from raw text
    N_UPOS_PAD = NET_UPOS_PAD,
    N_XPOS_PAD = NET_XPOS_PAD,
    N_TAG_OUT = N_UPOS_PAD + N_XPOS_PAD,
    N_REL_OUT = NET_REL_PAD
};

/* Where each part of the network lies in the array of parameters. */
struct net_at {
    size_t word;        // [n_words + 1][NET_WIDTH]; the last is the unknown word's
    size_t part;        // [FEATURE_BUCKETS][NET_WIDTH]
    size_t dense;       // from here on everything is updated at every step
    size_t pre;         // [PRE_WIDTH][NET_WIDTH]
    struct sru_at layer[NET_LAYERS];
    size_t tag, tag_bias;   // [NET_WIDTH][N_TAG_OUT]
    size_t tag_in;          // [N_XPOS_PAD][NET_WIDTH], added before the layers of the parser
    size_t root;            // [NET_WIDTH]
    size_t dep, dep_bias;   // [NET_WIDTH][NET_ARC]
    size_t head, head_bias;
    size_t pair;            // [NET_ARC][NET_ARC]
    size_t place;           // [NET_PLACES][NET_ARC]
    size_t alone;           // [NET_ARC]: how likely a word is a head at all
    size_t label_dep;       // [NET_WIDTH][NET_LABEL]
    size_t label_head;
    size_t label_bias;
    size_t label_out, label_out_bias; // [NET_LABEL][N_REL_OUT]
    size_t n;
};

struct net {
    struct net_at at;
    uint32_t n_words;
    uint32_t *word_key;             // [n_words], hashes in ascending order
    float *pre;                     // [n_words][PRE_WIDTH]
    float *p, *g, *m, *v;           // parameters, gradients, Adam's two means
    uint32_t *touched, n_touched;   // rows of word and part with a gradient
    uint8_t *is_touched;
    uint64_t steps, random;
};

struct options {
    const char *name;
    float rate, drop_input, drop_layer, drop_out, drop_word;
    int passes, batch;
    int parse;            // 0: tags alone
};

void net_new(struct net *net, const char *vectors, uint64_t seed);
uint32_t net_word(const struct net *net, uint32_t key); // n_words when unknown

/* One step on some sentences; the mean loss a word. */
float net_learn(struct net *net, const struct options *o, const struct treebank *bank,
                const uint32_t *sentence, uint32_t n, float rate);

/* upos, xpos, head and deprel of some sentences, without noise. */
void net_run(struct net *net, const struct options *o, const struct treebank *bank, uint32_t sentence,
             uint32_t n, struct gold *out);

/* The sections "text.net" and "text.words" as files NAME.net and NAME.words; 0 on success. */
int net_export(const struct net *net, const struct treebank *bank, const char *name);

float net_uniform(struct net *net); // 0 to 1

#endif
