/* takes   nothing
 * gives   the weights of data/coref_weights.tsv, in the order of coref_feature_name()
 * method  a table made by tools/coref_weights.py when the program is built
 * cost    none */
#include "people/coref.h"

#include "coref_weights.h" // coref_weight

const float *coref_weights(uint32_t *n)
{
    *n = sizeof coref_weight / sizeof *coref_weight;
    return coref_weight;
}
