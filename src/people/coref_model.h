/* The weights of coreference, and what they make of a choice. */
#ifndef PEOPLE_COREF_MODEL_H
#define PEOPLE_COREF_MODEL_H

#include "people/coref.h"

enum { COREF_HIDDEN = 32 };

/* A sum over features, and a layer of `hidden` units over another sum over them. */
struct coref_model {
    const float *row; // [coref_n_features()][1 + hidden]
    const float *out; // [1 + hidden], the first is not used
    uint32_t hidden;
};

void coref_weigh(const struct coref_model *model, struct coref_choice *choice);

#endif
