/* takes   the words of a story
 * gives   its sentences, and for each stem the sentences in which it occurs
 * method  an inverted index; a stem's weight is its inverse document frequency (Sparck Jones
 *         1972), halved for words of function
 * cost    O(words) */
#include "find/internal.h"

#include "base/err.h"

#include <math.h>
#include <string.h>

enum { UNIT_TOKENS = 80 };

static const float function_share = 0.5f;

float index_weight(struct str word, uint32_t n, uint32_t of)
{
    float weight = logf(1 + (float)of / ((float)n + 0.5f));
    return related_is_function(word) ? weight * function_share : weight;
}

static bool is_searched(enum block_kind kind)
{
    return kind == BLOCK_ACTION || kind == BLOCK_DIALOGUE || kind == BLOCK_LYRIC ||
           kind == BLOCK_PARENTHETICAL || kind == BLOCK_CENTERED;
}

/* Each word of the story has a stem, and spellings of one stem meet. */
static whose_status number_stems(struct index *x, struct arena *scratch, whose_error *err)
{
    const struct map *word = &x->text->word;
    map_init(&x->stem, scratch);
    x->term = ARENA_NEW_RAW(scratch, uint32_t, word->n);
    if (!x->term && word->n)
        return fail_nomem(err);
    for (uint32_t w = 0; w < word->n; w++) {
        char bytes[STEM_MOST];
        struct str stem = {bytes, stem_of(related_base(word->key[w]), bytes)};
        x->term[w] = map_add(&x->stem, stem);
        if (x->term[w] == MAP_NONE)
            return fail_nomem(err);
    }
    return WHOSE_OK;
}

static whose_status cut_units(struct index *x, struct arena *scratch, whose_error *err)
{
    const struct text *text = x->text;
    VEC(struct unit) units = {0};
    for (uint32_t b = 0; b < x->doc->block.n; b++) {
        if (!is_searched(x->doc->block.at[b].kind))
            continue;
        struct unit *unit = NULL;
        for (uint32_t t = text->block_first[b]; t < text->block_first[b + 1]; t++) {
            bool starts = (text->token[t].flags & TOKEN_STARTS) != 0;
            if (!unit || (starts && unit->n) || unit->n == UNIT_TOKENS) {
                unit = VEC_PUSH(&units, scratch);
                if (!unit)
                    return fail_nomem(err);
                *unit = (struct unit){.first = t, .block = b};
            }
            unit->n++;
            unit->asks = unit->asks || text->token[t].mark == '?';
        }
    }
    x->unit = units.at;
    x->n_units = units.n;
    return WHOSE_OK;
}

/* Count, then fill: `first` is where the next posting of a stem goes until it is shifted back. */
static whose_status post(struct index *x, struct arena *scratch, whose_error *err)
{
    uint32_t n_terms = x->stem.n;
    uint32_t *last = ARENA_NEW(scratch, uint32_t, n_terms);
    x->first = ARENA_NEW(scratch, uint32_t, (size_t)n_terms + 2);
    if ((!last && n_terms) || !x->first)
        return fail_nomem(err);
    for (int fill = 0; fill < 2; fill++) {
        for (uint32_t u = 0; u < x->n_units; u++) {
            const struct unit *unit = &x->unit[u];
            for (uint32_t t = unit->first; t < unit->first + unit->n; t++) {
                uint32_t word = x->text->token[t].word;
                if (word == MAP_NONE || last[x->term[word]] == u + 1)
                    continue;
                uint32_t term = x->term[word];
                last[term] = u + 1;
                if (fill)
                    x->posting[x->first[term + 1]++] = u;
                else
                    x->first[term + 2]++;
            }
        }
        if (fill)
            break;
        for (uint32_t t = 2; t < n_terms + 2; t++)
            x->first[t] += x->first[t - 1];
        x->posting = ARENA_NEW_RAW(scratch, uint32_t, x->first[n_terms + 1]);
        if (!x->posting && x->first[n_terms + 1])
            return fail_nomem(err);
        if (n_terms)
            memset(last, 0, n_terms * sizeof *last);
    }
    return WHOSE_OK;
}

whose_status index_build(const struct doc *doc, const struct text *text, const struct cast *cast,
                         struct arena *scratch, struct index *out, whose_error *err)
{
    *out = (struct index){.doc = doc, .text = text, .cast = cast};
    TRY(number_stems(out, scratch, err));
    TRY(cut_units(out, scratch, err));
    TRY(post(out, scratch, err));
    out->weight = ARENA_NEW(scratch, float, out->stem.n);
    if (!out->weight && out->stem.n)
        return fail_nomem(err);
    out->most_weight = index_weight(STR(""), 1, out->n_units);
    for (uint32_t w = 0; w < text->word.n; w++) {
        uint32_t term = out->term[w];
        float weight = index_weight(text->word.key[w], out->first[term + 1] - out->first[term],
                                    out->n_units);
        if (out->weight[term] == 0 || weight < out->weight[term])
            out->weight[term] = weight; // "am" makes "be" a word of function
    }
    for (uint32_t u = 0; u < out->n_units; u++) {
        struct unit *unit = &out->unit[u];
        for (uint32_t t = unit->first; t < unit->first + unit->n; t++)
            if (text->token[t].word != MAP_NONE)
                unit->weight += out->weight[out->term[text->token[t].word]];
    }
    return WHOSE_OK;
}
