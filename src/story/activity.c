/* takes   the mentions of people, and who speaks
 * gives   for each person the places where they do something or speak, in text order, and how
 *         likely somebody who dies at a place would go on as this person does
 * method  in prose a deed counts under a name only: a pronoun that is read wrongly would bring
 *         back the dead; what "had" or "would" be done shows nobody there.  Who is dead acts
 *         no more: each deed behind a death makes it less likely by the same part
 * cost    O(mentions + speeches), a binary search a question */
#include "story/internal.h"

#include "base/err.h"

#include <math.h>

/* A deed that comes once in so many decides that a death before it was none. */
static const double discount = 12;
/* Printed cues are sure, so that in plays and scripts a few of them are enough. */
static const double cue_discount = 0.3, deed_discount = 0.03;

struct walk {
    const struct doc *doc;
    const struct text *text;
    const struct cast *cast;
};

/* "Ben had said", "Ben would say": it is remembered or imagined, and nobody is there. */
static bool is_not_now(const struct text *text, const struct mention *mention)
{
    enum { WORDS_MOST = 24 };
    static const char *const forms[] = {"had", "would", "could", "might", "should"};
    if (mention->node >= text->n_nodes)
        return false;
    uint32_t verb = text->node[mention->node].head;
    for (uint32_t i = mention->node + 1; i < verb && verb < text->n_nodes && i < mention->node + WORDS_MOST; i++) {
        if (text->node[i].head != verb)
            continue;
        struct str form = doc_str(text->doc, text->node[i].at);
        for (size_t f = 0; f < sizeof forms / sizeof *forms; f++)
            if (str_eq_nocase(form, str_c(forms[f])))
                return true;
    }
    return false;
}

static bool is_deed(const struct walk *w, const struct mention *mention)
{
    return w->doc->block.at[mention->block].kind == BLOCK_ACTION && mention->is_subject &&
           (!doc_is_prose(w->doc) || (mention_names(w->cast, mention) && !is_not_now(w->text, mention)));
}

static bool speaks_in_body(const struct utterance *said)
{
    enum { CROWD = 3 };
    return said->n_speakers > 0 && said->n_speakers < CROWD && said->sure >= 0.5f &&
           said->voice != VOICE_OVER;
}

/* `count` alone, or with offsets when `off` is given; the two lists are merged in text order. */
static void walk_activity(const struct walk *w, uint32_t *at, uint32_t *off)
{
    const struct doc *doc = w->doc;
    const struct cast *cast = w->cast;
    uint32_t m = 0;
    for (uint32_t s = 0; s <= doc->speech.n; s++) {
        uint32_t start = s < doc->speech.n ? doc->speech.at[s].at.start : UINT32_MAX;
        for (; m < cast->mention.n && cast->mention.at[m].at.start < start; m++) {
            const struct mention *mention = &cast->mention.at[m];
            if (mention->person >= cast->person.n || !is_deed(w, mention))
                continue;
            if (off)
                off[at[mention->person]] = mention->at.start;
            at[mention->person]++;
        }
        if (s == doc->speech.n || !speaks_in_body(&cast->utterance[s]))
            continue;
        for (uint32_t i = 0; i < cast->utterance[s].n_speakers; i++) {
            uint32_t person = cast->speaker.at[cast->utterance[s].first_speaker + i];
            if (off)
                off[at[person]] = start;
            at[person]++;
        }
    }
}

whose_status activity_read(const struct doc *doc, const struct text *text, const struct cast *cast,
                           struct arena *keep, struct story *story, whose_error *err)
{
    const struct walk w = {doc, text, cast};
    uint32_t n = cast->person.n;
    struct activity *out = &story->activity;
    out->first = ARENA_NEW(keep, uint32_t, (size_t)n + 2);
    if (!out->first)
        return fail_nomem(err);
    uint32_t *at = out->first + 1;
    walk_activity(&w, at, NULL);
    uint32_t total = 0;
    for (uint32_t p = 0; p <= n; p++) {
        uint32_t count = at[p];
        at[p] = total;
        total += count;
    }
    out->off = ARENA_NEW_RAW(keep, uint32_t, (size_t)total + 1);
    if (!out->off)
        return fail_nomem(err);
    walk_activity(&w, at, out->off); // each start has moved to the next one's place
    return WHOSE_OK;
}

uint32_t story_n_active(const struct story *story, uint32_t person)
{
    return story->activity.first[person + 1] - story->activity.first[person];
}

uint32_t story_n_active_behind(const struct story *story, uint32_t person, uint32_t off)
{
    const struct activity *activity = &story->activity;
    uint32_t lo = activity->first[person], hi = activity->first[person + 1], end = hi;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (activity->off[mid] < off)
            lo = mid + 1;
        else
            hi = mid;
    }
    return end - lo;
}

double story_stays_dead(const struct doc *doc, const struct story *story, uint32_t person, uint32_t off)
{
    double behind = story_n_active_behind(story, person, off);
    return exp(-discount * behind / (story_n_active(story, person) + 3.0) -
               (doc_is_prose(doc) ? deed_discount : cue_discount) * behind);
}
