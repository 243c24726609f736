/* takes   the cells of a story
 * gives   the measures of being there: scenes, words spoken, opening, last image,
 *         named while absent, meetings
 * method  sums over cells; each in the unit that verdict.h gives it
 * cost    O(cells + speeches + mentions) */
#include "verdict/internal.h"

static uint32_t cell_words(const struct cell *cell)
{
    uint32_t n = 0;
    for (uint32_t voice = 0; voice < N_VOICES; voice++)
        n += cell->n_words[voice];
    return n;
}

static void quote_speeches(struct tally *tally)
{
    const struct doc *doc = tally->doc;
    const struct cast *cast = tally->cast;
    uint32_t longest[VERDICT_CANDIDATES], most[VERDICT_CANDIDATES] = {0};
    for (uint32_t c = 0; c < tally->n; c++)
        longest[c] = doc->speech.n;
    for (int is_found = 0; is_found < 2; is_found++) {
        for (uint32_t i = 0; i < doc->speech.n; i++) {
            const struct utterance *u = &cast->utterance[i];
            for (uint32_t k = 0; k < u->n_speakers; k++) {
                uint32_t c = tally_candidate(tally, cast->speaker.at[u->first_speaker + k]);
                if (c == NOT_CANDIDATE)
                    continue;
                if (is_found) {
                    tally_hit(tally, MEASURE_WORDS, c, u->n_words, doc->speech.at[i].at.start,
                              i == longest[c] ? "their longest speech" : "one of their speeches");
                } else if (u->n_words > most[c]) {
                    most[c] = u->n_words;
                    longest[c] = i;
                }
            }
        }
    }
}

void measure_scenes_words(struct tally *tally)
{
    const struct story *story = tally->story;
    for (uint32_t c = 0; c < tally->n; c++) {
        uint32_t p = tally->person[c];
        for (uint32_t i = story->person_first[p]; i < story->person_first[p + 1]; i++) {
            const struct cell *cell = &story->cell.at[story->by_person[i]];
            if (!cell_is_heard(cell))
                continue;
            tally_add(tally, MEASURE_SCENES, cell->scene, c, 1);
            if (cell->n_speeches == 0) // measure_talk() quotes those who speak
                tally_hit(tally, MEASURE_SCENES, c, 1 + 10.0 * cell->n_acts, cell->first.start,
                          "where they are most present");
            tally_add(tally, MEASURE_WORDS, cell->scene, c, cell_words(cell));
        }
    }
    quote_speeches(tally);
}

/* Scenes among the first tenth; at least one scene. */
void measure_opening(struct tally *tally)
{
    const struct story *story = tally->story;
    uint32_t n = (story->scene.n + 9) / 10;
    for (uint32_t s = 0; s < n; s++) {
        const struct scene *scene = &story->scene.at[s];
        for (uint32_t i = 0; i < scene->n_cells; i++) {
            const struct cell *cell = &story->cell.at[scene->first_cell + i];
            uint32_t c = tally_candidate(tally, cell->person);
            if (c == NOT_CANDIDATE || !cell_is_heard(cell))
                continue;
            tally_add(tally, MEASURE_OPENING, s, c, 1);
            tally_hit(tally, MEASURE_OPENING, c, 1.0 / (1 + s), cell->first.start,
                      "where they come into the story");
        }
    }
}

/* One for being in the last scene in body, one for its last word or deed. */
void measure_last_image(struct tally *tally)
{
    const struct story *story = tally->story;
    uint32_t last = story->scene.n - 1;
    const struct scene *scene = &story->scene.at[last];
    for (uint32_t i = 0; i < scene->n_cells; i++) {
        const struct cell *cell = &story->cell.at[scene->first_cell + i];
        uint32_t c = tally_candidate(tally, cell->person);
        if (c == NOT_CANDIDATE || !cell_is_bodily(cell))
            continue;
        tally_add(tally, MEASURE_LAST_IMAGE, last, c, 1);
        tally_hit(tally, MEASURE_LAST_IMAGE, c, 0.5, cell->first.start, "there in the last scene");
    }
    const struct doc *doc = tally->doc;
    const struct cast *cast = tally->cast;
    uint32_t word = doc->speech.n, deed = cast->mention.n, deed_off = 0;
    while (word > 0 && doc->speech.at[word - 1].segment != scene->segment)
        word--;
    while (deed > 0) {
        const struct mention *m = &cast->mention.at[deed - 1];
        const struct block *block = &doc->block.at[m->block];
        if (!m->is_resolved && m->is_subject && block->kind == BLOCK_ACTION && block->segment == scene->segment) {
            deed_off = m->at.start;
            break;
        }
        deed--;
    }
    const struct utterance *u = word ? &cast->utterance[word - 1] : NULL;
    uint32_t word_off = word ? doc->speech.at[word - 1].at.start : 0;
    if (deed && (!word || deed_off > word_off)) {
        uint32_t c = tally_candidate(tally, cast->mention.at[deed - 1].person);
        if (c != NOT_CANDIDATE) {
            tally_add(tally, MEASURE_LAST_IMAGE, last, c, 1);
            tally_hit(tally, MEASURE_LAST_IMAGE, c, 1, deed_off, "the last thing done");
        }
        return;
    }
    for (uint32_t k = 0; word && k < u->n_speakers; k++) {
        uint32_t c = tally_candidate(tally, cast->speaker.at[u->first_speaker + k]);
        if (c == NOT_CANDIDATE)
            continue;
        tally_add(tally, MEASURE_LAST_IMAGE, last, c, 1.0 / u->n_speakers);
        tally_hit(tally, MEASURE_LAST_IMAGE, c, 1, word_off, "the last word");
    }
}

/* Spoken of in scenes in which they are neither there nor heard. */
void measure_named(struct tally *tally)
{
    const struct story *story = tally->story;
    for (uint32_t c = 0; c < tally->n; c++) {
        uint32_t p = tally->person[c];
        for (uint32_t i = story->person_first[p]; i < story->person_first[p + 1]; i++) {
            const struct cell *cell = &story->cell.at[story->by_person[i]];
            if (cell_is_heard(cell) || cell->n_named == 0)
                continue;
            tally_add(tally, MEASURE_NAMED, cell->scene, c, cell->n_named);
            tally_hit(tally, MEASURE_NAMED, c, cell->n_named, cell->first.start,
                      "spoken of while absent");
        }
    }
}

/* A meeting is one other person in body in the same scene. */
void measure_meetings(struct tally *tally)
{
    const struct story *story = tally->story;
    for (uint32_t s = 0; s < story->scene.n; s++) {
        const struct scene *scene = &story->scene.at[s];
        uint32_t n_here = 0;
        for (uint32_t i = 0; i < scene->n_cells; i++)
            n_here += cell_is_bodily(&story->cell.at[scene->first_cell + i]);
        for (uint32_t i = 0; i < scene->n_cells && n_here > 1; i++) {
            const struct cell *cell = &story->cell.at[scene->first_cell + i];
            uint32_t c = tally_candidate(tally, cell->person);
            if (c == NOT_CANDIDATE || !cell_is_bodily(cell))
                continue;
            tally_add(tally, MEASURE_CENTRALITY, s, c, n_here - 1);
            tally_hit(tally, MEASURE_CENTRALITY, c, n_here - 1, cell->first.start,
                      "with most of the others");
        }
    }
}
