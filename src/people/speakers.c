/* takes   the speeches of a novel, its names and the tags beside speeches
 * gives   who speaks each of them, with a probability
 * method  a conversation is a chain of turns.  For every turn the people last named
 *         are candidates; what speaks for or against each is summed with weights
 *         (a conditional random field of second order: the speaker depends on the
 *         two before), and the sums over all readings of the whole conversation give
 *         the probability of each.  Weights: data/speaker_weights.tsv, learnt by
 *         train/train_speakers.c on the train novels; without it the ones below
 * cost    O(words + turns x people^2) */
#include "people/speakers.h"

#include "base/err.h"

#include <string.h>

enum {
    TALK_GAP = 260,   // so many words of narration end a conversation
    NEAR_WORDS = 40,
    NEAR_BLOCKS = 8,  // of one paragraph that are looked at on either side
    BLOCK_WORDS = 400 // of one block
};

struct walk {
    struct novel *n;
    struct tag *tag;            // [speech]
    uint32_t *place_at;         // [token], place + 1
    uint32_t *last_told, *last_subject, *last_any; // [label], token + 1, or 0
    uint32_t *n_talks;          // [label], times it is named by a tag
    uint32_t *n_scene;          // [label], mentions in the open segment
    uint32_t *scene_of;         // [label], the segment in which they were counted
    uint32_t recent[TALK_PEOPLE + 4], n_recent; // roots, the last named first
    uint32_t place;             // next one that was not seen
    uint32_t first_role;        // labels from here on are roles
};

static uint32_t root_of_place(const struct novel *n, uint32_t p)
{
    const struct name_form *form = &n->form.at[n->place.at[p].form];
    return form->is_person ? n->g->label.at[form->label].root : DOC_NONE;
}

static void see(struct walk *w, uint32_t label, uint32_t token, uint32_t segment, bool told, bool subject)
{
    uint32_t at = 0;
    w->last_any[label] = token + 1;
    if (told)
        w->last_told[label] = token + 1;
    if (subject)
        w->last_subject[label] = token + 1;
    if (w->scene_of[label] != segment + 1) {
        w->scene_of[label] = segment + 1;
        w->n_scene[label] = 0;
    }
    w->n_scene[label]++;
    while (at < w->n_recent && w->recent[at] != label)
        at++;
    if (at == w->n_recent) {
        if (w->n_recent < sizeof w->recent / sizeof *w->recent)
            w->n_recent++;
        else
            at--;
    }
    memmove(w->recent + 1, w->recent, at * sizeof *w->recent);
    w->recent[0] = label;
}

static void see_until(struct walk *w, uint32_t token)
{
    struct novel *n = w->n;
    for (; w->place < n->place.n && n->place.at[w->place].first < token; w->place++) {
        const struct name_place *place = &n->place.at[w->place];
        uint32_t root = root_of_place(n, w->place);
        if (root == DOC_NONE)
            continue;
        const struct block *block = &n->doc->block.at[place->block];
        bool told = block->kind == BLOCK_ACTION;
        see(w, root, place->first, block->segment, told, told && place->is_subject);
    }
}

/* ---- one turn ---- */

static void add_person(struct turn *turn, uint32_t label)
{
    for (uint32_t i = 0; i < turn->n; i++)
        if (turn->who[i] == label)
            return;
    if (turn->n < TALK_PEOPLE)
        turn->who[turn->n++] = label;
}

static void add(struct turn *turn, uint32_t who, uint32_t feature)
{
    if (turn->n_features[who] < TURN_FEATURES)
        turn->feature[who][turn->n_features[who]++] = (uint8_t)feature;
}

enum fit { FITS, CLASHES, OPEN };

static enum fit fit_of(const struct novel *n, uint32_t label, enum gender gender)
{
    enum gender own = n->g->label.at[label].gender;
    if (own == GENDER_UNKNOWN || gender == GENDER_UNKNOWN)
        return OPEN;
    return own == gender ? FITS : CLASHES;
}

static uint32_t bucket(uint32_t n, uint32_t a, uint32_t b, uint32_t c)
{
    return n < a ? 0 : n < b ? 1 : n < c ? 2 : 3;
}

/* How many of the turn's people have a later place than `who`, among those whom `gender` allows. */
static uint32_t rank_of(const struct walk *w, const struct turn *turn, uint32_t who,
                        const uint32_t *last, enum gender gender)
{
    uint32_t rank = 0;
    for (uint32_t k = 0; k < turn->n; k++)
        rank += k != who && last[turn->who[k]] > last[turn->who[who]] &&
                fit_of(w->n, turn->who[k], gender) != CLASHES;
    return rank < 3 ? rank : 3;
}

/* Places of names in [first, behind): bits over the turn's people. */
static uint32_t named_in(const struct walk *w, const struct turn *turn, uint32_t first, uint32_t behind,
                         bool called, bool subject)
{
    uint32_t found = 0;
    for (uint32_t i = first; i < behind && i < first + BLOCK_WORDS; i++) {
        uint32_t p = w->place_at[i];
        if (!p)
            continue;
        const struct name_place *place = &w->n->place.at[p - 1];
        if ((called && !place->is_called) || (subject && !place->is_subject))
            continue;
        uint32_t root = root_of_place(w->n, p - 1);
        for (uint32_t k = 0; k < turn->n; k++)
            if (turn->who[k] == root)
                found |= 1u << k;
    }
    return found;
}

/* The same over the spoken blocks of a speech. */
static uint32_t named_in_speech(const struct walk *w, const struct turn *turn, uint32_t s, bool called)
{
    const struct speech *speech = &w->n->doc->speech.at[s];
    uint32_t found = 0;
    for (uint32_t b = speech->first_block; b < speech->first_block + speech->n_blocks; b++)
        if (w->n->doc->block.at[b].kind == BLOCK_DIALOGUE)
            found |= named_in(w, turn, w->n->text->block_first[b], w->n->text->block_first[b + 1], called, false);
    return found;
}

struct around {
    uint32_t before, behind, subject, last_sentence, last_subject, tag_sentence, follows;
    uint32_t called, named, called_before, called_next, next_tag;
};

static bool same_talk(const struct novel *n, uint32_t s, uint32_t other);

static struct around look_around(const struct walk *w, const struct turn *turn)
{
    const struct novel *n = w->n;
    const struct doc *doc = n->doc;
    const uint32_t *block_first = n->text->block_first;
    uint32_t s = turn->speech;
    const struct speech *speech = &doc->speech.at[s];
    uint32_t first = speech->first_block, end = first + speech->n_blocks;
    struct around a = {0};
    a.called = named_in_speech(w, turn, s, true);
    a.named = named_in_speech(w, turn, s, false);
    if (s > 0 && same_talk(n, s - 1, s))
        a.called_before = named_in_speech(w, turn, s - 1, true);
    if (s + 1 < doc->speech.n && same_talk(n, s, s + 1)) {
        a.called_next = named_in_speech(w, turn, s + 1, true);
        const struct tag *tag = &w->tag[s + 1];
        for (uint32_t k = 0; k < turn->n; k++)
            if (tag->kind == TAG_NAME && !tag->is_beat && tag->label == turn->who[k])
                a.next_tag |= 1u << k;
    }
    for (uint32_t b = first; b-- > 0 && n->par_of[b] == n->par_of[first] && b + NEAR_BLOCKS > first;)
        if (doc->block.at[b].kind == BLOCK_ACTION) {
            a.before |= named_in(w, turn, block_first[b], block_first[b + 1], false, false);
            a.subject |= named_in(w, turn, block_first[b], block_first[b + 1], false, true);
        }
    for (uint32_t b = first; b < doc->block.n && b < end + NEAR_BLOCKS && n->par_of[b] <= n->par_of[end - 1]; b++)
        if (doc->block.at[b].kind == BLOCK_ACTION) {
            a.behind |= named_in(w, turn, block_first[b], block_first[b + 1], false, false);
            a.subject |= named_in(w, turn, block_first[b], block_first[b + 1], false, true);
        }
    uint32_t next = end;
    while (next < doc->block.n && n->par_of[next] == n->par_of[end - 1] && next < end + NEAR_BLOCKS)
        next++;
    if (next < doc->block.n && doc->block.at[next].kind == BLOCK_ACTION && n->par_of[next] != n->par_of[end - 1]) {
        uint32_t stop = block_first[next] + 12;
        a.follows = named_in(w, turn, block_first[next], stop < block_first[next + 1] ? stop : block_first[next + 1],
                             false, true);
    }
    /* the sentence of narration before the speech */
    uint32_t b = first;
    while (b > 0 && doc->block.at[b - 1].kind != BLOCK_ACTION && b + 2 > first)
        b--;
    if (b > 0 && doc->block.at[b - 1].kind == BLOCK_ACTION) {
        uint32_t from = block_first[b], begin = block_first[b - 1];
        uint32_t stop = from;
        while (from > begin && !n->starts[from - 1] && from + 2 * NEAR_WORDS > stop)
            from--;
        from = from > begin ? from - 1 : begin;
        a.last_sentence = named_in(w, turn, from, stop, false, false);
        a.last_subject = named_in(w, turn, from, stop, false, true);
    }
    if (turn->tag.kind != TAG_NONE) {
        uint32_t from = turn->tag.token, to = turn->tag.token;
        while (from > 0 && !n->starts[from] && from + NEAR_WORDS > turn->tag.token)
            from--;
        a.tag_sentence = named_in(w, turn, from, to, false, false);
    }
    return a;
}

static void describe_person(const struct walk *w, struct turn *turn, uint32_t k, const struct around *a)
{
    const struct novel *n = w->n;
    const struct tag *tag = &turn->tag;
    uint32_t label = turn->who[k], bit = 1u << k;
    uint32_t here = n->text->block_first[n->doc->speech.at[turn->speech].first_block] + 1;
    bool free = tag->kind == TAG_NONE || tag->is_beat;
    enum gender gender = tag->kind == TAG_PRONOUN || tag->kind == TAG_NOUN ? tag->gender : GENDER_UNKNOWN;
    enum fit fit = fit_of(n, label, gender);
    if (tag->kind == TAG_NAME)
        add(turn, k, (tag->label == label ? F_NAMED : F_OTHER_NAMED) + (uint32_t)tag->is_beat);
    if (tag->kind == TAG_PRONOUN)
        add(turn, k, (tag->is_beat ? F_BEAT_FITS : F_PRONOUN_FITS) + fit);
    if (tag->kind == TAG_NOUN)
        add(turn, k, F_NOUN_FITS + fit);
    if (tag->kind == TAG_NOUN && tag->label == label)
        add(turn, k, n->bits[tag->noun] & WORD_ANYBODY ? F_ROLE_OF_ANYBODY : F_ROLE);
    else if (tag->kind == TAG_NOUN && tag->label != DOC_NONE && !(n->bits[tag->noun] & WORD_ANYBODY))
        add(turn, k, F_OTHER_ROLE);
    else if (label >= w->first_role)
        add(turn, k, F_ROLE_UNTAGGED);
    if (label == n->teller[n->doc->speech.at[turn->speech].first_block]) {
        if (tag->kind == TAG_FIRST)
            add(turn, k, F_NARRATOR_SAYS);
        else if (tag->kind == TAG_NONE)
            add(turn, k, F_NARRATOR_UNTAGGED);
    } else if (tag->kind == TAG_FIRST && !tag->is_beat) {
        add(turn, k, F_OTHER_THAN_NARRATOR);
    }
    if (a->called & bit)
        add(turn, k, F_CALLED_HERE);
    else if (a->named & bit)
        add(turn, k, F_NAMED_HERE);
    if (a->called_before & bit)
        add(turn, k, F_CALLED_BEFORE);
    if (a->called_next & bit)
        add(turn, k, F_CALLED_NEXT);
    if (tag->kind != TAG_NAME || tag->is_beat) {
        if (free)
            add(turn, k, F_SUBJECT_RANK_0 + rank_of(w, turn, k, w->last_subject, GENDER_UNKNOWN));
        else
            add(turn, k, F_FIT_RANK_0 + rank_of(w, turn, k, w->last_subject, gender));
        add(turn, k, F_TOLD_RANK_0 + rank_of(w, turn, k, w->last_told, gender));
        if (w->last_any[label] == 0)
            add(turn, k, F_NEVER_TOLD);
        else
            add(turn, k, F_NEAR_0 + bucket(here > w->last_any[label] ? here - w->last_any[label] : 0, 30, 100, 400));
        if (a->before & bit)
            add(turn, k, F_IN_PARAGRAPH_BEFORE);
        if (a->behind & bit)
            add(turn, k, F_IN_PARAGRAPH_BEHIND);
        if (a->subject & bit)
            add(turn, k, F_SUBJECT_IN_PARAGRAPH);
        if (a->tag_sentence & bit)
            add(turn, k, F_IN_TAG_SENTENCE);
        if (a->last_subject & bit)
            add(turn, k, F_SUBJECT_OF_LAST_SENTENCE);
        else if (a->last_sentence & bit)
            add(turn, k, F_IN_LAST_SENTENCE);
        add(turn, k, F_TALKS_0 + bucket(w->n_talks[label], 1, 6, 40));
        uint32_t segment = n->doc->speech.at[turn->speech].segment;
        add(turn, k, F_SCENE_0 + bucket(w->scene_of[label] == segment + 1 ? w->n_scene[label] : 0, 1, 4, 15));
        if (a->follows & bit)
            add(turn, k, F_FOLLOWS);
        if (a->next_tag & bit)
            add(turn, k, F_TAGGED_SOON);
    }
}

static void describe_turn(struct walk *w, struct turn *turn)
{
    struct novel *n = w->n;
    const struct doc *doc = n->doc;
    const struct speech *speech = &doc->speech.at[turn->speech];
    uint32_t first = speech->first_block, end = first + speech->n_blocks;
    see_until(w, n->text->block_first[first]);
    turn->n = 0;
    if (corrections_speaker(n->g, turn->speech) != DOC_NONE)
        add_person(turn, corrections_speaker(n->g, turn->speech));
    if (turn->tag.label != DOC_NONE)
        add_person(turn, turn->tag.label);
    if (n->teller[first] != DOC_NONE)
        add_person(turn, n->teller[first]);
    /* those named in the rest of the paragraph */
    for (uint32_t b = first; b < doc->block.n && b < end + NEAR_BLOCKS && n->par_of[b] <= n->par_of[end - 1]; b++) {
        uint32_t begin = n->text->block_first[b], stop = n->text->block_first[b + 1];
        stop = doc->block.at[b].kind != BLOCK_ACTION ? begin : stop < begin + BLOCK_WORDS ? stop : begin + BLOCK_WORDS;
        for (uint32_t i = begin; i < stop && turn->n < 6; i++)
            if (w->place_at[i] && root_of_place(n, w->place_at[i] - 1) != DOC_NONE)
                add_person(turn, root_of_place(n, w->place_at[i] - 1));
    }
    for (uint32_t i = 0; i < w->n_recent; i++)
        add_person(turn, w->recent[i]);
    memset(turn->n_features, 0, sizeof turn->n_features);
    struct around around = look_around(w, turn);
    for (uint32_t k = 0; k < turn->n; k++)
        describe_person(w, turn, k, &around);
}

/* ---- conversations ---- */

static uint32_t words_between(const struct novel *n, uint32_t s, uint32_t other)
{
    const struct speech *a = &n->doc->speech.at[s], *b = &n->doc->speech.at[other];
    uint32_t end = n->text->block_first[a->first_block + a->n_blocks];
    uint32_t start = n->text->block_first[b->first_block];
    return start > end ? start - end : 0;
}

static bool same_talk(const struct novel *n, uint32_t s, uint32_t other)
{
    return n->doc->speech.at[s].segment == n->doc->speech.at[other].segment &&
           words_between(n, s, other) < TALK_GAP;
}

static enum gap gap_of(const struct novel *n, uint32_t last, uint32_t s)
{
    const struct speech *a = &n->doc->speech.at[last], *b = &n->doc->speech.at[s];
    uint32_t par_a = n->par_of[a->first_block + a->n_blocks - 1], par_b = n->par_of[b->first_block];
    uint32_t words = words_between(n, last, s);
    if (par_a == par_b)
        return GAP_SAME_PARAGRAPH;
    if (par_b == par_a + 1)
        return words < 20 ? GAP_TIGHT : GAP_LOOSE;
    return par_b == par_a + 2 && words < 90 ? GAP_PARAGRAPH : GAP_FAR;
}

/* "the policeman" who speaks twice is a person: a label for every such noun. */
static whose_status find_roles(struct walk *w, whose_error *err)
{
    struct novel *n = w->n;
    uint32_t *n_says = ARENA_NEW(n->scratch, uint32_t, (size_t)n->text->word.n + 1);
    uint32_t *role = ARENA_NEW(n->scratch, uint32_t, (size_t)n->text->word.n + 1); // label + 1
    if (!n_says || !role)
        return fail_nomem(err);
    w->first_role = n->g->label.n;
    for (uint32_t s = 0; s < n->doc->speech.n; s++) {
        const struct tag *tag = &w->tag[s];
        if (tag->kind == TAG_NOUN && tag->is_definite && !tag->is_beat)
            n_says[tag->noun]++;
    }
    for (uint32_t s = 0; s < n->doc->speech.n; s++) {
        struct tag *tag = &w->tag[s];
        if (tag->kind != TAG_NOUN || !tag->is_definite)
            continue;
        if (n->bearer[tag->noun]) {
            tag->label = n->g->label.at[n->form.at[n->bearer[tag->noun] - 1].label].root;
            continue;
        }
        if (n_says[tag->noun] < (n->bits[tag->noun] & WORD_ANYBODY ? 2u : 1u))
            continue;
        if (!role[tag->noun]) {
            struct str noun = word_key(n, tag->noun);
            char *shown = ARENA_NEW_RAW(n->keep, char, noun.n + 5);
            if (!shown)
                return fail_nomem(err);
            memcpy(shown, "the ", 4);
            memcpy(shown + 4, noun.at, noun.n);
            shown[noun.n + 4] = '\0';
            struct str name = {shown, noun.n + 4};
            uint32_t same = corrections_same(n->g, name);
            if (same != DOC_NONE) {
                role[tag->noun] = same + 1;
                tag->label = same;
                continue;
            }
            struct label *label = VEC_PUSH(&n->g->label, n->g->keep);
            if (!label)
                return fail_nomem(err);
            role[tag->noun] = n->g->label.n;
            *label = (struct label){.shown = name, .key = name, .n = n_says[tag->noun], .first_off = UINT32_MAX,
                                    .role = DOC_NONE, .root = n->g->label.n - 1, .gender = tag->gender, .sure = 1};
        }
        tag->label = role[tag->noun] - 1;
    }
    return WHOSE_OK;
}

static whose_status prepare(struct walk *w, whose_error *err)
{
    struct novel *n = w->n;
    w->tag = ARENA_NEW(n->scratch, struct tag, (size_t)n->doc->speech.n + 1);
    w->place_at = ARENA_NEW(n->scratch, uint32_t, (size_t)n->text->n_tokens + 1);
    if (!w->tag || !w->place_at)
        return fail_nomem(err);
    for (uint32_t p = 0; p < n->place.n; p++)
        w->place_at[n->place.at[p].first] = p + 1;
    tags_find(n, w->place_at, w->tag);
    TRY(find_roles(w, err));
    TRY(corrections_lines(n->g, err));
    size_t n_labels = (size_t)n->g->label.n + 1;
    w->last_told = ARENA_NEW(n->scratch, uint32_t, n_labels);
    w->last_subject = ARENA_NEW(n->scratch, uint32_t, n_labels);
    w->last_any = ARENA_NEW(n->scratch, uint32_t, n_labels);
    w->n_talks = ARENA_NEW(n->scratch, uint32_t, n_labels);
    w->n_scene = ARENA_NEW(n->scratch, uint32_t, n_labels);
    w->scene_of = ARENA_NEW(n->scratch, uint32_t, n_labels);
    if (!w->last_told || !w->last_subject || !w->last_any || !w->n_talks ||
        !w->n_scene || !w->scene_of)
        return fail_nomem(err);
    for (uint32_t s = 0; s < n->doc->speech.n; s++)
        if (w->tag[s].label != DOC_NONE && !w->tag[s].is_beat)
            w->n_talks[w->tag[s].label]++;
    return WHOSE_OK;
}

whose_status speakers_walk(struct novel *n, talk_visit *visit, void *user, whose_error *err)
{
    struct walk w = {.n = n};
    TRY(prepare(&w, err));
    struct talk talk = {.turn = ARENA_NEW_RAW(n->scratch, struct turn, TALK_TURNS)};
    if (!talk.turn)
        return fail_nomem(err);
    for (uint32_t s = 0; s < n->doc->speech.n; s++) {
        bool goes_on = talk.n > 0 && talk.n < TALK_TURNS && same_talk(n, s - 1, s);
        if (talk.n && !goes_on) {
            TRY(visit(user, n, &talk, err));
            talk.n = 0;
        }
        struct turn *turn = &talk.turn[talk.n++];
        turn->speech = s;
        turn->tag = w.tag[s];
        if (s > 0 && w.tag[s - 1].label >= w.first_role && w.tag[s - 1].label != DOC_NONE)
            see(&w, w.tag[s - 1].label, w.tag[s - 1].token, n->doc->speech.at[s - 1].segment, true, true);
        turn->gap = goes_on ? gap_of(n, s - 1, s) : GAP_FIRST;
        describe_turn(&w, turn);
        talk.n -= turn->n == 0; // nobody was ever named
    }
    return talk.n ? visit(user, n, &talk, err) : WHOSE_OK;
}

/* ---- the people of the utterances ---- */

/* The chain knows nothing of people whom it never considered or who were told apart wrongly: of the
 * train novels, the speakers of which it was sure were so many times right. */
static const float SURE_OF_CAST = 0.96f;

struct deciding {
    float weight[N_FEATURES];
    struct chain *chain;
};

static bool has_feature(const struct turn *turn, uint32_t who, uint32_t feature)
{
    for (uint32_t f = 0; f < turn->n_features[who]; f++)
        if (turn->feature[who][f] == feature)
            return true;
    return false;
}

static enum via via_of(const struct turn *turn, uint32_t who)
{
    const struct tag *tag = &turn->tag;
    if (tag->kind == TAG_NAME && tag->label == turn->who[who])
        return VIA_NAME;
    if (has_feature(turn, who, F_NARRATOR_SAYS))
        return VIA_NARRATOR;
    if ((tag->kind == TAG_PRONOUN || tag->kind == TAG_NOUN) && !tag->is_beat)
        return VIA_PRONOUN;
    return has_feature(turn, who, F_CALLED_BEFORE) ? VIA_VOCATIVE : VIA_TURN;
}

static uint32_t count_words(const struct novel *n, uint32_t s)
{
    const struct speech *speech = &n->doc->speech.at[s];
    uint32_t sum = 0;
    for (uint32_t b = speech->first_block; b < speech->first_block + speech->n_blocks; b++)
        if (n->doc->block.at[b].kind == BLOCK_DIALOGUE)
            sum += text_block_words(n->text, b);
    return sum;
}

static whose_status decide(void *user, struct novel *n, struct talk *talk, whose_error *err)
{
    struct deciding *d = user;
    uint8_t fixed[TALK_TURNS]; // a known speaker is the first of the turn's people
    for (uint32_t t = 0; t < talk->n; t++)
        fixed[t] = corrections_speaker(n->g, talk->turn[t].speech) == DOC_NONE ? TALK_PEOPLE : 0;
    speakers_infer(talk, d->chain, d->weight, fixed, NULL);
    for (uint32_t t = 0; t < talk->n; t++) {
        const struct turn *turn = &talk->turn[t];
        struct utterance *said = &n->g->cast->utterance[turn->speech];
        uint32_t best = 0;
        for (uint32_t k = 1; k < turn->n; k++)
            if (turn->p[k] > turn->p[best])
                best = k;
        if (turn->n == 0)
            continue;
        uint32_t *slot = VEC_PUSH(&n->g->cast->speaker, n->keep);
        if (!slot)
            return fail_nomem(err);
        *slot = turn->who[best];
        said->first_speaker = n->g->cast->speaker.n - 1;
        said->n_speakers = 1;
        said->sure = turn->p[best] * SURE_OF_CAST;
        said->via = via_of(turn, best);
    }
    return WHOSE_OK;
}

whose_status speakers_find(struct novel *n, whose_error *err)
{
    struct arena_mark mark = arena_mark(n->scratch);
    struct deciding d = {.chain = speakers_chain(n->scratch)};
    if (!d.chain)
        return fail_nomem(err);
    speakers_weights(d.weight);
    for (uint32_t s = 0; s < n->doc->speech.n; s++) {
        struct utterance *said = &n->g->cast->utterance[s];
        struct speech_kind kind = speech_kind(n, s);
        said->n_words = count_words(n, s);
        said->how = kind.how;
        said->is_to_self = kind.is_to_self;
    }
    whose_status status = speakers_walk(n, decide, &d, err);
    arena_rewind(n->scratch, mark);
    return status;
}
