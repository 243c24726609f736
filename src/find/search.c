/* takes   an index of the story, one part of a memory
 * gives   the runs of sentences that are closest to it
 * method  sentences are gathered by the weight of the memory's words that they have, each by its
 *         most like word; around the best of them runs of sentences, at most one more than the
 *         memory has, are aligned word by word: how much of the memory is there, how much of the
 *         run is of the memory, how many neighbours stay neighbours, who speaks, whether
 *         something is asked
 * cost    O(postings of the memory's words + candidates x words of a run) */
#include "find/internal.h"

#include "base/err.h"

#include <string.h>

enum { CANDIDATES = 400, RUN_UNITS = 4, RUN_TOKENS = 200, NO_PLACE = -1 };

/* What counts how much; set on the memories to tune on (bench/find.py). */
static const float share_of_memory = 0.64f, share_of_run = 0.22f, share_of_order = 0.14f;
static const float asks_loss = 0.05f, speaker_loss = 0.15f, not_spoken_loss = 0.06f;
static const float sentence_loss = 0.03f, block_loss = 0.04f; // of each further one in the run
static const float named_like = 0.8f;
static const float common_share = 0.4f; // what a common word keeps of its likeness to a rare one
static const float same_word = 0.99f;

/* Which words of the memory a stem of the story may stand for. */
struct hit {
    uint32_t word;
    float like;
};

struct search {
    const struct index *index;
    const struct memory *memory;
    struct hit *hit;
    uint32_t *first_hit; // [stem.n + 1]
    float *gathered;     // [n_units]
};

static whose_status gather(struct search *s, struct arena *scratch, whose_error *err)
{
    const struct index *x = s->index;
    const struct memory *m = s->memory;
    uint32_t *seen = ARENA_NEW(scratch, uint32_t, x->n_units);
    s->gathered = ARENA_NEW(scratch, float, x->n_units);
    s->first_hit = ARENA_NEW(scratch, uint32_t, (size_t)x->stem.n + 2);
    s->hit = ARENA_NEW(scratch, struct hit, m->likeness.n);
    if (!s->first_hit || (x->n_units && (!seen || !s->gathered)) || (m->likeness.n && !s->hit))
        return fail_nomem(err);
    for (uint32_t w = 0; w < m->n_words; w++) {
        const struct memory_word *word = &m->word[w];
        for (uint32_t i = word->first; i < word->first + word->n; i++) {
            uint32_t term = m->likeness.at[i].term;
            float like = m->likeness.at[i].like;
            s->first_hit[term + 2]++;
            for (uint32_t p = x->first[term]; p < x->first[term + 1]; p++) {
                uint32_t u = x->posting[p];
                if (seen[u] == w + 1)
                    continue; // a more like word was there
                seen[u] = w + 1;
                s->gathered[u] += word->weight * like;
            }
        }
    }
    for (uint32_t t = 2; t < x->stem.n + 2; t++)
        s->first_hit[t] += s->first_hit[t - 1];
    for (uint32_t w = 0; w < m->n_words; w++)
        for (uint32_t i = m->word[w].first; i < m->word[w].first + m->word[w].n; i++)
            s->hit[s->first_hit[m->likeness.at[i].term + 1]++] =
                (struct hit){w, m->likeness.at[i].like};
    return WHOSE_OK;
}

uint32_t search_speaker(const struct index *index, uint32_t block)
{
    const struct doc *doc = index->doc;
    const struct cast *cast = index->cast;
    uint32_t s = doc->block.at[block].speech;
    if (s == DOC_NONE || !doc_says(doc, s, block) || !cast->utterance ||
        cast->utterance[s].n_speakers != 1)
        return PERSON_NONE;
    return cast->speaker.at[cast->utterance[s].first_speaker];
}

/* Is a person spoken of, or shown, in a stretch of text? */
static bool is_mentioned(const struct cast *cast, uint32_t person, struct span at)
{
    for (uint32_t m = people_mention_from(cast, at.start);
         m < cast->mention.n && cast->mention.at[m].at.start < at.end; m++)
        if (cast->mention.at[m].person == person)
            return true;
    return false;
}

/* What tells against a run beside its words. */
static float losses(const struct search *s, uint32_t first, uint32_t n)
{
    const struct index *x = s->index;
    const struct memory *m = s->memory;
    bool speaks = false, asks = false;
    float loss = sentence_loss * (float)(n - 1);
    for (uint32_t u = first; u < first + n; u++) {
        asks = asks || x->unit[u].asks;
        speaks = speaks || search_speaker(x, x->unit[u].block) == m->speaker;
        if (u > first && x->unit[u].block != x->unit[u - 1].block)
            loss += block_loss;
    }
    uint32_t block = x->unit[first].block, speech = x->doc->block.at[block].speech;
    if (m->asks != asks)
        loss += asks_loss;
    if (m->speaker != PERSON_NONE && !speaks)
        loss += speaker_loss;
    if (m->is_spoken && (speech == DOC_NONE || !doc_says(x->doc, speech, block)))
        loss += not_spoken_loss;
    return loss;
}

/* How close a run of sentences is, 0 to 1. */
static float align(const struct search *s, uint32_t first, uint32_t n)
{
    const struct index *x = s->index;
    const struct memory *m = s->memory;
    float best[MEMORY_WORDS] = {0}, of_run = 0, all = 0;
    int32_t place[MEMORY_WORDS];
    for (uint32_t w = 0; w < m->n_words; w++)
        place[w] = NO_PLACE - 1;
    uint32_t n_neighbours = 0;
    int32_t at = 0;
    for (uint32_t u = first; u < first + n; u++) {
        const struct unit *unit = &x->unit[u];
        all += unit->weight;
        for (uint32_t t = unit->first; t < unit->first + unit->n; t++) {
            uint32_t key = x->text->token[t].word;
            if (key == MAP_NONE)
                continue;
            uint32_t term = x->term[key];
            float most = 0;
            for (uint32_t h = s->first_hit[term]; h < s->first_hit[term + 1]; h++) {
                uint32_t w = s->hit[h].word;
                float like = s->hit[h].like, weight = m->word[w].weight;
                if (x->weight[term] < weight)
                    like *= common_share + (1 - common_share) * x->weight[term] / weight;
                most = like > most ? like : most;
                best[w] = like > best[w] ? like : best[w];
                if (s->hit[h].like < same_word)
                    continue;
                place[w] = at;
                n_neighbours += w && place[w - 1] == at - 1;
            }
            of_run += most * x->weight[term];
            at++;
        }
    }
    const struct unit *last = &x->unit[first + n - 1];
    struct span span = {x->text->token[x->unit[first].first].at.start,
                        x->text->token[last->first + last->n - 1].at.end};
    float of_memory = 0;
    for (uint32_t w = 0; w < m->n_words; w++) {
        if (m->word[w].person != PERSON_NONE && best[w] < named_like &&
            is_mentioned(x->cast, m->word[w].person, span))
            best[w] = named_like;
        of_memory += best[w] * m->word[w].weight;
    }
    float most_neighbours = m->n_words > 1 ? (float)(m->n_words - 1) : 1;
    float order = m->n_words > 1 ? (float)n_neighbours / most_neighbours : best[0];
    order = order > 1 ? 1 : order;
    float score = share_of_order * order;
    score += m->weight > 0 ? share_of_memory * of_memory / m->weight : 0;
    score += all > 0 ? share_of_run * of_run / all : 0;
    score -= losses(s, first, n);
    return score < 0 ? 0 : score;
}

/* Do two neighbouring sentences belong together: the same block, the same speech, or pieces
 * around a tag?  A run does not leave its scene. */
static bool joins(const struct index *x, uint32_t u)
{
    const struct block *a = &x->doc->block.at[x->unit[u].block];
    const struct block *b = &x->doc->block.at[x->unit[u + 1].block];
    return a->segment == b->segment;
}

/* Runs that share a sentence with a better one say the same. */
static void keep_best(struct window out[SEARCH_BEST], uint32_t *n, struct window window)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *n; i++) {
        bool overlaps = window.first < out[i].first + out[i].n &&
                        out[i].first < window.first + window.n;
        if (overlaps && out[i].score >= window.score)
            return; // nothing was taken out before: those would be worse than this one
        if (!overlaps)
            out[kept++] = out[i];
    }
    *n = kept;
    if (*n == SEARCH_BEST && out[*n - 1].score >= window.score)
        return;
    uint32_t at = *n < SEARCH_BEST ? (*n)++ : SEARCH_BEST - 1;
    for (; at && out[at - 1].score < window.score; at--)
        out[at] = out[at - 1];
    out[at] = window;
}

/* The sentences that gathered most, by a heap whose top is the least of them. */
static uint32_t candidates(const struct search *s, uint32_t best[CANDIDATES])
{
    uint32_t n = 0;
    const float *g = s->gathered;
    for (uint32_t u = 0; u < s->index->n_units; u++) {
        if (g[u] <= 0 || (n == CANDIDATES && g[u] <= g[best[0]]))
            continue;
        uint32_t at;
        if (n < CANDIDATES) {
            for (at = n++; at && g[best[(at - 1) / 2]] > g[u]; at = (at - 1) / 2)
                best[at] = best[(at - 1) / 2];
        } else {
            for (at = 0; 2 * at + 1 < n;) {
                uint32_t child = 2 * at + 1;
                child += child + 1 < n && g[best[child + 1]] < g[best[child]];
                if (g[best[child]] >= g[u])
                    break;
                best[at] = best[child];
                at = child;
            }
        }
        best[at] = u;
    }
    return n;
}

whose_status search_part(const struct index *index, const struct memory *memory,
                         struct arena *scratch, struct window out[SEARCH_BEST], uint32_t *n,
                         whose_error *err)
{
    struct search s = {.index = index, .memory = memory};
    uint32_t best[CANDIDATES];
    *n = 0;
    TRY(gather(&s, scratch, err));
    uint32_t n_best = candidates(&s, best);
    uint32_t most = memory->n_sentences < RUN_UNITS ? memory->n_sentences + 1 : RUN_UNITS;
    for (uint32_t i = 0; i < n_best; i++) {
        for (uint32_t back = 0; back < RUN_UNITS && back <= best[i]; back++) {
            uint32_t first = best[i] - back;
            if (back && !joins(index, first))
                break;
            uint32_t n_tokens = 0;
            for (uint32_t size = 1; size <= most && first + size <= index->n_units; size++) {
                if (size > 1 && !joins(index, first + size - 2))
                    break;
                n_tokens += index->unit[first + size - 1].n;
                if (size > 1 && n_tokens > RUN_TOKENS)
                    break;
                if (size <= back)
                    continue;
                keep_best(out, n, (struct window){first, size, align(&s, first, size)});
            }
        }
    }
    return WHOSE_OK;
}
