/* takes   struct doc, struct text
 * gives   struct cast, see people.h
 * method  1. labels from the source's own list and from cues, 2. joins, 3. people
 *         who never speak, 4. mentions, 5. labels become persons (persons.c)
 * cost    O(text + labels log labels) */
#include "people/novel.h"

#include "base/err.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

uint32_t label_add(struct gathering *g, struct str shown, uint32_t role, uint32_t off)
{
    struct str key = utf8_name_key(shown, g->keep);
    if (!key.at)
        return DOC_NONE;
    if (key.n == 0)
        key = shown; // nothing but marks ("???"): the marks are the name
    uint32_t n = g->by_key.n;
    uint32_t number = map_add(&g->by_key, key);
    if (number == MAP_NONE)
        return DOC_NONE;
    if (number < n && role == DOC_NONE)
        return g->label_of_key.at[number];
    struct label *label = VEC_PUSH(&g->label, g->keep);
    if (!label)
        return DOC_NONE;
    uint32_t index = g->label.n - 1;
    *label = (struct label){
        .shown = str_keep(g->keep, shown),
        .key = key,
        .first_off = off,
        .role = role,
        .root = index,
        .is_group = cue_names_group(key),
        .gender = cue_gender(key),
        .sure = 1,
    };
    if (!label->shown.at)
        return DOC_NONE;
    if (number == n) {
        uint32_t *slot = VEC_PUSH(&g->label_of_key, g->keep);
        if (!slot)
            return DOC_NONE;
        *slot = index;
    }
    return index;
}

static whose_status labels_from_roles(struct gathering *g, whose_error *err)
{
    for (uint32_t r = 0; r < g->doc->role.n; r++) {
        const struct role *role = &g->doc->role.at[r];
        struct str name = role->name.n ? role->name : role->id;
        if (str_ends(name, STR(" .")) || str_ends(name, STR(",")))
            name = name_trim(str_part(name, 0, name.n - 1)); // a stop of the printed list
        uint32_t label = label_add(g, name, r, UINT32_MAX);
        if (label == DOC_NONE)
            return fail_nomem(err);
        g->label.at[label].is_group |= role->is_group;
        if (role->gender != GENDER_UNKNOWN)
            g->label.at[label].gender = role->gender;
    }
    return WHOSE_OK;
}

static whose_status push_speaker(struct gathering *g, struct utterance *said, uint32_t label,
                                 uint32_t off, whose_error *err)
{
    uint32_t *slot = VEC_PUSH(&g->cast->speaker, g->keep);
    if (label == DOC_NONE || !slot)
        return fail_nomem(err);
    *slot = label;
    said->n_speakers++;
    g->label.at[label].n++;
    if (off < g->label.at[label].first_off)
        g->label.at[label].first_off = off;
    return WHOSE_OK;
}

static bool has_parts(struct str name)
{
    struct str rest = name;
    struct str first = cue_next_name(&rest);
    return first.n < name.n && cue_next_name(&rest).n > 0;
}

/* Is one of the names in a cue for several people known from a cue of its own? */
static bool knows_part(const struct gathering *g, struct str name)
{
    while (name.n) {
        struct str part = cue_next_name(&name);
        struct arena_mark mark = arena_mark(g->scratch);
        struct str key = utf8_name_key(part, g->scratch);
        uint32_t known = key.at ? map_find(&g->by_key, key) : MAP_NONE;
        arena_rewind(g->scratch, mark);
        if (known != MAP_NONE && part.n)
            return true;
    }
    return false;
}

static uint32_t count_words(const struct gathering *g, uint32_t s)
{
    const struct speech *speech = &g->doc->speech.at[s];
    uint32_t n = 0;
    for (uint32_t b = speech->first_block; b < speech->first_block + speech->n_blocks; b++)
        if (doc_says(g->doc, s, b))
            n += text_block_words(g->text, b);
    return n;
}

static whose_status read_cue(struct gathering *g, uint32_t s, bool compounds, whose_error *err)
{
    const struct speech *speech = &g->doc->speech.at[s];
    struct utterance *said = &g->cast->utterance[s];
    struct arena_mark mark = arena_mark(g->scratch);
    struct str clean = doc_clean(g->doc, speech->cue, g->scratch);
    if (!clean.at)
        return fail_nomem(err);
    struct cue cue = cue_parse(clean);
    struct str owner = cue_owner_of_voice(cue.name);
    bool is_sure;
    struct str glued = cue_before_direction(cue.name, &is_sure);
    bool several = has_parts(cue.name) || owner.n > 0 || glued.n > 0;
    if (!compounds) {
        said->voice = cue.voice;
        said->sure = cue.is_guessed ? 0.5f : 0.99f;
        said->n_words = count_words(g, s);
    }
    whose_status status = WHOSE_OK;
    if (speech->n_who > 0 || cue.name.n == 0 || several != compounds) {
        arena_rewind(g->scratch, mark);
        return status;
    }
    said->first_speaker = g->cast->speaker.n;
    if (glued.n && (is_sure || knows_part(g, glued))) {
        status = push_speaker(g, said, label_add(g, glued, DOC_NONE, speech->at.start),
                              speech->at.start, err);
    } else if (owner.n && knows_part(g, owner)) {
        said->voice = said->voice == VOICE_ON ? VOICE_OFF_SCREEN : said->voice;
        status = push_speaker(g, said, label_add(g, owner, DOC_NONE, speech->at.start),
                              speech->at.start, err);
    } else if (several && !owner.n && !glued.n && knows_part(g, cue.name)) {
        struct str rest = cue.name;
        for (struct str part; status == WHOSE_OK && (part = cue_next_name(&rest)).n;)
            status = push_speaker(g, said, label_add(g, part, DOC_NONE, speech->at.start),
                                  speech->at.start, err);
    } else {
        uint32_t label = label_add(g, cue.name, DOC_NONE, speech->at.start);
        if (label != DOC_NONE && several && !glued.n)
            g->label.at[label].is_group = true;
        status = push_speaker(g, said, label, speech->at.start, err);
    }
    arena_rewind(g->scratch, mark);
    return status;
}

static whose_status read_speeches(struct gathering *g, whose_error *err)
{
    for (uint32_t s = 0; s < g->doc->speech.n; s++)
        TRY(read_cue(g, s, false, err));
    for (uint32_t s = 0; s < g->doc->speech.n; s++) {
        const struct speech *speech = &g->doc->speech.at[s];
        struct utterance *said = &g->cast->utterance[s];
        if (speech->n_who > 0) {
            said->first_speaker = g->cast->speaker.n;
            for (uint32_t i = 0; i < speech->n_who; i++) // roles are the first labels
                TRY(push_speaker(g, said, g->doc->who.at[speech->first_who + i],
                                 speech->at.start, err));
        } else if (said->n_speakers == 0) {
            TRY(read_cue(g, s, true, err));
        }
    }
    return WHOSE_OK;
}

/* "Nobody moves." and not "I moved." or "Who moved?": told, not spoken. */
static bool is_told(const struct gathering *g, const struct speech *speech)
{
    static const char *const SPOKEN[] = {"i",    "im", "ill", "ive", "me",    "my",  "you", "youre",
                                         "your", "we", "us",  "our", "hello", "yes", NULL};
    const struct text *text = g->text;
    bool has_verb = false;
    for (uint32_t b = speech->first_block; b < speech->first_block + speech->n_blocks; b++) {
        if (!doc_says(g->doc, (uint32_t)(speech - g->doc->speech.at), b))
            continue;
        uint32_t begin = text->block_first[b], end = text->block_first[b + 1];
        for (uint32_t t = begin; t < end; t++) {
            if (text->token[t].mark == '?')
                return false;
            if (!(text->token[t].flags & TOKEN_WORD))
                continue;
            struct str key = text->word.key[text->token[t].word];
            for (size_t i = 0; SPOKEN[i]; i++)
                if (str_eq(key, str_c(SPOKEN[i])))
                    return false;
            has_verb = has_verb ||
                       ((text->token[t].flags & TOKEN_TITLE) && verb_follows(text, t, end)) ||
                       (t > begin && (text->token[t - 1].flags & TOKEN_STARTS) &&
                        verb_follows(text, t, end));
        }
    }
    return has_verb;
}

/* A sound, a shot or a prop over a line of action, seen once, is nobody. */
static whose_status drop_no_persons(struct gathering *g, whose_error *err)
{
    for (uint32_t s = 0; s < g->doc->speech.n; s++) {
        struct utterance *said = &g->cast->utterance[s];
        uint32_t i = said->n_speakers == 1 ? g->cast->speaker.at[said->first_speaker] : DOC_NONE;
        struct label *label = i == DOC_NONE ? NULL : &g->label.at[i];
        if (!label || label->n != 1 || label->role != DOC_NONE || !cue_is_no_person(label->key) ||
            !is_told(g, &g->doc->speech.at[s]))
            continue;
        static const char BEHIND[] = " stands where a name would: read as no one";
        size_t n = label->shown.n, n_behind = sizeof BEHIND - 1;
        struct doubt *doubt = VEC_PUSH(&g->cast->doubt, g->keep);
        char *words = ARENA_NEW_RAW(g->keep, char, n + n_behind);
        if (!doubt || !words)
            return fail_nomem(err);
        memcpy(words, label->shown.at, n);
        memcpy(words + n, BEHIND, n_behind);
        *doubt = (struct doubt){g->doc->speech.at[s].cue, {words, n + n_behind}};
        said->n_speakers = 0;
        said->n_words = 0;
        label->n = 0;
        label->key = STR(""); // no name that the text could say
    }
    return WHOSE_OK;
}

static int by_doubt_place(const void *a, const void *b)
{
    const struct doubt *x = a, *y = b;
    if (x->at.start != y->at.start)
        return x->at.start < y->at.start ? -1 : 1;
    return str_cmp(x->words, y->words);
}

static bool is_everyday(const struct text *text, struct str word)
{
    uint32_t number = map_find(&text->word, word);
    return number != MAP_NONE && word_is_common(text, number);
}

/* A plural cue ("GUARDS", "FISHERMEN") that, or whose singular, is an everyday word here. */
static bool is_plural(struct gathering *g, struct str word)
{
    char single[64];
    if (word.n < 4 || word.n >= sizeof single)
        return false;
    if (str_ends(word, STR("men"))) {
        memcpy(single, word.at, word.n);
        single[word.n - 2] = 'a';
        return is_everyday(g->text, word) ||
               is_everyday(g->text, (struct str){single, word.n});
    }
    return str_ends(word, STR("s")) && !str_ends(word, STR("ss")) &&
           (is_everyday(g->text, word) || is_everyday(g->text, str_part(word, 0, word.n - 1)));
}

static void mark_groups(struct gathering *g)
{
    for (uint32_t i = 0; i < g->label.n; i++) {
        struct label *label = &g->label.at[i];
        struct str last = label->key;
        while (str_find(last, STR(" ")) < last.n)
            str_cut(&last, ' ');
        if (label->role == DOC_NONE && is_plural(g, last))
            label->is_group = true;
    }
}

/* Genders that the directions tell: "he" and "she" in directions about one person only. */
static whose_status read_genders(struct gathering *g, whose_error *err)
{
    uint32_t *n_she = ARENA_NEW(g->scratch, uint32_t, g->label.n + 1);
    uint32_t *n_he = ARENA_NEW(g->scratch, uint32_t, g->label.n + 1);
    if (!n_she || !n_he)
        return fail_nomem(err);
    uint32_t m = 0;
    for (uint32_t b = 0; b < g->doc->block.n; b++) {
        uint32_t only = DOC_NONE, n_people = 0;
        for (; m < g->cast->mention.n && g->cast->mention.at[m].block == b; m++) {
            n_people += g->cast->mention.at[m].person != only;
            only = g->cast->mention.at[m].person;
        }
        if (n_people != 1 || g->doc->block.at[b].kind != BLOCK_ACTION)
            continue;
        for (uint32_t i = g->text->block_first[b]; i < g->text->block_first[b + 1]; i++) {
            if (!(g->text->token[i].flags & TOKEN_WORD))
                continue;
            struct str key = g->text->word.key[g->text->token[i].word];
            n_she[only] += str_eq(key, STR("she")) || str_eq(key, STR("her")) ||
                           str_eq(key, STR("herself"));
            n_he[only] += str_eq(key, STR("he")) || str_eq(key, STR("his")) ||
                          str_eq(key, STR("him")) || str_eq(key, STR("himself"));
        }
    }
    for (uint32_t i = 0; i < g->label.n; i++) {
        struct label *label = &g->label.at[i];
        if (label->gender != GENDER_UNKNOWN || label->is_group)
            continue;
        if (n_she[i] >= 3 && n_she[i] > 4 * n_he[i])
            label->gender = GENDER_SHE;
        else if (n_he[i] >= 3 && n_he[i] > 4 * n_she[i])
            label->gender = GENDER_HE;
    }
    return WHOSE_OK;
}

/* Who tells a script or a play is the verdict's to find, unless the user says it. */
static whose_status settle_corrections(struct gathering *g, uint32_t narrator, bool is_given,
                                       whose_error *err)
{
    g->cast->narrator_is_given = is_given;
    if (is_given && narrator != DOC_NONE)
        g->cast->narrator = g->person_of[narrator];
    return corrections_settle(g, err);
}

whose_status people_find(const struct doc *doc, const struct text *text,
                         const struct corrections *corrections, struct arena *keep,
                         struct arena *scratch, struct cast *out, whose_error *err)
{
    *out = (struct cast){.narrator = PERSON_NONE};
    struct gathering g = {.doc = doc, .text = text, .keep = keep, .scratch = scratch, .cast = out};
    struct forms forms;
    struct arena_mark mark = arena_mark(scratch);
    map_init(&g.by_key, keep);
    out->utterance = ARENA_NEW(keep, struct utterance, (size_t)doc->speech.n + 1);
    if (!out->utterance)
        return fail_nomem(err);
    TRY(corrections_begin(&g, corrections, err));
    if (doc->kind == DOC_NOVEL) {
        TRY(novel_people(&g, err));
        arena_rewind(scratch, mark);
        return WHOSE_OK;
    }
    TRY(labels_from_roles(&g, err));
    TRY(read_speeches(&g, err));
    if (doc->kind == DOC_SCREENPLAY)
        TRY(drop_no_persons(&g, err));
    mark_groups(&g);
    TRY(corrections_names(&g, err));
    TRY(corrections_join_labels(&g, err));
    TRY(join_ages_and_typos(&g, err));
    if (doc->kind == DOC_SCREENPLAY) {
        TRY(forms_build(&g, &forms, err));
        TRY(join_named_roles(&g, &forms, err));
        TRY(silent_find(&g, &forms, err));
        TRY(corrections_names(&g, err));
        TRY(corrections_join_labels(&g, err));
        TRY(join_partial_names(&g, err));
    }
    uint32_t narrator = DOC_NONE;
    bool is_given;
    TRY(corrections_people(&g, &narrator, &is_given, err));
    TRY(forms_build(&g, &forms, err));
    TRY(mentions_find(&g, &forms, err));
    TRY(read_genders(&g, err));
    TRY(corrections_speak(&g, err));
    TRY(persons_settle(&g, err));
    TRY(settle_corrections(&g, narrator, is_given, err));
    TRY(coref_find(&g, err));
    TRY(presence_find(&g, err));
    TRY(addressees_find(&g, err));
    if (out->doubt.n > 1)
        qsort(out->doubt.at, out->doubt.n, sizeof *out->doubt.at, by_doubt_place);
    arena_rewind(scratch, mark);
    return WHOSE_OK;
}
