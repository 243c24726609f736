/* takes   a memory and a story
 * gives   the passages that may be meant, see find.h
 * method  each part of the memory is searched by itself; parts are then joined to the passage in
 *         which all of them stand close, near each other and in one order or another
 * cost    that of index.c and search.c; passages O(windows^2 x parts) */
#include "find/find.h"

#include "base/err.h"
#include "find/internal.h"

#include <string.h>

enum { NEAR_UNITS = 30, NEXT_SPEECHES = 3 };

static const float far_share = 0.6f; // what is left of a part at the far end of NEAR_UNITS

struct part {
    struct memory memory;
    struct window window[SEARCH_BEST];
    uint32_t n_windows;
};

/* The speaker before or behind, who is another and of the same scene. */
static uint32_t neighbour(const struct index *x, uint32_t speech, bool behind)
{
    const struct doc *doc = x->doc;
    const struct cast *cast = x->cast;
    uint32_t own = cast->speaker.at[cast->utterance[speech].first_speaker];
    for (uint32_t i = 1; i <= NEXT_SPEECHES; i++) {
        uint32_t other = behind ? speech + i : speech - i;
        if ((!behind && i > speech) || (behind && other >= doc->speech.n) ||
            doc->speech.at[other].segment != doc->speech.at[speech].segment ||
            cast->utterance[other].n_speakers != 1)
            return PERSON_NONE;
        uint32_t who = cast->speaker.at[cast->utterance[other].first_speaker];
        if (who != own)
            return who;
    }
    return PERSON_NONE;
}

/* Who is called in the speech; else the one who spoke before, if it is also the one who answers
 * or nobody does. */
static uint32_t addressee(const struct index *x, uint32_t speech)
{
    const struct cast *cast = x->cast;
    struct span at = x->doc->speech.at[speech].at;
    if (cast->utterance[speech].n_speakers != 1)
        return PERSON_NONE;
    uint32_t own = cast->speaker.at[cast->utterance[speech].first_speaker];
    for (uint32_t m = people_mention_from(cast, at.start);
         m < cast->mention.n && cast->mention.at[m].at.start < at.end; m++)
        if (cast->mention.at[m].is_vocative && cast->mention.at[m].person != own)
            return cast->mention.at[m].person;
    uint32_t before = neighbour(x, speech, false), behind = neighbour(x, speech, true);
    if (before == behind || behind == PERSON_NONE)
        return before;
    return before == PERSON_NONE ? behind : PERSON_NONE;
}

static struct find_piece piece_of(const struct index *x, uint32_t part, const struct window *w)
{
    const struct unit *last = &x->unit[w->first + w->n - 1];
    uint32_t block = x->unit[w->first].block;
    struct find_piece piece = {
        .part = part,
        .at = {x->text->token[x->unit[w->first].first].at.start,
               x->text->token[last->first + last->n - 1].at.end},
        .close = w->score,
        .speech = DOC_NONE,
        .speaker = search_speaker(x, block),
        .to = PERSON_NONE,
    };
    uint32_t speech = x->doc->block.at[block].speech;
    if (speech != DOC_NONE && doc_says(x->doc, speech, block)) {
        piece.speech = speech;
        if (piece.speaker != PERSON_NONE)
            piece.to = addressee(x, speech);
    }
    return piece;
}

static uint32_t distance(const struct window *a, const struct window *b)
{
    if (a->first < b->first)
        return b->first - a->first;
    return a->first - b->first;
}

/* The window of `part` that is best beside `anchor`, and what it is worth there. */
static const struct window *best_near(const struct part *part, const struct window *anchor,
                                      float *worth)
{
    const struct window *best = NULL;
    *worth = 0;
    for (uint32_t i = 0; i < part->n_windows; i++) {
        const struct window *w = &part->window[i];
        uint32_t far = distance(w, anchor);
        if (far > NEAR_UNITS)
            continue;
        float value = w->score * (1 - (1 - far_share) * (float)far / NEAR_UNITS);
        if (value > *worth) {
            *worth = value;
            best = w;
        }
    }
    return best;
}

static bool is_there(const struct found *found, const struct find_passage *passage)
{
    for (uint32_t i = 0; i < found->n_passages; i++)
        for (uint32_t a = 0; a < found->passage[i].n_pieces; a++)
            for (uint32_t b = 0; b < passage->n_pieces; b++)
                if (found->passage[i].piece[a].at.start < passage->piece[b].at.end &&
                    passage->piece[b].at.start < found->passage[i].piece[a].at.end)
                    return true;
    return false;
}

static void keep(struct found *found, const struct find_passage *passage)
{
    if (found->n_passages == FIND_BEST &&
        found->passage[FIND_BEST - 1].close >= passage->close)
        return;
    uint32_t at = found->n_passages < FIND_BEST ? found->n_passages++ : FIND_BEST - 1;
    for (; at && found->passage[at - 1].close < passage->close; at--)
        found->passage[at] = found->passage[at - 1];
    found->passage[at] = *passage;
}

/* Every window of every part is tried as the place around which the others stand. */
static whose_status join_parts(const struct index *x, const struct part *part, uint32_t n_parts,
                               struct arena *scratch, struct found *out, whose_error *err)
{
    struct find_passage *all =
        ARENA_NEW_RAW(scratch, struct find_passage, (size_t)n_parts * SEARCH_BEST);
    if (!all)
        return fail_nomem(err);
    uint32_t n = 0;
    for (uint32_t p = 0; p < n_parts; p++) {
        for (uint32_t i = 0; i < part[p].n_windows; i++) {
            struct find_passage *passage = &all[n++];
            *passage = (struct find_passage){.close = 0};
            for (uint32_t q = 0; q < n_parts; q++) {
                float worth = part[p].window[i].score;
                const struct window *w =
                    q == p ? &part[p].window[i] : best_near(&part[q], &part[p].window[i], &worth);
                if (w)
                    passage->piece[passage->n_pieces++] = piece_of(x, q, w);
                passage->close += worth / (float)n_parts;
            }
        }
    }
    /* the best first, each place once */
    for (uint32_t round = 0; round < FIND_BEST; round++) {
        const struct find_passage *best = NULL;
        for (uint32_t i = 0; i < n; i++)
            if ((!best || all[i].close > best->close) && !is_there(out, &all[i]))
                best = &all[i];
        if (!best || best->close <= 0)
            break;
        keep(out, best);
    }
    return WHOSE_OK;
}

whose_status find_memory(struct str memory, const struct doc *doc, const struct text *text,
                         const struct cast *cast, struct arena *scratch, struct found *out,
                         whose_error *err)
{
    memset(out, 0, sizeof *out);
    out->memory = str_trim(memory);
    out->n_parts = memory_parts(out->memory, out->part);
    struct index index;
    TRY(index_build(doc, text, cast, scratch, &index, err));
    out->n_looked = index.n_units;
    struct part *part = ARENA_NEW(scratch, struct part, out->n_parts);
    if (!part)
        return fail_nomem(err);
    uint32_t n_words = 0;
    const char *behind = out->memory.at;
    for (uint32_t p = 0; p < out->n_parts; p++) {
        struct memory *m = &part[p].memory;
        TRY(memory_read(out->part[p], &index, scratch, m, err));
        struct str context = {behind, (size_t)(out->part[p].at - behind)};
        if (m->speaker == PERSON_NONE)
            m->speaker = memory_speaker(context, &index, scratch);
        behind = out->part[p].at + out->part[p].n;
        n_words += m->n_words;
        TRY(search_part(&index, m, scratch, part[p].window, &part[p].n_windows, err));
    }
    if (!n_words)
        return fail(err, WHOSE_E_INPUT, 0, "there is no word to look for");
    return join_parts(&index, part, out->n_parts, scratch, out, err);
}
