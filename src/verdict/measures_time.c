/* takes   the cells of a story, its title
 * gives   span: scenes from the first to the last one of a person, without their longest
 *         absence; company: late scenes shared with people whom they did not know early;
 *         billed: names of a person in the title
 * method  early is the first third of the scenes, late the last.  Whoever is there early, and
 *         late among others, has come from one place of the story to another (a change of
 *         position, as in Lotman 1970: the mobile character crosses a border)
 * cost    O(cells of candidates and of their scenes), and O(mentions) a candidate */
#include "verdict/internal.h"

#include "base/err.h"
#include "base/utf8.h"

enum { APART_MOST = 180 }; // bytes between two names that one quotation can hold

static uint32_t early_end(const struct story *story)
{
    return (story->scene.n + 2) / 3;
}

static uint32_t late_start(const struct story *story)
{
    return story->scene.n - story->scene.n / 3;
}

void measure_span(struct tally *tally)
{
    const struct story *story = tally->story;
    for (uint32_t c = 0; c < tally->n; c++) {
        uint32_t p = tally->person[c];
        uint32_t first = SCENE_NOWHERE, last = 0;
        for (uint32_t i = story->person_first[p]; i < story->person_first[p + 1]; i++) {
            const struct cell *cell = &story->cell.at[story->by_person[i]];
            if (!cell_is_heard(cell))
                continue;
            if (first == SCENE_NOWHERE)
                tally_hit(tally, MEASURE_SPAN, c, 2, cell->first.start, "where they come in");
            first = first == SCENE_NOWHERE ? cell->scene : first;
            last = cell->scene;
        }
        const struct gap *gap = &story->longest_gap[p];
        for (uint32_t s = first; s != SCENE_NOWHERE && s <= last; s++)
            if (gap->n_scenes == 0 || s <= gap->last_scene || s >= gap->next_scene)
                tally_add(tally, MEASURE_SPAN, s, c, 1);
        const struct cell *back = gap->n_scenes ? story_cell(story, gap->next_scene, p) : NULL;
        if (back)
            tally_hit(tally, MEASURE_SPAN, c, 1, back->first.start, "back after the longest absence");
    }
}

/* Whom the candidate has met in the scenes before `end`: marks in `met`. */
static uint32_t meet(const struct tally *tally, uint32_t person, uint32_t end, uint32_t mark,
                     uint32_t *met)
{
    const struct story *story = tally->story;
    uint32_t n_scenes = 0;
    for (uint32_t i = story->person_first[person]; i < story->person_first[person + 1]; i++) {
        const struct cell *cell = &story->cell.at[story->by_person[i]];
        if (cell->scene >= end || !cell_is_bodily(cell))
            continue;
        const struct scene *scene = &story->scene.at[cell->scene];
        n_scenes++;
        for (uint32_t k = 0; k < scene->n_cells; k++)
            if (cell_is_bodily(&story->cell.at[scene->first_cell + k]))
                met[story->cell.at[scene->first_cell + k].person] = mark;
    }
    return n_scenes;
}

/* Somebody who is there, and whom the candidate had not met. */
static bool is_new_here(const struct tally *tally, uint32_t c, uint32_t scene, uint32_t person,
                        const uint32_t *met)
{
    const struct cell *cell = person < tally->cast->person.n && person != tally->person[c] && met[person] != c + 1
                                  ? story_cell(tally->story, scene, person)
                                  : NULL;
    return cell && cell_is_bodily(cell);
}

/* Does one of the two call the other in what is said here? */
static bool calls_new(const struct tally *tally, uint32_t c, uint32_t scene, const struct mention *m,
                      const uint32_t *met)
{
    const struct block *block = &tally->doc->block.at[m->block];
    if (!m->is_vocative || !block_is_spoken(block) || block->speech == DOC_NONE)
        return false;
    const struct utterance *u = &tally->cast->utterance[block->speech];
    if (u->n_speakers != 1)
        return false;
    uint32_t speaker = tally->cast->speaker.at[u->first_speaker];
    return (speaker == tally->person[c] && is_new_here(tally, c, scene, m->person, met)) ||
           (m->person == tally->person[c] && is_new_here(tally, c, scene, speaker, met));
}

/* The passages of a late scene that show the candidate with somebody new: both are named in what
 * is told, or one calls the other. */
static void quote_company(struct tally *tally, uint32_t c, uint32_t scene, double score,
                          const uint32_t *met)
{
    static const char why[] = "late, among people new to them";
    const struct cast *cast = tally->cast;
    const struct span at = tally->story->scene.at[scene].at;
    uint32_t last_own = cast->mention.n, last_new = cast->mention.n;
    for (uint32_t i = people_mention_from(cast, at.start); i < cast->mention.n && cast->mention.at[i].at.start < at.end; i++) {
        const struct mention *m = &cast->mention.at[i];
        bool is_own = m->person == tally->person[c];
        if (calls_new(tally, c, scene, m, met))
            tally_hit(tally, MEASURE_COMPANY, c, score, m->at.start, why);
        if (tally->doc->block.at[m->block].kind != BLOCK_ACTION || m->is_resolved ||
            (!is_own && !is_new_here(tally, c, scene, m->person, met)))
            continue;
        *(is_own ? &last_own : &last_new) = i;
        uint32_t other = is_own ? last_new : last_own;
        if (other == cast->mention.n || cast->mention.at[other].block != m->block)
            continue;
        uint32_t first = cast->mention.at[other].at.start;
        struct span quote = m->at.end - first < APART_MOST ? quote_around(tally, first) : (struct span){first, first};
        if (quote.start <= first && m->at.end <= quote.end)
            tally_hit(tally, MEASURE_COMPANY, c, score, first, why);
    }
}

whose_status measure_company(struct tally *tally, whose_error *err)
{
    const struct story *story = tally->story;
    uint32_t *met = ARENA_NEW(tally->scratch, uint32_t, (size_t)tally->cast->person.n + 1);
    if (!met)
        return fail_nomem(err);
    for (uint32_t c = 0; c < tally->n; c++) {
        uint32_t p = tally->person[c];
        if (meet(tally, p, early_end(story), c + 1, met) == 0)
            continue;
        for (uint32_t i = story->person_first[p]; i < story->person_first[p + 1]; i++) {
            const struct cell *cell = &story->cell.at[story->by_person[i]];
            if (cell->scene < late_start(story) || !cell_is_bodily(cell))
                continue;
            const struct scene *scene = &story->scene.at[cell->scene];
            uint32_t n_here = 0, n_new = 0;
            for (uint32_t k = 0; k < scene->n_cells; k++) {
                const struct cell *other = &story->cell.at[scene->first_cell + k];
                if (other->person == p || !cell_is_bodily(other))
                    continue;
                n_here++;
                n_new += met[other->person] != c + 1;
            }
            if (n_new == 0)
                continue;
            tally_add(tally, MEASURE_COMPANY, cell->scene, c, (double)n_new / n_here);
            quote_company(tally, c, cell->scene, (double)n_new / n_here, met);
        }
    }
    return WHOSE_OK;
}

static bool has_word(struct str title, struct str word)
{
    for (size_t i = 0; i + word.n <= title.n; i++) {
        bool starts = i == 0 || title.at[i - 1] == ' ';
        bool ends = i + word.n == title.n || title.at[i + word.n] == ' ';
        if (starts && ends && str_eq(str_part(title, i, i + word.n), word))
            return true;
    }
    return false;
}

/* A word of the person's name that names no other candidate. */
static bool is_billed(const struct tally *tally, uint32_t c, struct str title, struct str *names)
{
    struct str rest = names[c];
    while (rest.n) {
        struct str word = str_cut(&rest, ' ');
        bool is_own = word.n > 2 && has_word(title, word);
        for (uint32_t o = 0; o < tally->n && is_own; o++)
            is_own = o == c || !has_word(names[o], word);
        if (is_own)
            return true;
    }
    return false;
}

/* In equal parts over the story, which has a title as a whole. */
whose_status measure_billed(struct tally *tally, whose_error *err)
{
    struct str names[VERDICT_CANDIDATES];
    if (tally->doc->title.n == 0)
        return WHOSE_OK;
    struct str title = utf8_name_key(tally->doc->title, tally->scratch);
    if (!title.at)
        return fail_nomem(err);
    for (uint32_t c = 0; c < tally->n; c++) {
        names[c] = utf8_name_key(tally->cast->person.at[tally->person[c]].name, tally->scratch);
        if (!names[c].at)
            return fail_nomem(err);
    }
    for (uint32_t c = 0; c < tally->n; c++)
        for (uint32_t s = 0; s < tally->n_slices && is_billed(tally, c, title, names); s++)
            tally->part[MEASURE_BILLED][s][c] = 1.0 / tally->n_slices;
    return WHOSE_OK;
}
