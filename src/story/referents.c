/* takes   mentions by name, the tree of each sentence, who speaks
 * gives   the person that a noun or a pronoun means
 * method  names, with what stands in apposition to them; "I" is the speaker or the
 *         narrator; another pronoun means the nearest person of its gender who is not
 *         ruled out by the same verb, subjects before others (Hobbs 1978, in short; Lappin and
 *         Leass 1994); in directions the speaker goes before.  Where the cast has
 *         mentions by pronoun, those are taken and nothing is guessed.
 * cost    O(nodes + mentions log nodes), then O(1) a question: the look back is bounded */
#include "story/referents.h"

#include "base/err.h"

#include <string.h>

enum { LOOK_BACK_SENTENCES = 3, LOOK_BACK_MENTIONS = 12, LOOK_BACK_SPEECHES = 6,
       LOOK_FOR_VOCATIVES = 24 };

static const struct referent nobody = {PERSON_NONE, 0, false};

/* All words of a name mean the person; of "the girl who found Ada" only "girl" does. */
static void cover(struct referents *r, uint32_t m)
{
    const struct mention *mention = &r->cast->mention.at[m];
    const struct text *text = r->text;
    if (mention->person >= r->cast->person.n)
        return;
    bool is_name = mention->kind == MENTION_NAME;
    struct span at = is_name ? mention->at : text->token[mention->token].at;
    for (uint32_t i = text_node_at(text, at.start);
         i < text->n_nodes && text->node[i].at.start < at.end; i++)
        if (r->mention_of[i] == UINT32_MAX || is_name)
            r->mention_of[i] = m;
}

whose_status referents_read(const struct doc *doc, const struct text *text,
                            const struct cast *cast, const struct clauses *clauses,
                            struct arena *scratch, struct referents *out, whose_error *err)
{
    *out = (struct referents){.doc = doc, .text = text, .cast = cast, .clauses = clauses};
    out->mention_of = ARENA_NEW_RAW(scratch, uint32_t, (size_t)text->n_nodes + 1);
    out->before = ARENA_NEW_RAW(scratch, uint32_t, (size_t)text->n_sentences + 1);
    if (!out->mention_of || !out->before)
        return fail_nomem(err);
    uint32_t m = 0;
    for (uint32_t s = 0; s < text->n_sentences; s++) {
        const struct sentence *sentence = &text->sentence[s];
        uint32_t start = text->node[sentence->first].at.start;
        while (m < cast->mention.n && cast->mention.at[m].at.start < start)
            m++;
        out->before[s] = m;
    }
    for (uint32_t i = 0; i < text->n_nodes; i++)
        out->mention_of[i] = UINT32_MAX;
    for (m = 0; m < cast->mention.n; m++)
        cover(out, m);
    return WHOSE_OK;
}

static struct referent mentioned(const struct referents *r, uint32_t node)
{
    uint32_t m = r->mention_of[node];
    if (m == UINT32_MAX)
        return nobody;
    const struct mention *mention = &r->cast->mention.at[m];
    return (struct referent){mention->person, mention->sure, mention->kind == MENTION_NAME};
}

static struct referent speaker_of(const struct referents *r, uint32_t speech)
{
    if (speech >= r->doc->speech.n)
        return nobody;
    const struct utterance *said = &r->cast->utterance[speech];
    if (said->n_speakers != 1)
        return nobody;
    return (struct referent){r->cast->speaker.at[said->first_speaker], said->sure, false};
}

enum pronoun { PRONOUN_NONE, PRONOUN_I, PRONOUN_YOU, PRONOUN_HE, PRONOUN_SHE };

static enum pronoun pronoun_of(const struct referents *r, uint32_t node, bool *is_reflexive)
{
    static const struct {
        const char *form;
        enum pronoun pronoun;
        bool is_reflexive;
    } forms[] = {
        {"i", PRONOUN_I, false},          {"me", PRONOUN_I, false},
        {"my", PRONOUN_I, false},         {"mine", PRONOUN_I, false},
        {"myself", PRONOUN_I, true},      {"you", PRONOUN_YOU, false},
        {"your", PRONOUN_YOU, false},     {"thou", PRONOUN_YOU, false},
        {"thee", PRONOUN_YOU, false},     {"thy", PRONOUN_YOU, false},
        {"yourself", PRONOUN_YOU, true},  {"thyself", PRONOUN_YOU, true},
        {"he", PRONOUN_HE, false},        {"him", PRONOUN_HE, false},
        {"his", PRONOUN_HE, false},       {"himself", PRONOUN_HE, true},
        {"she", PRONOUN_SHE, false},      {"her", PRONOUN_SHE, false},
        {"hers", PRONOUN_SHE, false},     {"herself", PRONOUN_SHE, true},
    };
    struct str form = doc_str(r->doc, r->text->node[node].at);
    *is_reflexive = false;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (str_eq_nocase(form, str_c(forms[i].form))) {
            *is_reflexive = forms[i].is_reflexive;
            return forms[i].pronoun;
        }
    }
    return PRONOUN_NONE;
}

static bool gender_fits(const struct referents *r, uint32_t person, enum pronoun pronoun)
{
    enum gender gender = r->cast->person.at[person].gender;
    if (r->cast->person.at[person].is_group)
        return false;
    return gender == GENDER_UNKNOWN || gender == GENDER_THEY ||
           gender == (pronoun == PRONOUN_SHE ? GENDER_SHE : GENDER_HE);
}

/* The nearest person named before `node` whom the pronoun may mean, in speech or in
 * narration as the pronoun itself; the subject of a sentence goes before others of it. */
static struct referent look_back(const struct referents *r, const struct setting *at,
                                 uint32_t node, enum pronoun pronoun, uint32_t other,
                                 bool in_speech)
{
    uint32_t from = at->sentence >= LOOK_BACK_SENTENCES ? at->sentence - LOOK_BACK_SENTENCES : 0;
    uint32_t floor = r->before[from];
    uint32_t off = r->text->node[node].at.start;
    uint32_t m = people_mention_from(r->cast, off), best = PERSON_NONE, n_persons = 0, n_looked = 0;
    bool best_is_subject = false;
    uint32_t sentence = at->sentence;
    while (m-- > floor && n_looked++ < LOOK_BACK_MENTIONS) {
        const struct mention *mention = &r->cast->mention.at[m];
        if (mention->person >= r->cast->person.n || mention->person == other ||
            mention->is_vocative ||
            block_is_spoken(&r->doc->block.at[mention->block]) != in_speech ||
            !gender_fits(r, mention->person, pronoun))
            continue;
        while (sentence && m < r->before[sentence]) {
            if (best != PERSON_NONE)
                goto found; // nearer sentences go before farther ones
            sentence--;
        }
        if (best == PERSON_NONE || (mention->is_subject && !best_is_subject)) {
            n_persons += best != mention->person;
            best = mention->person;
            best_is_subject = mention->is_subject;
        } else if (mention->person != best) {
            n_persons++;
        }
    }
found:
    if (best == PERSON_NONE)
        return nobody;
    bool gender_known = r->cast->person.at[best].gender != GENDER_UNKNOWN;
    float sure = n_persons == 1 ? 0.65f : best_is_subject ? 0.5f : 0.35f;
    return (struct referent){best, gender_known ? sure : sure - 0.1f, false};
}

/* In directions people are those who have just spoken. */
static struct referent look_at_speakers(const struct referents *r, const struct setting *at,
                                        enum pronoun pronoun, uint32_t other)
{
    uint32_t s = at->last_speech;
    for (uint32_t n = 0; n < LOOK_BACK_SPEECHES && s < r->doc->speech.n; n++, s--) {
        struct referent who = speaker_of(r, s);
        if (who.person != PERSON_NONE && who.person != other &&
            gender_fits(r, who.person, pronoun))
            return (struct referent){who.person, n == 0 ? 0.8f : 0.5f, false};
        if (s == 0)
            break;
    }
    return nobody;
}

struct referent referent_unsaid(const struct referents *r, const struct setting *at)
{
    struct referent who = speaker_of(r, at->last_speech);
    if (who.person != PERSON_NONE)
        who.sure = 0.85f;
    return who;
}

static struct referent addressed(const struct referents *r, const struct setting *at)
{
    if (at->speech >= r->doc->speech.n)
        return nobody;
    struct span words = r->doc->speech.at[at->speech].at;
    uint32_t here = r->before[at->sentence];
    uint32_t from = here > LOOK_FOR_VOCATIVES ? here - LOOK_FOR_VOCATIVES : 0;
    for (uint32_t m = from; m < r->cast->mention.n && m < here + LOOK_FOR_VOCATIVES; m++) {
        const struct mention *mention = &r->cast->mention.at[m];
        if (mention->at.start >= words.start && mention->at.start < words.end &&
            mention->is_vocative && mention->person < r->cast->person.n)
            return (struct referent){mention->person, 0.8f, false};
    }
    return nobody;
}

static struct referent pronoun_referent(const struct referents *r, const struct setting *at,
                                        uint32_t node, enum pronoun pronoun, uint32_t other)
{
    if (pronoun == PRONOUN_I) {
        if (at->speech != DOC_NONE)
            return speaker_of(r, at->speech);
        uint32_t narrator = r->cast->narrated_in == 1 ? r->cast->narrator : PERSON_NONE;
        return (struct referent){narrator, narrator == PERSON_NONE ? 0 : 0.9f, false};
    }
    if (pronoun == PRONOUN_YOU)
        return addressed(r, at);
    struct referent who = look_back(r, at, node, pronoun, other, at->speech != DOC_NONE);
    if (at->speech != DOC_NONE && who.person == PERSON_NONE) {
        uint32_t speaker = speaker_of(r, at->speech).person; // speaks of somebody else
        who = look_back(r, at, node, pronoun, other == PERSON_NONE ? speaker : other, false);
        who.sure *= 0.7f;
    }
    if (at->is_direction && (who.person == PERSON_NONE || who.sure < 0.65f)) {
        struct referent speaker = look_at_speakers(r, at, pronoun, other);
        if (speaker.person != PERSON_NONE)
            return speaker;
    }
    return who;
}

/* "The man who had been shot was Ned": whoever the noun was taken for, it is Ned. */
static struct referent identified(const struct referents *r, uint32_t node)
{
    uint32_t head = r->text->node[node].head;
    if (head >= r->text->n_nodes || clause_relation(r->clauses, node) != REL_SUBJECT ||
        clause_part(r->clauses, node) != PART_NOUN ||
        clause_child(r->clauses, head, REL_COPULA) == NODE_ROOT)
        return nobody;
    uint32_t adverb = clause_child(r->clauses, head, REL_ADVMOD);
    if (adverb != NODE_ROOT && clause_is(r->clauses, adverb, WORD_NOT))
        return nobody;
    struct referent who = mentioned(r, head);
    return who.is_name ? who : nobody;
}

/* "He dies." in a direction that has named nobody before is who has just spoken. */
static struct referent speaker_in_direction(const struct referents *r, const struct setting *at,
                                            uint32_t node, uint32_t other)
{
    bool is_reflexive;
    enum pronoun pronoun = at->is_direction ? pronoun_of(r, node, &is_reflexive) : PRONOUN_NONE;
    uint32_t m = r->mention_of[node];
    if ((pronoun != PRONOUN_HE && pronoun != PRONOUN_SHE) || is_reflexive || m == UINT32_MAX)
        return nobody;
    for (uint32_t k = m; k-- > 0 && r->cast->mention.at[k].block == r->cast->mention.at[m].block;)
        if (r->cast->mention.at[k].kind == MENTION_NAME)
            return nobody;
    struct referent who = speaker_of(r, at->last_speech);
    if (who.person == PERSON_NONE || who.person == other || !gender_fits(r, who.person, pronoun))
        return nobody;
    who.sure = 0.8f;
    return who;
}

struct referent referent_of(const struct referents *r, const struct setting *at, uint32_t node,
                            uint32_t other)
{
    struct referent who = identified(r, node);
    if (who.person == PERSON_NONE)
        who = speaker_in_direction(r, at, node, other);
    if (who.person == PERSON_NONE)
        who = mentioned(r, node);
    if (who.person != PERSON_NONE)
        return who.person == other ? nobody : who;
    bool is_reflexive;
    enum pronoun pronoun = pronoun_of(r, node, &is_reflexive);
    if (pronoun != PRONOUN_NONE) {
        if (is_reflexive && other != PERSON_NONE)
            return (struct referent){other, 0.9f, false};
        return pronoun_referent(r, at, node, pronoun, other);
    }
    /* "her husband, Mr. Harding", "old Mr. Harding", "Harding's friend Bold" */
    uint32_t n = 0;
    for (uint32_t k = r->clauses->first_child[node]; k != NODE_ROOT && n < CHILDREN_MOST;
         k = r->clauses->next_sibling[k], n++) {
        enum relation relation = clause_relation(r->clauses, k);
        if (relation != REL_APPOS && relation != REL_NAME)
            continue;
        who = mentioned(r, k);
        if (who.person != PERSON_NONE && r->cast->mention.at[r->mention_of[k]].is_vocative)
            continue; // "your sister's drowned, Laertes"
        if (who.person != PERSON_NONE && who.person != other)
            return who;
    }
    return nobody;
}
