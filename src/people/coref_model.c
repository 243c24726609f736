/* takes   a choice with features
 * gives   the probability of each candidate
 * method  softmax over a linear sum and one hidden layer of the features
 * cost    O(candidates x features x hidden) */
#include "people/coref_model.h"

#include <math.h>

static float score(const struct coref_model *model, const uint16_t *feature, uint32_t n)
{
    float sum = 0, unit[COREF_HIDDEN] = {0};
    uint32_t width = model->hidden + 1;
    for (uint32_t f = 0; f < n; f++) {
        const float *row = model->row + (size_t)feature[f] * width;
        sum += row[0];
        for (uint32_t h = 0; h < model->hidden; h++)
            unit[h] += row[1 + h];
    }
    for (uint32_t h = 0; h < model->hidden; h++)
        sum += unit[h] > 0 ? unit[h] * model->out[1 + h] : 0;
    return sum;
}

void coref_weigh(const struct coref_model *model, struct coref_choice *choice)
{
    float most = -1e30f, all = 0;
    for (uint32_t k = 0; k < choice->n; k++) {
        choice->p[k] = score(model, choice->feature[k], choice->n_features[k]);
        most = choice->p[k] > most ? choice->p[k] : most;
    }
    for (uint32_t k = 0; k < choice->n; k++) {
        choice->p[k] = expf(choice->p[k] - most);
        all += choice->p[k];
    }
    for (uint32_t k = 0; k < choice->n; k++)
        choice->p[k] /= all;
}
