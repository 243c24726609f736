/*
 * takes   what the network says of the words of a sentence
 * gives   mentions of entities: spans with a head, a type, a kind and a probability
 * method  every word that may be a head has a probability for each type, and one for each of
 *         the spans that may be its own (after Lee et al. 2017, with the spans of the tree);
 *         the likeliest are kept where they are likely enough and cross no likelier one
 * cost    heads times ENTITY_MOST_SPANS at worst; of those that are kept, the square of a
 *         sentence's
 */
#include "text/entity_net.h"

#include <math.h>

const char *const entity_type_name[N_ENTITY_TYPES] = {"PER", "FAC", "GPE", "LOC", "VEH", "ORG"};
const char *const entity_kind_name[N_ENTITY_KINDS] = {"PROP", "NOM", "PRON"};

enum { LABELS = 1 + N_ENTITY_TYPES };

/* e to the x, for x up to 0, by the same steps on every machine: within 3 in 10 million. */
static float power(float x)
{
    if (!(x > -60))
        return 0;
    float y = x * 1.44269504f;
    int32_t whole = (int32_t)(y - 0.5f);
    float f = (y - (float)whole) * 0.69314718f;
    float p = 1 + f * (1 + f * (0.5f + f * (0.16666667f + f * (0.041666668f + f * 0.008333334f))));
    return ldexpf(p, whole);
}

static void softmax(float *x, uint32_t n)
{
    float most = x[0], sum = 0;
    for (uint32_t i = 1; i < n; i++)
        most = x[i] > most ? x[i] : most;
    for (uint32_t i = 0; i < n; i++)
        sum += x[i] = power(x[i] - most);
    for (uint32_t i = 0; i < n; i++)
        x[i] /= sum;
}

static float span_score(const struct entity_image *image, const struct entity_view *view,
                        uint32_t head, const struct entity_span *span)
{
    float sum[ENTITY_SPAN], score = 0;
    for (uint32_t k = 0; k < ENTITY_SPAN; k++)
        sum[k] = entity_output(view, span->from, ENTITY_FROM + k) +
                 entity_output(view, span->to, ENTITY_TO + k) +
                 entity_output(view, head, ENTITY_HEAD + k);
    for (uint32_t r = 0; r < SPAN_ROWS; r++)
        for (uint32_t k = 0; k < ENTITY_SPAN; k++)
            sum[k] += image->span_row[span->row[r]][k];
    for (uint32_t k = 0; k < ENTITY_SPAN; k++)
        score += sum[k] > 0 ? sum[k] * image->span[k] : 0;
    return score;
}

/* The likeliest span of a head into `to`, and its probability. */
static float best_span(const struct entity_image *image, const struct entity_piece *piece,
                       const struct entity_view *view, uint32_t head, struct entity *to)
{
    struct entity_span span[ENTITY_MOST_SPANS];
    float score[ENTITY_MOST_SPANS] = {1};
    uint32_t n = entity_spans(piece, head, span), best = 0;
    for (uint32_t i = 0; i < n && n > 1; i++)
        score[i] = span_score(image, view, head, &span[i]);
    if (n > 1)
        softmax(score, n);
    for (uint32_t i = 1; i < n; i++)
        best = score[i] > score[best] ? i : best;
    to->first = piece->first + span[best].from;
    to->n = span[best].to - span[best].from + 1u;
    to->head = piece->first + head;
    return score[best];
}

static bool crosses(const struct entity *a, const struct entity *b)
{
    uint32_t a_end = a->first + a->n, b_end = b->first + b->n;
    if (a->first == b->first && a->n == b->n)
        return true;
    return (a->first < b->first && b->first < a_end && a_end < b_end) ||
           (b->first < a->first && a->first < b_end && b_end < a_end);
}

static bool is_before(const struct entity *a, const struct entity *b)
{
    return a->first != b->first ? a->first < b->first : a->n > b->n;
}

uint32_t entity_decode(const struct entity_image *image, const struct entity_piece *piece,
                       const struct entity_view *view, struct entity *to)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < piece->n; i++) {
        float label[LABELS];
        uint32_t type = 1;
        for (uint32_t t = 0; t < LABELS; t++)
            label[t] = entity_output(view, i, ENTITY_LABEL + t);
        softmax(label, LABELS);
        for (uint32_t t = 2; t < LABELS; t++)
            type = label[t] > label[type] ? t : type;
        if (label[type] < image->least)
            continue;
        struct entity one = {.type = (uint8_t)(type - 1)};
        one.sure = label[type] * best_span(image, piece, view, i, &one);
        if (one.sure < image->least)
            continue;
        for (uint32_t k = 1; k < N_ENTITY_KINDS; k++)
            if (entity_output(view, i, ENTITY_KIND + k) > entity_output(view, i, ENTITY_KIND + one.kind))
                one.kind = (uint8_t)k;
        bool is_kept = true;
        for (uint32_t k = 0; k < n && is_kept; k++)
            is_kept = !crosses(&to[k], &one) || to[k].sure < one.sure;
        if (!is_kept)
            continue;
        uint32_t left = 0;
        for (uint32_t k = 0; k < n; k++)
            if (!crosses(&to[k], &one))
                to[left++] = to[k];
        n = left;
        uint32_t at = n++;
        for (; at > 0 && is_before(&one, &to[at - 1]); at--)
            to[at] = to[at - 1];
        to[at] = one;
    }
    return n;
}
