/* takes   the speeches in order, who comes and goes
 * gives   removal: words of scenes, in the proportion in which their exchanges are the
 *         person's; initiative: conversations that they open; alone: words while nobody
 *         else is on stage.  A chorus who speaks to the audience is neither alone nor
 *         missed
 * method  one walk over speeches and moves.  An exchange is one speech after another
 *         by somebody else.  A conversation begins with a scene and whenever somebody
 *         comes or goes, and is one when a second person speaks
 * cost    O(speeches + speakers + moves + scenes) */
#include "verdict/internal.h"

#include "base/err.h"

struct walk {
    struct tally *tally;
    uint32_t *here;       // [person], number of the stage they stand on
    uint32_t stage;       // changes when the stage is cleared
    uint32_t n_here;
    uint32_t move;        // the next one
    uint32_t scene;       // SCENE_NOWHERE before the first
    uint32_t before;      // the speech before in this scene, or DOC_NONE
    uint32_t opener;      // the first speech since the company changed, or DOC_NONE
    bool is_answered;     // the opener has been credited
    uint32_t n_exchanges; // in this scene
    double exchanges[VERDICT_CANDIDATES];
    double words[VERDICT_CANDIDATES];     // in this scene
    uint32_t longest[VERDICT_CANDIDATES]; // speech in this scene, or DOC_NONE
};

static void clear_stage(struct walk *walk)
{
    walk->stage++;
    walk->n_here = 0;
}

static void come(struct walk *walk, uint32_t person)
{
    if (walk->here[person] != walk->stage)
        walk->n_here++;
    walk->here[person] = walk->stage;
}

static void go(struct walk *walk, uint32_t person)
{
    if (walk->here[person] == walk->stage)
        walk->n_here--;
    walk->here[person] = 0;
}

static void make_move(struct walk *walk, const struct move *move)
{
    const struct tally *tally = walk->tally;
    if (move->is_exit && move->n_who == 0)
        clear_stage(walk);
    for (uint32_t k = 0; k < move->n_who; k++) {
        uint32_t role = tally->doc->who.at[move->first_who + k];
        uint32_t person = role < tally->doc->role.n ? tally->person_of[role] : PERSON_NONE;
        if (person == PERSON_NONE)
            continue;
        if (move->is_exit)
            go(walk, person);
        else
            come(walk, person);
    }
    walk->opener = DOC_NONE;
}

static uint32_t speaker(const struct walk *walk, uint32_t speech, uint32_t k)
{
    const struct utterance *u = &walk->tally->cast->utterance[speech];
    return walk->tally->cast->speaker.at[u->first_speaker + k];
}

static bool speaks_in(const struct walk *walk, uint32_t person, uint32_t speech)
{
    uint32_t n = walk->tally->cast->utterance[speech].n_speakers;
    for (uint32_t k = 0; k < n && k < VERDICT_CANDIDATES; k++)
        if (speaker(walk, speech, k) == person)
            return true;
    return false;
}

/* One speech is an answer to another when it has a first speaker who is not in the other. */
static bool answers(const struct walk *walk, uint32_t now, uint32_t before)
{
    return !speaks_in(walk, speaker(walk, now, 0), before);
}

static void credit_exchange(struct walk *walk, uint32_t speech)
{
    uint32_t n = walk->tally->cast->utterance[speech].n_speakers;
    for (uint32_t k = 0; k < n && k < VERDICT_CANDIDATES; k++) {
        uint32_t c = tally_candidate(walk->tally, speaker(walk, speech, k));
        if (c != NOT_CANDIDATE)
            walk->exchanges[c]++;
    }
}

static void credit_opener(struct walk *walk)
{
    struct tally *tally = walk->tally;
    uint32_t n = tally->cast->utterance[walk->opener].n_speakers;
    for (uint32_t k = 0; k < n && k < VERDICT_CANDIDATES; k++) {
        uint32_t c = tally_candidate(tally, speaker(walk, walk->opener, k));
        if (c == NOT_CANDIDATE)
            continue;
        tally_add(tally, MEASURE_INITIATIVE, walk->scene, c, 1.0 / n);
        tally_hit(tally, MEASURE_INITIATIVE, c, tally->cast->utterance[walk->opener].n_words,
                  tally->doc->speech.at[walk->opener].at.start, "opens the conversation");
    }
}

static void end_scene(struct walk *walk)
{
    struct tally *tally = walk->tally;
    if (walk->scene == SCENE_NOWHERE)
        return;
    double words = tally->story->scene.at[walk->scene].n_words;
    for (uint32_t c = 0; c < tally->n; c++) {
        if (walk->longest[c] == DOC_NONE)
            continue;
        uint32_t off = tally->doc->speech.at[walk->longest[c]].at.start;
        tally_hit(tally, MEASURE_SCENES, c, 1 + walk->words[c], off, "where they are most present");
        if (tally->is_chorus[c])
            continue;
        /* without exchanges all was said by one */
        double lost = walk->n_exchanges ? words * walk->exchanges[c] / walk->n_exchanges : words;
        if (lost <= 0)
            continue;
        tally_add(tally, MEASURE_REMOVAL, walk->scene, c, lost);
        tally_hit(tally, MEASURE_REMOVAL, c, lost, off, "a scene that would be lost without them");
    }
}

static void make_moves(struct walk *walk, uint32_t up_to)
{
    const struct doc *doc = walk->tally->doc;
    while (walk->move < doc->move.n && doc->move.at[walk->move].off <= up_to)
        make_move(walk, &doc->move.at[walk->move++]);
}

/* A printed scene begins with an empty stage; one made from an entrance goes on with
 * those who stayed. */
static bool goes_on(const struct walk *walk, uint32_t scene)
{
    const struct story *story = walk->tally->story;
    const struct segment *segment = &walk->tally->doc->segment.at[story->scene.at[scene].segment];
    if (walk->scene == SCENE_NOWHERE || !str_eq(segment->because, STR("entrance")))
        return false;
    uint32_t before = story->scene.at[walk->scene].segment;
    return walk->tally->doc->segment.at[before].parent == segment->parent;
}

static void begin_scene(struct walk *walk, uint32_t scene)
{
    uint32_t start = walk->tally->story->scene.at[scene].at.start;
    end_scene(walk);
    if (start > 0)
        make_moves(walk, start - 1);
    if (!goes_on(walk, scene))
        clear_stage(walk);
    walk->scene = scene;
    walk->before = walk->opener = DOC_NONE;
    walk->n_exchanges = 0;
    for (uint32_t c = 0; c < VERDICT_CANDIDATES; c++) {
        walk->exchanges[c] = 0;
        walk->words[c] = 0;
        walk->longest[c] = DOC_NONE;
    }
}

static void speak(struct walk *walk, uint32_t i)
{
    struct tally *tally = walk->tally;
    const struct utterance *u = &tally->cast->utterance[i];
    for (uint32_t k = 0; k < u->n_speakers; k++) {
        uint32_t person = speaker(walk, i, k);
        if (person >= tally->cast->person.n)
            continue;
        come(walk, person);
        uint32_t c = tally->candidate_of[person];
        if (c == NOT_CANDIDATE)
            continue;
        walk->words[c] += u->n_words;
        uint32_t best = walk->longest[c];
        if (best == DOC_NONE || u->n_words > tally->cast->utterance[best].n_words)
            walk->longest[c] = i;
    }
    uint32_t c = tally_candidate(tally, speaker(walk, i, 0));
    if (tally->doc->move.n && walk->n_here == 1 && c != NOT_CANDIDATE && !tally->is_chorus[c]) {
        tally_add(tally, MEASURE_ALONE, walk->scene, c, u->n_words);
        tally_hit(tally, MEASURE_ALONE, c, u->n_words, tally->doc->speech.at[i].at.start,
                  "speaks with nobody else on stage");
    }
    if (walk->before != DOC_NONE && answers(walk, i, walk->before)) {
        walk->n_exchanges++;
        credit_exchange(walk, walk->before);
        credit_exchange(walk, i);
    }
    if (walk->opener == DOC_NONE) {
        walk->opener = i;
        walk->is_answered = false;
    } else if (!walk->is_answered && answers(walk, i, walk->opener)) {
        credit_opener(walk);
        walk->is_answered = true;
    }
    walk->before = i;
}

/* Without marked entrances a person is alone where the whole scene shows nobody else. */
static void measure_alone_by_scene(struct tally *tally)
{
    const struct story *story = tally->story;
    for (uint32_t s = 0; s < story->scene.n; s++) {
        const struct scene *scene = &story->scene.at[s];
        const struct cell *only = NULL;
        uint32_t n_here = 0;
        for (uint32_t i = 0; i < scene->n_cells && n_here < 2; i++) {
            const struct cell *cell = &story->cell.at[scene->first_cell + i];
            if (!cell_is_bodily(cell))
                continue;
            n_here++;
            only = cell;
        }
        uint32_t c = n_here == 1 ? tally_candidate(tally, only->person) : NOT_CANDIDATE;
        if (c == NOT_CANDIDATE)
            continue;
        double words = only->n_words[VOICE_ON] + only->n_words[VOICE_OFF_SCREEN] +
                       (double)scene->n_action_words;
        tally_add(tally, MEASURE_ALONE, s, c, words);
        tally_hit(tally, MEASURE_ALONE, c, words, only->first.start, "a scene with nobody else");
    }
}

whose_status measure_talk(struct tally *tally, whose_error *err)
{
    const struct doc *doc = tally->doc;
    struct walk *walk = ARENA_NEW(tally->scratch, struct walk, 1);
    uint32_t *here = ARENA_NEW(tally->scratch, uint32_t, (size_t)tally->cast->person.n + 1);
    if (!walk || !here)
        return fail_nomem(err);
    /* stage 0 is where nobody stands: `here` begins with it */
    *walk = (struct walk){.tally = tally, .here = here, .stage = 1, .scene = SCENE_NOWHERE,
                          .before = DOC_NONE, .opener = DOC_NONE};
    for (uint32_t i = 0; i < doc->speech.n; i++) {
        const struct utterance *u = &tally->cast->utterance[i];
        uint32_t scene = tally_scene(tally, doc->speech.at[i].segment);
        if (scene == SCENE_NOWHERE || u->n_speakers == 0 || u->voice == VOICE_OVER)
            continue;
        if (scene != walk->scene)
            begin_scene(walk, scene);
        make_moves(walk, doc->speech.at[i].at.start);
        speak(walk, i);
    }
    end_scene(walk);
    if (doc->move.n == 0)
        measure_alone_by_scene(tally);
    return WHOSE_OK;
}
