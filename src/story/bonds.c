/* takes   the facts, fates and ties, forms of address, who speaks to whom
 * gives   bonds: which two people are tied, how, in which scenes it shows, where it begins,
 *         turns and ends
 * method  every fact between two people is a clue of one kind of bond, worth as much as it is sure
 *         who is meant and that it is so; "you" is who is spoken to; one family name is a
 *         clue of kin.  A kind holds when its clues together are worth a plain statement or more, one
 *         of them is plain by itself, and it is no small part of what is said of the two.  The
 *         strongest bonds are kept
 * cost    O(facts + nodes + speeches) and a sort of the clues */
#include "story/internal.h"

#include "address_table.h"
#include "base/err.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N_ADDRESSES = sizeof address_row / sizeof *address_row, BONDS_MOST = 24, LOOK_FOR_YOU = 8 };

const char *const bond_kind_name[N_BOND_KINDS] = {
    "care", "harm", "desire", "kin", "command", "depend", "marriage",
};

/* Of clues that name their people and say it plainly, one is enough for what does not change;
 * a deed may be done once to anybody, and the longer the text the more of them are misread. */
static const double kin_from = 0.6, deeds_from = 0.8, deeds_more = 0.6;
static const double long_text = 100000; // words
static const double plain_from = 0.45;  // what one clue of a kind must be worth
static const double wed_from = 0.25, betrothed_worth = 0.8, turns_from = 0.6;
static const double guessed_worth = 0.2; // of kin by coreference alone
static const double family_worth = 0.65, family_hint = 0.3;
static const double least_part = 0.12; // of all that is said of the two
static const double married_from = 2.0 / 3.0;
static const double said_worth = 0.8;  // against the narration
static const double heard_worth = 0.75; // of "you", against a name

struct clue {
    uint32_t a, b;      // a < b
    uint32_t agent;
    enum bond_kind kind;
    double worth;
    uint32_t scene;
    struct span at;
    uint32_t order;     // keeps the sort stable
};

struct tying {
    const struct doc *doc;
    const struct text *text;
    const struct cast *cast;
    struct arena *keep, *scratch;
    struct story *out;
    VEC(struct clue) clue;
    VEC(struct bond) found; // with first_scene an index into clue and n_scenes how many
};

static bool add(struct tying *t, uint32_t agent, uint32_t patient, enum bond_kind kind,
                double worth, uint32_t scene, struct span at)
{
    uint32_t n = t->cast->person.n;
    if (agent >= n || patient >= n || agent == patient || worth <= 0 ||
        t->cast->person.at[agent].is_group || t->cast->person.at[patient].is_group)
        return true;
    struct clue *clue = VEC_PUSH(&t->clue, t->scratch);
    if (!clue)
        return false;
    *clue = (struct clue){agent < patient ? agent : patient, agent < patient ? patient : agent,
                          agent, kind, worth, scene, at, t->clue.n};
    return true;
}

static uint32_t only_speaker(const struct tying *t, uint32_t speech)
{
    const struct utterance *said = &t->cast->utterance[speech];
    return said->n_speakers == 1 ? t->cast->speaker.at[said->first_speaker] : PERSON_NONE;
}

/* Who alone is spoken to, or PERSON_NONE. */
static uint32_t listener(const struct tying *t, uint32_t speech, double *worth)
{
    const struct utterance *said = &t->cast->utterance[speech];
    *worth = heard_worth * (double)said->sure;
    return said->n_to == 1 && said->n_speakers == 1 ? t->cast->to.at[said->first_to] : PERSON_NONE;
}

static uint8_t relation_number(const char *name)
{
    uint8_t number = UINT8_MAX;
    while (number && strcmp(deprel_name(number), name) != 0)
        number--;
    return number;
}

/* The relation in which "you" hangs on the predicate of the fact. */
static bool says_you(const struct tying *t, const struct fact *fact, const uint32_t you[3],
                     const uint8_t relation[2], uint32_t *which)
{
    const struct text *text = t->text;
    uint32_t from = fact->node > LOOK_FOR_YOU ? fact->node - LOOK_FOR_YOU : 0;
    for (uint32_t i = from; i < text->n_nodes && i <= fact->node + LOOK_FOR_YOU; i++) {
        const struct node *node = &text->node[i];
        if (node->head != fact->node || node->lemma == MAP_NONE ||
            (node->lemma != you[0] && node->lemma != you[1] && node->lemma != you[2]))
            continue;
        for (*which = 0; *which < 2; ++*which)
            if (node->deprel == relation[*which])
                return true;
    }
    return false;
}

static bool kind_of(const struct fact *fact, enum bond_kind *kind)
{
    switch (fact->kind) {
    case FACT_CARE:
        *kind = BOND_CARE;
        return true;
    case FACT_HARM:
    case FACT_KILL:
    case FACT_WOUND:
        *kind = BOND_HARM;
        return true;
    case FACT_DESIRE:
        *kind = BOND_DESIRE;
        return true;
    case FACT_KIN:
        *kind = BOND_KIN;
        return true;
    case FACT_COMMAND:
        *kind = BOND_COMMAND;
        return true;
    case FACT_DEPEND:
        *kind = BOND_DEPEND;
        return true;
    case FACT_MARRIAGE:
    case FACT_WIDOW:
    case FACT_BETROTHAL:
        *kind = BOND_MARRIAGE;
        return true;
    default:
        return false;
    }
}

/* Nouns that coreference has given to somebody: "her father" without a name beside it means
 * somebody else too often for a bond to rest on it. */
static bool *guessed_nouns(const struct tying *t)
{
    bool *is_guessed = ARENA_NEW(t->scratch, bool, (size_t)t->text->n_nodes + 1);
    for (uint32_t m = 0; is_guessed && m < t->cast->mention.n; m++) {
        const struct mention *mention = &t->cast->mention.at[m];
        if (mention->kind == MENTION_NOMINAL && mention->is_resolved &&
            mention->node < t->text->n_nodes)
            is_guessed[mention->node] = true;
    }
    return is_guessed;
}

static bool from_facts(struct tying *t)
{
    static const double real[N_FACT_MODALITIES] = {1, 0.7, 0, 0.1, 0, 0};
    const uint32_t you[3] = {map_find(&t->text->lemma, STR("you")),
                             map_find(&t->text->lemma, STR("thee")),
                             map_find(&t->text->lemma, STR("thou"))};
    const uint8_t relation[2] = {relation_number("nsubj"), relation_number("obj")};
    const bool *is_guessed = guessed_nouns(t);
    bool ok = is_guessed != NULL;
    for (uint32_t i = 0; ok && i < t->out->fact.n; i++) {
        const struct fact *fact = &t->out->fact.at[i];
        enum bond_kind kind;
        double worth = real[fact->modality];
        if (!kind_of(fact, &kind) || worth <= 0)
            continue;
        uint32_t agent = fact->agent, patient = fact->patient, which;
        if (agent != PERSON_NONE && patient != PERSON_NONE) {
            worth *= (double)fact->sure_agent * (double)fact->sure_patient;
        } else if (fact->speech < t->doc->speech.n && says_you(t, fact, you, relation, &which)) {
            double sure;
            uint32_t other = listener(t, fact->speech, &sure);
            if (which == 0 && agent == PERSON_NONE)
                agent = other;
            else if (which == 1 && patient == PERSON_NONE)
                patient = other;
            worth *= sure * (double)(agent == other ? fact->sure_patient : fact->sure_agent);
        }
        if (fact->kind == FACT_BETROTHAL)
            worth *= betrothed_worth;
        if (fact->kind == FACT_KIN && is_guessed[fact->node])
            worth *= guessed_worth;
        if (fact->speech != DOC_NONE)
            worth *= said_worth;
        ok = add(t, agent, patient, kind, worth, fact->scene, fact->at);
    }
    return ok;
}

static bool from_addresses(struct tying *t, whose_error *err, whose_status *status)
{
    const struct text *text = t->text;
    uint8_t *row_of = ARENA_NEW(t->scratch, uint8_t, (size_t)text->lemma.n + 1);
    *status = row_of ? WHOSE_OK : fail_nomem(err);
    if (!row_of)
        return false;
    for (uint32_t r = 0; r < N_ADDRESSES; r++) {
        uint32_t lemma = map_find(&text->lemma, str_c(address_row[r].lemma));
        if (lemma != MAP_NONE)
            row_of[lemma] = (uint8_t)(r + 1);
    }
    uint8_t vocative = relation_number("vocative");
    uint32_t block = 0, scene = 0;
    bool ok = true;
    for (uint32_t i = 0; i < text->n_nodes && ok; i++) {
        const struct node *node = &text->node[i];
        if (node->deprel != vocative || node->lemma == MAP_NONE || !row_of[node->lemma])
            continue;
        while (block + 1 < t->doc->block.n && t->doc->block.at[block + 1].at.start <= node->at.start)
            block++;
        while (scene + 1 < t->out->scene.n &&
               t->out->scene.at[scene + 1].at.start <= node->at.start)
            scene++;
        const struct block *in = &t->doc->block.at[block];
        bool is_said = block_is_spoken(in);
        if (!is_said || in->speech >= t->doc->speech.n)
            continue;
        double sure;
        uint32_t to = listener(t, in->speech, &sure);
        uint32_t row = row_of[node->lemma] - 1u;
        ok = add(t, only_speaker(t, in->speech), to, address_row[row].kind,
                 address_row[row].worth * sure, t->out->scene.n ? scene : SCENE_NONE, in->at);
    }
    return ok;
}

static uint32_t scenes_together(const struct story *story, uint32_t a, uint32_t b)
{
    uint32_t n = 0, i = story->person_first[a], j = story->person_first[b];
    while (i < story->person_first[a + 1] && j < story->person_first[b + 1]) {
        const struct cell *x = &story->cell.at[story->by_person[i]];
        const struct cell *y = &story->cell.at[story->by_person[j]];
        if (x->scene == y->scene)
            n += cell_is_bodily(x) && cell_is_bodily(y);
        i += x->scene <= y->scene;
        j += y->scene <= x->scene;
    }
    return n;
}

/* The family name in a name: its last word, when that is written small nowhere ("Old
 * Soldier"), and it stands behind a first name or a title and not behind "of" or a number. */
static uint32_t family_name(const struct tying *t, struct str name)
{
    static const char *const no_first_name[] = {"first", "second", "third", "fourth", "other"};
    enum { KEY_BYTES = 64 };
    struct str rest = str_trim(name), word = {0};
    uint32_t n = 0;
    while (rest.n) {
        word = str_cut(&rest, ' ');
        if (str_eq_nocase(word, STR("of")) || str_eq_nocase(word, STR("the")))
            return MAP_NONE;
        for (size_t i = 0; n == 0 && i < sizeof no_first_name / sizeof *no_first_name; i++)
            if (str_eq_nocase(word, str_c(no_first_name[i])))
                return MAP_NONE;
        n++;
    }
    char key[KEY_BYTES];
    if (n < 2 || word.n > KEY_BYTES)
        return MAP_NONE;
    for (size_t i = 0; i < word.n; i++)
        key[i] = word.at[i] >= 'A' && word.at[i] <= 'Z' ? (char)(word.at[i] - 'A' + 'a') : word.at[i];
    uint32_t number = map_find(&t->text->word, (struct str){key, word.n});
    if (number == MAP_NONE || t->text->n_lower[number] || t->text->n_capital[number] < 2)
        return MAP_NONE;
    return number;
}

/* Two people of one family name who are often together are kin; else the name only adds to
 * what is said of them. */
static bool from_names(struct tying *t)
{
    enum { FAMILY_MOST = 8, OFTEN_TOGETHER = 5 };
    const struct cast *cast = t->cast;
    size_t n_words = (size_t)t->text->word.n + 1, n_persons = (size_t)cast->person.n + 1;
    uint32_t *last_of = ARENA_NEW_RAW(t->scratch, uint32_t, n_words);
    uint32_t *before = ARENA_NEW_RAW(t->scratch, uint32_t, n_persons);
    struct span *named = ARENA_NEW(t->scratch, struct span, n_persons);
    if (!last_of || !before || !named)
        return false;
    memset(last_of, 0xFF, n_words * sizeof *last_of);
    for (uint32_t m = 0; m < cast->mention.n; m++) {
        const struct mention *mention = &cast->mention.at[m];
        uint32_t p = mention->person;
        if (mention->kind != MENTION_NAME || p >= cast->person.n || !span_is_empty(named[p]) ||
            cast->person.at[p].is_group)
            continue;
        uint32_t name = family_name(t, doc_str(t->doc, mention->at));
        if (name == MAP_NONE)
            continue;
        named[p] = mention->at;
        before[p] = last_of[name];
        last_of[name] = p;
        uint32_t n = 0;
        for (uint32_t q = before[p]; q != PERSON_NONE && n < FAMILY_MOST; q = before[q], n++) {
            bool is_sure = scenes_together(t->out, p, q) >= OFTEN_TOGETHER;
            if (!add(t, q, p, BOND_KIN, is_sure ? family_worth : family_hint, SCENE_NONE, named[p]))
                return false;
        }
    }
    return true;
}

static int by_pair(const void *left, const void *right)
{
    const struct clue *x = left, *y = right;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    if (x->b != y->b)
        return x->b < y->b ? -1 : 1;
    if (x->at.start != y->at.start)
        return x->at.start < y->at.start ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

/* The clues [first, end) speak of one pair. */
static bool weigh_pair(struct tying *t, uint32_t first, uint32_t end)
{
    struct bond bond = {.a = t->clue.at[first].a, .b = t->clue.at[first].b,
                        .first_scene = first, .n_scenes = end - first, .ends = SCENE_NONE};
    double most[N_BOND_KINDS] = {0}, all = 0;
    for (uint32_t i = first; i < end; i++) {
        const struct clue *clue = &t->clue.at[i];
        bond.worth[clue->kind] += clue->worth;
        all += clue->worth;
        if (clue->worth > most[clue->kind])
            most[clue->kind] = clue->worth;
    }
    double words = t->text->n_words < long_text ? t->text->n_words / long_text : 1;
    const struct tie *tie = story_tie(t->out, bond.a, bond.b);
    if (!tie)
        tie = story_tie(t->out, bond.b, bond.a);
    double p_marries = tie ? tie->p_marries : 0;
    bool is_wed = p_marries >= married_from && bond.worth[BOND_MARRIAGE] >= wed_from;
    for (uint32_t k = 0; k < N_BOND_KINDS; k++) {
        double from = k == BOND_KIN ? kin_from : deeds_from + deeds_more * words;
        bool holds = bond.worth[k] >= from && most[k] >= (k == BOND_KIN ? kin_from : plain_from) &&
                     bond.worth[k] >= least_part * all;
        if (k == BOND_MARRIAGE)
            holds = is_wed || (holds && p_marries >= 0.5);
        if (k == BOND_KIN && is_wed)
            holds = holds && bond.worth[k] > bond.worth[BOND_MARRIAGE];
        if (holds) {
            bond.kinds |= 1u << k;
            bond.weight += 1 + log(1 + bond.worth[k]);
        }
    }
    if (!bond.kinds)
        return true;
    struct bond *found = VEC_PUSH(&t->found, t->scratch);
    if (found)
        *found = bond;
    return found != NULL;
}

static const char *const why_evidence[N_BOND_KINDS] = {
    "care", "harm", "desire", "kin", "command", "dependence", "marriage",
};

/* Quotations: the plainest of each kind that holds, then put into text order. */
static void quote(const struct clue *clue, uint32_t n, struct bond *bond)
{
    for (uint32_t k = 0; k < N_BOND_KINDS && bond->n_quotes < BOND_QUOTES; k++) {
        const struct clue *best = NULL;
        for (uint32_t i = 0; i < n && bond->kinds >> k & 1; i++)
            if ((uint32_t)clue[i].kind == k && (!best || clue[i].worth > best->worth))
                best = &clue[i];
        for (uint32_t q = 0; best && q < bond->n_quotes; q++)
            if (bond->quote[q].at.start == best->at.start)
                best = NULL;
        if (!best)
            continue;
        uint32_t at = bond->n_quotes++;
        for (; at && bond->quote[at - 1].at.start > best->at.start; at--)
            bond->quote[at] = bond->quote[at - 1];
        bond->quote[at] = (struct fate_quote){best->at, why_evidence[k]};
    }
}

static bool is_warm(enum bond_kind kind)
{
    return kind == BOND_CARE || kind == BOND_DESIRE || kind == BOND_MARRIAGE;
}

/* It turns where plain harm follows on care that was said before, or care on harm. */
static void find_turns(const struct clue *clue, uint32_t n, struct bond *bond)
{
    double warm = 0, cold = 0;
    static const double was_so = 0.8;
    for (uint32_t i = 0; i < n && bond->n_turns < BOND_QUOTES; i++) {
        bool is_cold = clue[i].kind == BOND_HARM;
        if (!is_cold && !is_warm(clue[i].kind))
            continue;
        if (clue[i].worth >= turns_from && is_cold && warm >= was_so && warm > cold) {
            bond->turn[bond->n_turns++] = (struct fate_quote){clue[i].at, "harm after care"};
            warm = 0;
        } else if (clue[i].worth >= turns_from && !is_cold && cold >= was_so && cold > warm) {
            bond->turn[bond->n_turns++] = (struct fate_quote){clue[i].at, "care after harm"};
            cold = 0;
        }
        *(is_cold ? &cold : &warm) += clue[i].worth;
    }
}

/* Kinship is not ended by a death; what one does to the other is, and so are marriages. */
static void find_end(const struct story *story, struct bond *bond)
{
    for (uint32_t side = 0; side < 2; side++) {
        const struct fate *fate = &story->fate[side ? bond->b : bond->a];
        if (fate->state == FATE_DIES && fate->scene != SCENE_NONE && fate->scene >= bond->begins &&
            (bond->ends == SCENE_NONE || fate->scene < bond->ends))
            bond->ends = fate->scene;
    }
}

static whose_status keep_bond(struct tying *t, const struct bond *found, whose_error *err)
{
    const struct clue *clue = t->clue.at + found->first_scene;
    uint32_t n = found->n_scenes, last = SCENE_NONE;
    struct bond *bond = VEC_PUSH(&t->out->bond, t->keep);
    if (!bond)
        return fail_nomem(err);
    *bond = *found;
    bond->first_scene = t->out->bond_scene.n;
    for (uint32_t i = 0; i < n; i++) {
        if (!(bond->kinds >> clue[i].kind & 1) || clue[i].scene == SCENE_NONE ||
            clue[i].scene == last)
            continue;
        uint32_t *scene = VEC_PUSH(&t->out->bond_scene, t->keep);
        if (!scene)
            return fail_nomem(err);
        *scene = last = clue[i].scene;
    }
    bond->n_scenes = t->out->bond_scene.n - bond->first_scene;
    bond->begins = bond->n_scenes ? t->out->bond_scene.at[bond->first_scene] : SCENE_NONE;
    quote(clue, n, bond);
    find_turns(clue, n, bond);
    if (bond->n_scenes)
        find_end(t->out, bond);
    return WHOSE_OK;
}

static int by_weight(const void *left, const void *right)
{
    const struct bond *x = left, *y = right;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return x->first_scene < y->first_scene ? -1 : x->first_scene > y->first_scene;
}

static int by_persons(const void *left, const void *right)
{
    const struct bond *x = left, *y = right;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

whose_status bonds_read(const struct doc *doc, const struct text *text, const struct cast *cast,
                        struct arena *keep, struct arena *scratch, struct story *out,
                        whose_error *err)
{
    struct tying t = {.doc = doc, .text = text, .cast = cast, .keep = keep, .scratch = scratch,
                      .out = out};
    whose_status status = WHOSE_OK;
    if (!text->n_nodes || !text->lemma.n || !doc->block.n)
        return WHOSE_OK;
    if (!from_facts(&t) || !from_names(&t) || !from_addresses(&t, err, &status))
        return status == WHOSE_OK ? fail_nomem(err) : status;
    if (!t.clue.n)
        return WHOSE_OK;
    qsort(t.clue.at, t.clue.n, sizeof *t.clue.at, by_pair);
    for (uint32_t first = 0, i = 1; i <= t.clue.n; i++) {
        if (i < t.clue.n && t.clue.at[i].a == t.clue.at[first].a &&
            t.clue.at[i].b == t.clue.at[first].b)
            continue;
        if (!weigh_pair(&t, first, i))
            return fail_nomem(err);
        first = i;
    }
    if (!t.found.n)
        return WHOSE_OK;
    qsort(t.found.at, t.found.n, sizeof *t.found.at, by_weight);
    uint32_t n = t.found.n < BONDS_MOST ? t.found.n : BONDS_MOST;
    for (uint32_t i = 0; i < n; i++)
        t.found.at[i].weight +=
            log(1 + scenes_together(out, t.found.at[i].a, t.found.at[i].b)) / 2;
    qsort(t.found.at, n, sizeof *t.found.at, by_persons);
    for (uint32_t i = 0; i < n; i++)
        TRY(keep_bond(&t, &t.found.at[i], err));
    return WHOSE_OK;
}
