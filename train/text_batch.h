/* text_batch: some sentences on their way through the layers. */
#ifndef TRAIN_TEXT_BATCH_H
#define TRAIN_TEXT_BATCH_H

#include "train_text.h"

struct batch {
    uint32_t n, n_sentences;
    struct gold_sentence *sentence; // first: in this batch
    const struct gold **word;       // [n]
    uint32_t *row;                  // [n]: of the word's own vector
    float *pre;                     // [n][PRE_WIDTH]
    float *in[NET_LAYERS + 1];      // [n][NET_WIDTH]: of each layer, and the last's output
    float *mask[NET_LAYERS + 1];    // of what was left out, or NULL
    float *gated[NET_LAYERS];       // [n][NET_GATED]: candidates and gates, after the gates' curve
    float *state[NET_LAYERS];       // [n][NET_WIDTH]
    float *tag;                     // [n][N_TAG_OUT]
    uint8_t *upos, *xpos;
};

#endif
