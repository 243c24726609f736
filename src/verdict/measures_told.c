/* takes   voice-over, speech to camera, and the speech of a chorus
 * gives   narration: words told afterwards, by whom; how far they claim the story
 * method  a voice-over, or a speech marked as to the camera or the audience, tells when
 *         its signs of the past tense outnumber those of the present; without any sign it
 *         goes with the rest of what that person says so.  In a play a person tells who
 *         is called chorus or the like, or who speaks in several scenes and is hardly
 *         ever answered: a chorus, outside of the events, who claims nothing by telling.
 *         Another teller claims the story in the measure in which they are there in body,
 *         as much as the most present person, in the stretch that is told: a witness who
 *         tells another's story gains little
 * cost    O(words told + speeches + cells + persons) */
#include "verdict/internal.h"

#include "base/err.h"

#include <string.h>

struct teller {
    uint32_t n_past, n_present;         // signs, over all that may be telling
    uint32_t n_told;                    // words
    uint32_t n_speeches, n_answered;    // in plays: how often somebody answers or is answered
    uint32_t n_scenes, last_scene;
    uint32_t first_told, last_told;     // scenes
};

static bool says_audience(const struct tally *tally, uint32_t block)
{
    const struct text *text = tally->text;
    for (uint32_t t = text->block_first[block]; t < text->block_first[block + 1]; t++) {
        if (text->token[t].word == MAP_NONE)
            continue;
        struct str key = text->word.key[text->token[t].word];
        if (str_eq(key, STR("camera")) || str_eq(key, STR("audience")))
            return true;
    }
    return false;
}

/* May this speech be telling, by its voice or by a direction in it? */
static bool may_tell(const struct tally *tally, uint32_t i)
{
    if (tally->cast->utterance[i].voice == VOICE_OVER)
        return true;
    const struct speech *speech = &tally->doc->speech.at[i];
    for (uint32_t b = speech->first_block; b < speech->first_block + speech->n_blocks; b++)
        if (tally->doc->block.at[b].kind == BLOCK_PARENTHETICAL && says_audience(tally, b))
            return true;
    return false;
}

static void speech_tense(const struct tally *tally, uint32_t i, uint32_t *n_past,
                         uint32_t *n_present)
{
    const struct speech *speech = &tally->doc->speech.at[i];
    *n_past = *n_present = 0;
    for (uint32_t b = speech->first_block; b < speech->first_block + speech->n_blocks; b++)
        if (doc_says(tally->doc, i, b))
            words_tense(tally, b, n_past, n_present);
}

static bool is_past(uint32_t n_past, uint32_t n_present)
{
    return n_past > n_present;
}

static uint32_t speaker_of(const struct tally *tally, uint32_t i)
{
    const struct utterance *u = &tally->cast->utterance[i];
    uint32_t person = u->n_speakers == 1 ? tally->cast->speaker.at[u->first_speaker] : PERSON_NONE;
    return person < tally->cast->person.n ? person : PERSON_NONE;
}

static void tell(struct tally *tally, struct teller *teller, uint32_t i, double score,
                 const char *why)
{
    uint32_t person = speaker_of(tally, i);
    uint32_t scene = tally_scene(tally, tally->doc->speech.at[i].segment);
    uint32_t n_words = tally->cast->utterance[i].n_words;
    struct teller *t = &teller[person];
    if (t->n_told == 0)
        t->first_told = scene;
    t->n_told += n_words;
    t->last_told = scene;
    uint32_t c = tally->candidate_of[person];
    if (c == NOT_CANDIDATE)
        return;
    tally_add(tally, MEASURE_NARRATION, scene, c, n_words);
    tally_hit(tally, MEASURE_NARRATION, c, score, tally->doc->speech.at[i].at.start, why);
}

static void tell_in_voice(struct tally *tally, struct teller *teller)
{
    const struct doc *doc = tally->doc;
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < doc->speech.n; i++) {
            uint32_t person = speaker_of(tally, i);
            if (person == PERSON_NONE || !may_tell(tally, i) ||
                tally_scene(tally, doc->speech.at[i].segment) == SCENE_NOWHERE)
                continue;
            uint32_t n_past, n_present;
            speech_tense(tally, i, &n_past, &n_present);
            if (pass == 0) {
                teller[person].n_past += n_past;
                teller[person].n_present += n_present;
                continue;
            }
            bool tells = n_past || n_present
                             ? is_past(n_past, n_present)
                             : is_past(teller[person].n_past, teller[person].n_present);
            if (tells)
                tell(tally, teller, i, 0.1 + n_past, "tells it afterwards");
        }
}

static bool is_called_chorus(struct str name)
{
    static const char *const list[] = {"chorus",   "prologue", "epilogue",
                                       "narrator", "storyteller", "presenter"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (str_starts_nocase(name, str_c(list[i])) || str_ends(name, str_c(list[i])))
            return true;
    return false;
}

enum { CHORUS_SCENES = 3, CHORUS_WORDS = 100 };

/* Who addresses the audience in a play: hardly ever next to another speaker. */
static bool is_chorus(const struct tally *tally, const struct teller *t, uint32_t person)
{
    const struct person *p = &tally->cast->person.at[person];
    if (t->n_speeches == 0 || 5 * t->n_answered > 2 * t->n_speeches)
        return false;
    return is_called_chorus(p->name) || (t->n_scenes >= CHORUS_SCENES && p->n_words >= CHORUS_WORDS);
}

static void tell_as_chorus(struct tally *tally, struct teller *teller)
{
    const struct doc *doc = tally->doc;
    uint32_t before = PERSON_NONE, before_scene = SCENE_NOWHERE;
    for (uint32_t i = 0; i < doc->speech.n; i++) {
        uint32_t scene = tally_scene(tally, doc->speech.at[i].segment);
        uint32_t person = speaker_of(tally, i);
        bool follows = scene == before_scene && person != before;
        if (follows && before != PERSON_NONE)
            teller[before].n_answered++;
        if (person != PERSON_NONE && scene != SCENE_NOWHERE) {
            struct teller *t = &teller[person];
            t->n_speeches++;
            t->n_answered += follows;
            t->n_scenes += t->n_scenes == 0 || t->last_scene != scene;
            t->last_scene = scene;
        }
        before = person;
        before_scene = scene;
    }
    for (uint32_t c = 0; c < tally->n; c++)
        tally->is_chorus[c] = is_chorus(tally, &teller[tally->person[c]], tally->person[c]);
    for (uint32_t i = 0; i < doc->speech.n; i++) {
        uint32_t person = speaker_of(tally, i);
        if (person != PERSON_NONE && is_chorus(tally, &teller[person], person) &&
            tally_scene(tally, doc->speech.at[i].segment) != SCENE_NOWHERE)
            tell(tally, teller, i, tally->cast->utterance[i].n_words, "speaks to the audience");
    }
}

/* Scenes of [first, last] in which the person is there in body and speaks or does something. */
static uint32_t n_active(const struct story *story, uint32_t person, uint32_t first, uint32_t last)
{
    uint32_t n = 0;
    for (uint32_t i = story->person_first[person]; i < story->person_first[person + 1]; i++) {
        const struct cell *cell = &story->cell.at[story->by_person[i]];
        if (cell->scene >= first && cell->scene <= last && cell_is_bodily(cell))
            n += cell->n_acts || cell->n_words[VOICE_ON] || cell->n_words[VOICE_OFF_SCREEN];
    }
    return n;
}

/* The square makes half the presence a quarter of the claim. */
static void weigh_tellers(struct tally *tally, const struct teller *teller)
{
    const struct story *story = tally->story;
    for (uint32_t c = 0; c < tally->n; c++) {
        const struct teller *t = &teller[tally->person[c]];
        tally->pull[MEASURE_NARRATION][c] = 0;
        if (t->n_told == 0 || tally->is_chorus[c])
            continue;
        uint32_t own = n_active(story, tally->person[c], t->first_told, t->last_told);
        uint32_t most = own;
        for (uint32_t o = 0; o < tally->n; o++) {
            uint32_t n = n_active(story, tally->person[o], t->first_told, t->last_told);
            most = n > most ? n : most;
        }
        double share = most ? (double)own / most : 0;
        tally->pull[MEASURE_NARRATION][c] = share * share;
    }
}

whose_status measure_narration(struct tally *tally, whose_error *err)
{
    uint32_t n = tally->cast->person.n;
    struct teller *teller = ARENA_NEW(tally->scratch, struct teller, (size_t)n + 1);
    if (!teller)
        return fail_nomem(err);
    if (tally->doc->kind == DOC_NOVEL)
        return measure_narrator(tally, err);
    if (tally->doc->kind == DOC_PLAY)
        tell_as_chorus(tally, teller);
    tell_in_voice(tally, teller);
    weigh_tellers(tally, teller);
    uint32_t most = 0;
    for (uint32_t p = 0; p < n; p++) {
        /* a prologue opens a play and does not tell it */
        bool tells = tally->doc->kind != DOC_PLAY || teller[p].first_told != teller[p].last_told;
        if (tells && teller[p].n_told > most) {
            most = teller[p].n_told;
            tally->teller = p;
        }
    }
    return WHOSE_OK;
}
