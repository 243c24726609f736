/* text_arcs: heads and relations, behind the last layer. */
#ifndef TRAIN_TEXT_ARCS_H
#define TRAIN_TEXT_ARCS_H

#include "text_batch.h"

/* Losses of heads and labels, and their gradients; dh is that of the last layer. */
double arcs_learn(struct net *net, const struct batch *b, float *dh, float scale);

/* The heads and relations of the best tree of each sentence, for out[b->n]. */
void arcs_best(struct net *net, const struct batch *b, struct gold *out);

#endif
