/* takes   features of a person or a pair
 * gives   a probability
 * method  logistic regression; its weights stand in data/fate_weights.tsv, which
 *         tools/fit_fates.py fits on the claims about the train works
 * cost    O(features) */
#include "story/weights.h"

#include "fate_weights_table.h"

#include <math.h>

double fate_probability(enum fate_model model, const double *feature, uint32_t n)
{
    double score = fate_weight[model][0];
    for (uint32_t f = 0; f < n && f + 1 < FATE_WEIGHTS; f++)
        score += fate_weight[model][f + 1] * feature[f];
    return 1 / (1 + exp(-score));
}
