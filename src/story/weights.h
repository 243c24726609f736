/* weights: the logistic regressions over what is said of fates.  Stays inside src/story. */
#ifndef STORY_WEIGHTS_H
#define STORY_WEIGHTS_H

#include "story/story.h"

enum fate_model { MODEL_DIES, MODEL_MARRIES, MODEL_KILLS, N_FATE_MODELS };

enum { FATE_WEIGHTS = 20 }; // 0 is the bias, feature f has f + 1

extern const double fate_weight[N_FATE_MODELS][FATE_WEIGHTS];

/* The probability that a model gives to these features. */
double fate_probability(enum fate_model model, const double *feature, uint32_t n);

#endif
