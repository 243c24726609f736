/* takes   scenes, voices, headings, who meets whom
 * gives   levels of telling; is a telling situation shown, by whom and to whom; does
 *         somebody tell afterwards
 * method  (Genette 1972, Nelles 1997.)  Scripts: whoever tells most in voice-over, in the past
 *         tense, tells; the place where the first scene with the teller stands, if the
 *         story comes back to it between and after what is told, is the frame, and who
 *         is there with the teller most is the listener; scenes whose heading says so are
 *         dreamt, by whom one sees awake beside them.  Plays: a chorus, alone in its
 *         scenes at both ends and between; an induction.  Novels: levels_novel.c
 * cost    O(blocks + speeches + cells + scenes) */
#include "story/levels.h"

#include "base/err.h"
#include "base/utf8.h"

#include <string.h>

enum { VOICES_LEAST = 3, FRAME_SCENES_LEAST = 2, CHORUS_SCENES = 3 };

const char *const level_mode_name[N_LEVEL_MODES] = {"shown", "told", "written", "dreamt", "acted"};

struct level *level_add(struct leveling *l, uint32_t parent, enum level_mode mode, uint32_t teller,
                        uint32_t to)
{
    struct level *level = VEC_PUSH(&l->out->level, l->keep);
    if (!level)
        return NULL;
    *level = (struct level){.parent = parent, .mode = mode, .teller = teller, .to = to,
                            .first_span = l->out->level_span.n};
    return level;
}

bool level_add_span(struct leveling *l, struct level *level, struct span at)
{
    struct span *last = level->n_spans ? &l->out->level_span.at[l->out->level_span.n - 1] : NULL;
    if (last && last->end >= at.start) {
        last->end = at.end > last->end ? at.end : last->end;
        return true;
    }
    struct span *span = VEC_PUSH(&l->out->level_span, l->keep);
    if (!span)
        return false;
    *span = at;
    level->n_spans++;
    return true;
}

void level_quote(struct fate_quote *list, uint32_t *n, struct span at, const char *why)
{
    if (*n == LEVEL_QUOTES || span_is_empty(at) || (*n && list[*n - 1].at.start == at.start))
        return;
    list[(*n)++] = (struct fate_quote){at, why};
}

uint32_t story_level_at(const struct story *story, uint32_t off)
{
    uint32_t found = 0;
    for (uint32_t i = 1; i < story->level.n; i++) {
        const struct level *level = &story->level.at[i];
        uint32_t lo = level->first_span, hi = level->first_span + level->n_spans;
        while (lo < hi) {
            uint32_t mid = lo + (hi - lo) / 2;
            if (story->level_span.at[mid].end <= off)
                lo = mid + 1;
            else
                hi = mid;
        }
        if (lo < level->first_span + level->n_spans && story->level_span.at[lo].start <= off)
            found = i;
    }
    return found;
}

static uint32_t speaker_of(const struct leveling *l, uint32_t s)
{
    const struct utterance *said = &l->cast->utterance[s];
    return said->n_speakers == 1 ? l->cast->speaker.at[said->first_speaker] : PERSON_NONE;
}

/* The words that are spoken in a speech, without its cue. */
static struct span spoken_of(const struct leveling *l, uint32_t s)
{
    const struct speech *speech = &l->doc->speech.at[s];
    uint32_t end = speech->first_block + speech->n_blocks;
    for (uint32_t b = speech->first_block; b < end && b < l->doc->block.n; b++)
        if (doc_says(l->doc, s, b))
            return l->doc->block.at[b].at;
    return speech->at;
}

/* ---- scripts ---- */

static bool has_past(const struct leveling *l, struct span at)
{
    uint32_t n_past = 0, n_present = 0;
    for (uint32_t i = text_node_at(l->text, at.start);
         i < l->text->n_nodes && l->text->node[i].at.start < at.end; i++) {
        const char *tag = xpos_name(l->text->node[i].xpos);
        n_past += strcmp(tag, "VBD") == 0;
        n_present += strcmp(tag, "VBP") == 0 || strcmp(tag, "VBZ") == 0;
    }
    return n_past > n_present;
}

/* Who says most in voice-over, and how often in the past tense. */
static whose_status find_voice(struct leveling *l, uint32_t *teller, uint32_t *first, uint32_t *last,
                               whose_error *err)
{
    uint32_t n = l->cast->person.n;
    uint32_t *words = ARENA_NEW(l->scratch, uint32_t, (size_t)n + 1);
    uint32_t *voices = ARENA_NEW(l->scratch, uint32_t, (size_t)n + 1);
    if (!words || !voices)
        return fail_nomem(err);
    for (uint32_t s = 0; s < l->doc->speech.n; s++) {
        uint32_t p = speaker_of(l, s);
        if (p >= n || l->cast->utterance[s].voice != VOICE_OVER || !has_past(l, spoken_of(l, s)))
            continue;
        words[p] += l->cast->utterance[s].n_words;
        voices[p]++;
    }
    *teller = PERSON_NONE;
    for (uint32_t p = 0; p < n; p++)
        if (voices[p] >= VOICES_LEAST && (*teller == PERSON_NONE || words[p] > words[*teller]))
            *teller = p;
    *first = *last = 0;
    bool any = false;
    for (uint32_t s = 0; s < l->doc->speech.n && *teller != PERSON_NONE; s++) {
        if (speaker_of(l, s) != *teller || l->cast->utterance[s].voice != VOICE_OVER)
            continue;
        *last = l->doc->speech.at[s].at.start;
        if (!any)
            *first = *last;
        any = true;
    }
    return WHOSE_OK;
}

/* The place in a heading: what stands before its last dash, which parts off the hour. */
static struct str place_of(const struct leveling *l, uint32_t scene)
{
    struct str heading =
        doc_str(l->doc, l->doc->segment.at[l->out->scene.at[scene].segment].heading);
    for (size_t i = heading.n; i-- > 1;)
        if (heading.at[i] == '-' && is_blank(heading.at[i - 1]))
            return str_trim(str_part(heading, 0, i));
    return heading;
}

static bool is_there(const struct story *story, uint32_t scene, uint32_t person)
{
    const struct cell *cell = story_cell(story, scene, person);
    return cell && cell_is_bodily(cell);
}

/* A scene of the frame: at the place of the telling, with the teller there. */
static bool is_of_frame(const struct leveling *l, uint32_t scene, struct str place, uint32_t teller)
{
    return place.n && str_eq_nocase(place_of(l, scene), place) && is_there(l->out, scene, teller);
}

/* Who speaks most in the scenes of the frame, beside the teller. */
static whose_status find_listener(struct leveling *l, struct str place, uint32_t teller,
                                  uint32_t *listener, whose_error *err)
{
    uint32_t *n = ARENA_NEW(l->scratch, uint32_t, (size_t)l->cast->person.n + 1);
    if (!n)
        return fail_nomem(err);
    *listener = PERSON_NONE;
    for (uint32_t s = 0; s < l->out->scene.n; s++) {
        const struct scene *scene = &l->out->scene.at[s];
        bool is_frame = is_of_frame(l, s, place, teller);
        for (uint32_t c = 0; c < scene->n_cells && is_frame; c++) {
            const struct cell *cell = &l->out->cell.at[scene->first_cell + c];
            n[cell->person] += cell->n_speeches;
        }
    }
    for (uint32_t p = 0; p < l->cast->person.n; p++)
        if (p != teller && !l->cast->person.at[p].is_group && n[p] &&
            (*listener == PERSON_NONE || n[p] > n[*listener]))
            *listener = p;
    return WHOSE_OK;
}

static whose_status frame_of_script(struct leveling *l, whose_error *err)
{
    struct framing *framing = &l->out->framing;
    uint32_t teller = PERSON_NONE, first = 0, last = 0, n_scenes = l->out->scene.n;
    TRY(find_voice(l, &teller, &first, &last, err));
    if (teller == PERSON_NONE)
        return WHOSE_OK;
    framing->has_retrospect = true;
    framing->retrospect_teller = teller;
    for (uint32_t s = 0; s < l->doc->speech.n; s++)
        if (speaker_of(l, s) == teller && l->cast->utterance[s].voice == VOICE_OVER &&
            has_past(l, spoken_of(l, s)))
            level_quote(framing->retrospect_quote, &framing->n_retrospect_quotes, spoken_of(l, s),
                        "a voice-over in the past tense");
    struct str place = {NULL, 0};
    for (uint32_t s = 0; s < n_scenes && l->out->scene.at[s].at.start < first; s++)
        if (is_there(l->out, s, teller)) {
            place = place_of(l, s); // the last such scene before the telling begins
        }
    uint32_t n_frame = 0, n_after = 0;
    for (uint32_t s = 0; s < n_scenes; s++) {
        if (!is_of_frame(l, s, place, teller))
            continue;
        n_frame++;
        n_after += l->out->scene.at[s].at.start > first;
    }
    if (n_frame < FRAME_SCENES_LEAST || !n_after)
        return WHOSE_OK;
    framing->has_frame = true;
    framing->teller = teller;
    TRY(find_listener(l, place, teller, &framing->to, err));
    struct level *told = level_add(l, 0, LEVEL_TOLD, teller, framing->to);
    if (!told)
        return fail_nomem(err);
    for (uint32_t s = 0; s < n_scenes; s++) {
        const struct scene *scene = &l->out->scene.at[s];
        bool is_frame = is_of_frame(l, s, place, teller);
        if (is_frame)
            level_quote(framing->quote, &framing->n_quotes,
                        l->doc->segment.at[scene->segment].heading, "where the telling takes place");
        bool is_told = !is_frame && scene->at.end > first && scene->at.start <= last;
        if (is_told && !level_add_span(l, told, scene->at))
            return fail_nomem(err);
    }
    for (uint32_t q = 0; q < framing->n_retrospect_quotes; q++)
        level_quote(told->quote, &told->n_quotes, framing->retrospect_quote[q].at,
                    framing->retrospect_quote[q].why);
    return WHOSE_OK;
}

/* ---- dreams ---- */

static bool names_dream(struct str part)
{
    static const char *const words[] = {"dream", "nightmare", "daydream", "hallucination"};
    static const char *const ends[] = {"", " sequence", " scene"};
    part = str_trim(part);
    for (size_t w = 0; w < sizeof words / sizeof *words; w++)
        for (size_t e = 0; e < sizeof ends / sizeof *ends && str_starts_nocase(part, str_c(words[w])); e++)
            if (str_eq_nocase(str_part(part, strlen(words[w]), part.n), str_c(ends[e])))
                return true;
    return false;
}

/* How many bytes at `i` part a heading: a bracket, a colon, a dash between blanks, a long dash. */
static size_t parting(struct str heading, size_t i)
{
    char c = heading.at[i];
    if (strchr("()[]:", c) || (c == '-' && (i == 0 || is_blank(heading.at[i - 1]))))
        return 1;
    struct str rest = str_part(heading, i, heading.n);
    return str_starts(rest, STR("\u2013")) || str_starts(rest, STR("\u2014")) ? 3 : 0;
}

/* Does a part of the heading call its scene a dream?  "INT. MILL - NIGHT (DREAM)", "DREAM
 * SEQUENCE", and not "INT. DREAM DINER". */
static bool is_dream(struct str heading)
{
    size_t start = 0;
    for (size_t i = 0; i < heading.n; i++) {
        size_t n = parting(heading, i);
        if (n && names_dream(str_part(heading, start, i)))
            return true;
        start = n ? i + n : start;
    }
    return names_dream(str_part(heading, start, heading.n));
}

static bool scene_is_dream(const struct leveling *l, uint32_t scene)
{
    return is_dream(doc_str(l->doc, l->doc->segment.at[l->out->scene.at[scene].segment].heading));
}

/* Who is in the dream and in the waking scene behind it, else in the one before: the dreamer,
 * if it is one person. */
static uint32_t find_dreamer(const struct leveling *l, uint32_t first, uint32_t behind)
{
    uint32_t beside[2] = {behind, first - 1};
    for (int side = 0; side < 2; side++) {
        uint32_t found = PERSON_NONE, n = 0;
        if (beside[side] >= l->out->scene.n)
            continue;
        const struct scene *scene = &l->out->scene.at[beside[side]];
        for (uint32_t c = 0; c < scene->n_cells; c++) {
            const struct cell *cell = &l->out->cell.at[scene->first_cell + c];
            bool dreams = false;
            for (uint32_t s = first; s < behind && cell_is_bodily(cell) && !dreams; s++)
                dreams = is_there(l->out, s, cell->person);
            if (dreams)
                found = cell->person;
            n += dreams;
        }
        if (n)
            return n == 1 ? found : PERSON_NONE;
    }
    return PERSON_NONE;
}

static whose_status dreams_of_script(struct leveling *l, whose_error *err)
{
    for (uint32_t first = 0, behind; first < l->out->scene.n; first = behind) {
        for (behind = first; behind < l->out->scene.n && scene_is_dream(l, behind);)
            behind++;
        if (behind == first) {
            behind++;
            continue;
        }
        uint32_t from = l->out->scene.at[first].at.start;
        struct level *level = level_add(l, story_level_at(l->out, from), LEVEL_DREAMT,
                                        find_dreamer(l, first, behind), PERSON_NONE);
        if (!level || !level_add_span(l, level, (struct span){from, l->out->scene.at[behind - 1].at.end}))
            return fail_nomem(err);
        level_quote(level->quote, &level->n_quotes,
                    l->doc->segment.at[l->out->scene.at[first].segment].heading, "the heading calls it a dream");
    }
    return WHOSE_OK;
}

/* ---- plays ---- */

static bool has_word(struct str s, struct str word)
{
    for (size_t i = 0; i + word.n <= s.n; i++)
        if (str_eq_nocase(str_part(s, i, i + word.n), word))
            return true;
    return false;
}

/* Scenes or acts called an induction: what follows is played before those who are in it. */
static whose_status frame_by_induction(struct leveling *l, whose_error *err)
{
    uint32_t end = 0, first = DOC_NONE;
    for (uint32_t s = 0; s < l->doc->segment.n; s++) {
        const struct segment *segment = &l->doc->segment.at[s];
        if (!has_word(doc_str(l->doc, segment->heading), STR("induction")))
            continue;
        if (first == DOC_NONE)
            first = s;
        end = segment->at.end > end ? segment->at.end : end;
    }
    if (first == DOC_NONE || end >= l->doc->text.n)
        return WHOSE_OK;
    struct framing *framing = &l->out->framing;
    framing->has_frame = true;
    level_quote(framing->quote, &framing->n_quotes, l->doc->segment.at[first].heading,
                "an induction");
    struct level *acted = level_add(l, 0, LEVEL_ACTED, PERSON_NONE, PERSON_NONE);
    if (!acted || !level_add_span(l, acted, (struct span){end, (uint32_t)l->doc->text.n}))
        return fail_nomem(err);
    acted->quote[acted->n_quotes++] = framing->quote[0];
    return WHOSE_OK;
}

/* How many scenes somebody opens or closes without an answer, or has alone; 0 for who
 * is ever answered elsewhere. */
static whose_status find_chorus(struct leveling *l, uint32_t *chorus, whose_error *err)
{
    struct tally { uint32_t n_alone, n_met, first, last; };
    uint32_t n = l->cast->person.n;
    struct tally *tally = ARENA_NEW(l->scratch, struct tally, (size_t)n + 1);
    if (!tally)
        return fail_nomem(err);
    for (uint32_t s = 0; s < l->doc->speech.n; s++) {
        uint32_t p = speaker_of(l, s), segment = l->doc->speech.at[s].segment;
        if (p >= n)
            continue;
        bool begins = s == 0 || l->doc->speech.at[s - 1].segment != segment ||
                      speaker_of(l, s - 1) == p;
        bool ends = s + 1 == l->doc->speech.n || l->doc->speech.at[s + 1].segment != segment ||
                    speaker_of(l, s + 1) == p;
        if (tally[p].n_alone + tally[p].n_met == 0)
            tally[p].first = l->doc->speech.at[s].at.start;
        tally[p].last = l->doc->speech.at[s].at.start;
        if (begins || ends)
            tally[p].n_alone++;
        else
            tally[p].n_met++;
    }
    double length = (double)l->doc->text.n;
    *chorus = PERSON_NONE;
    for (uint32_t p = 0; p < n; p++) {
        bool both_ends = tally[p].first < 0.1 * length && tally[p].last > 0.9 * length;
        if (tally[p].n_alone >= CHORUS_SCENES && tally[p].n_met == 0 && both_ends &&
            !l->cast->person.at[p].is_group)
            *chorus = p;
    }
    return WHOSE_OK;
}

static whose_status frame_by_chorus(struct leveling *l, whose_error *err)
{
    struct framing *framing = &l->out->framing;
    uint32_t chorus = PERSON_NONE, from = 0;
    TRY(find_chorus(l, &chorus, err));
    if (chorus == PERSON_NONE)
        return WHOSE_OK;
    framing->has_frame = framing->has_retrospect = true;
    framing->teller = framing->retrospect_teller = chorus;
    struct level *told = level_add(l, 0, LEVEL_TOLD, chorus, PERSON_NONE);
    if (!told)
        return fail_nomem(err);
    for (uint32_t s = 0; s < l->doc->speech.n; s++) {
        if (speaker_of(l, s) != chorus)
            continue;
        struct span at = l->doc->speech.at[s].at;
        level_quote(framing->quote, &framing->n_quotes, spoken_of(l, s), "speaks to the audience");
        level_quote(told->quote, &told->n_quotes, spoken_of(l, s), "speaks to the audience");
        level_quote(framing->retrospect_quote, &framing->n_retrospect_quotes, spoken_of(l, s),
                    "speaks to the audience");
        if (from && at.start > from && !level_add_span(l, told, (struct span){from, at.start}))
            return fail_nomem(err);
        from = at.end;
    }
    return WHOSE_OK;
}

whose_status levels_read(const struct doc *doc, const struct text *text, const struct cast *cast,
                         struct arena *keep, struct arena *scratch, struct story *out,
                         whose_error *err)
{
    struct leveling l = {doc, text, cast, keep, scratch, out};
    out->framing.teller = out->framing.to = out->framing.retrospect_teller = PERSON_NONE;
    bool is_prose = doc_is_prose(doc);
    bool is_told = is_prose && cast->narrated_in == 1;
    struct level *base = level_add(&l, LEVEL_NONE, is_told ? LEVEL_TOLD : LEVEL_SHOWN,
                                   is_told ? cast->narrator : PERSON_NONE, PERSON_NONE);
    if (!base || !level_add_span(&l, base, (struct span){0, (uint32_t)doc->text.n}))
        return fail_nomem(err);
    if (is_prose)
        return levels_of_prose(&l, err);
    if (doc->kind != DOC_PLAY) {
        TRY(frame_of_script(&l, err));
        return dreams_of_script(&l, err);
    }
    TRY(frame_by_induction(&l, err));
    return out->framing.has_frame ? WHOSE_OK : frame_by_chorus(&l, err);
}
