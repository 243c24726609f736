/* takes   sentences with tags and heads, the cast and its mentions, the scenes
 * gives   the table of facts: who dies, kills, marries, is kin to, cares for, harms,
 *         desires, commands whom; where, in whose words, and whether it is said to be so
 * method  every word that data/predicates.tsv lists is a predicate; its grammatical
 *         places are filled from the tree (shallow semantic roles over Universal
 *         Dependencies: Marcheggiani and Titov 2017 show how far syntax alone carries) and turned
 *         into persons by referents.c; modality.c says how real it is
 * cost    O(nodes + mentions) */
#include "story/internal.h"

#include "base/err.h"
#include "story/predicates.h"
#include "story/referents.h"

#include <string.h>

const char *const fact_kind_name[N_FACT_KINDS] = {
    "death", "kill", "wound", "burial", "body", "fall", "widow", "late", "marriage", "betrothal",
    "parting", "refusal", "kin", "care", "harm", "desire", "command", "depend", "tell",
    "joy", "grief", "stir",
};
const char *const fact_modality_name[N_FACT_MODALITIES] = {
    "real", "coming", "asked", "possible", "seeming", "denied",
};

enum { SHARED_MOST = 4 };

struct reading {
    const struct doc *doc;
    const struct text *text;
    struct arena *keep;
    struct clauses clauses;
    struct predicates predicates;
    struct referents referents;
    struct story *out;
    uint32_t scene, block, speech; // cursors
};

/* The words that fill the places of one predicate; NODE_ROOT: not said. */
struct places {
    uint32_t agent, patient;
    bool agent_is_self;    // a noun that means the agent: its own word
    bool patient_is_self;
    bool patient_is_unsaid; // "Dies.": whoever has just spoken
    bool agent_is_unsaid;   // "Stabs him."
    bool is_of_thing;       // "dead silence"
};

static void put(struct places *places, enum fact_role role, uint32_t node)
{
    if (node == NODE_ROOT)
        return;
    if (role == ROLE_AGENT && places->agent == NODE_ROOT)
        places->agent = node;
    else if (role == ROLE_PATIENT && places->patient == NODE_ROOT)
        places->patient = node;
}

static void places_of_verb(const struct reading *r, const struct predicate *row, uint32_t verb,
                           const struct setting *at, struct places *places)
{
    const struct clauses *c = &r->clauses;
    uint32_t subject = clause_subject(c, verb);
    uint32_t object = clause_child(c, verb, REL_OBJECT);
    bool is_passive = clause_is_passive(c, verb);
    if ((row->kind == FACT_KILL || row->kind == FACT_WOUND) && object == NODE_ROOT && !is_passive)
        return; // "he hangs over the stern", "he shoots up"
    if (is_passive) {
        put(places, row->object != ROLE_NONE ? row->object : row->subject, subject);
        uint32_t by = clause_child(c, verb, REL_OBLIQUE_AGENT);
        if (by == NODE_ROOT)
            by = clause_complement(c, verb, WORD_BY);
        if (row->object != ROLE_NONE)
            put(places, row->subject, by);
    } else if (row->subject == row->object && object != NODE_ROOT) {
        places->agent = subject; // "drowned her": the one, or the other
        places->patient = object;
    } else {
        put(places, row->subject, subject);
        put(places, row->object, object);
        if (row->second[0] && object == NODE_ROOT) // "looks after her"
            put(places, row->object, clause_child(c, verb, REL_OBLIQUE));
    }
    if (row->kind == FACT_MARRIAGE || row->kind == FACT_BETROTHAL) {
        uint32_t to = clause_complement(c, verb, WORD_TO);
        put(places, places->agent == NODE_ROOT ? ROLE_AGENT : ROLE_PATIENT,
            to != NODE_ROOT ? to : clause_complement(c, verb, WORD_WITH));
    }
    if (at->is_direction && subject == NODE_ROOT) {
        places->patient_is_unsaid = row->subject == ROLE_PATIENT && places->patient == NODE_ROOT;
        places->agent_is_unsaid = row->subject == ROLE_AGENT;
    }
}

/* The person whom a noun means: the name beside it, the subject of "was his wife". */
static uint32_t meant_by(const struct clauses *c, uint32_t noun, bool *is_self)
{
    *is_self = false;
    enum relation relation = clause_relation(c, noun);
    uint32_t head = c->text->node[noun].head;
    if (clause_child(c, noun, REL_COPULA) != NODE_ROOT)
        return clause_subject(c, noun);
    if (relation == REL_APPOS && head < c->text->n_nodes)
        return head;
    if (relation == REL_XCOMP && head < c->text->n_nodes) {
        uint32_t object = clause_child(c, head, REL_OBJECT);
        return object != NODE_ROOT ? object : clause_subject(c, head);
    }
    *is_self = true;
    return noun;
}

static uint32_t owner_of(const struct clauses *c, uint32_t noun)
{
    uint32_t owner = clause_child(c, noun, REL_OWNER);
    return owner != NODE_ROOT ? owner : clause_complement(c, noun, WORD_OF);
}

static void places_of_noun(const struct reading *r, const struct predicate *row, uint32_t noun,
                           struct places *places)
{
    const struct clauses *c = &r->clauses;
    put(places, row->owner, owner_of(c, noun));
    if (row->subject != ROLE_NONE) {
        bool is_self;
        uint32_t meant = meant_by(c, noun, &is_self);
        put(places, row->subject, meant);
        places->agent_is_self = is_self && row->subject == ROLE_AGENT;
        if (row->kind != FACT_KIN && places->patient == NODE_ROOT)
            put(places, ROLE_PATIENT, clause_complement(c, noun, WORD_TO));
    } else if (row->kind == FACT_KILL) {
        put(places, ROLE_AGENT, clause_complement(c, noun, WORD_BY));
    } else if (row->kind == FACT_MARRIAGE || row->kind == FACT_BETROTHAL) {
        uint32_t to = clause_complement(c, noun, WORD_TO);
        put(places, ROLE_AGENT, to != NODE_ROOT ? to : clause_complement(c, noun, WORD_WITH));
    }
}

/* "the dead of winter", "toward the dead": the word itself is the thing spoken of. */
static bool stands_for_noun(const struct clauses *c, uint32_t adjective)
{
    return clause_child(c, adjective, REL_CASE) != NODE_ROOT ||
           (clause_child(c, adjective, REL_DET) != NODE_ROOT &&
            clause_child(c, adjective, REL_COPULA) == NODE_ROOT);
}

/* Who has the quality: "poor dead Ned", "he was dead", "they found him dead". */
static void places_of_adjective(const struct reading *r, const struct predicate *row,
                                uint32_t adjective, struct places *places)
{
    const struct clauses *c = &r->clauses;
    enum relation relation = clause_relation(c, adjective);
    uint32_t head = c->text->node[adjective].head, who = NODE_ROOT;
    if (stands_for_noun(c, adjective))
        return;
    if (row->kind == FACT_DEATH && clause_complement(c, adjective, WORD_TO) != NODE_ROOT)
        return; // "dead to the world"
    if (relation == REL_AMOD) {
        who = head;
        places->is_of_thing = true; // unless it turns out to be a person
        if (row->kind == FACT_LATE && clause_child(c, head, REL_DET) == NODE_ROOT &&
            clause_child(c, head, REL_OWNER) == NODE_ROOT)
            return; // "the late Ned", "her late husband", but not "of late Ned"
    } else if (row->kind == FACT_LATE) {
        return; // "he was late"
    } else if (clause_child(c, adjective, REL_SUBJECT) != NODE_ROOT || relation == REL_CONJ) {
        who = clause_subject(c, adjective);
    } else if (head < c->text->n_nodes && clause_part(c, head) == PART_VERB) {
        who = clause_child(c, head, REL_OBJECT);
        if (who == NODE_ROOT)
            who = clause_subject(c, head);
    } else if (relation == REL_ACL || relation == REL_APPOS) {
        who = head;
    }
    put(places, row->part == PART_VERB ? row->object : row->subject, who); // "is slain"
    if (row->kind == FACT_BETROTHAL)
        put(places, ROLE_AGENT, clause_complement(c, adjective, WORD_TO));
}

/* `node` and those joined to it by "and". */
static uint32_t joined(const struct clauses *c, uint32_t node, uint32_t out[SHARED_MOST])
{
    uint32_t n = 0;
    if (node == NODE_ROOT)
        return 0;
    out[n++] = node;
    uint32_t n_looked = 0;
    for (uint32_t k = c->first_child[node];
         k != NODE_ROOT && n < SHARED_MOST && n_looked < CHILDREN_MOST;
         k = c->next_sibling[k], n_looked++)
        if (clause_relation(c, k) == REL_CONJ && clause_part(c, k) != PART_VERB)
            out[n++] = k;
    return n;
}

/* That somebody dies or marries here is worth knowing even when it is not known who. */
static bool matters_unknown(const struct predicate *row, const struct places *places)
{
    if (row->kind == FACT_MARRIAGE || row->kind == FACT_BETROTHAL)
        return true;
    return row->kind <= FACT_BURIAL && places->patient != NODE_ROOT && !places->is_of_thing;
}

static whose_status push(struct reading *r, const struct predicate *row, uint32_t node,
                         const struct setting *at, const struct places *places, enum fact_modality modality,
                         struct referent agent, struct referent patient, whose_error *err)
{
    if (agent.person == PERSON_NONE && patient.person == PERSON_NONE && !matters_unknown(row, places))
        return WHOSE_OK;
    struct fact *fact = VEC_PUSH(&r->out->fact, r->keep);
    if (!fact)
        return fail_nomem(err);
    *fact = (struct fact){
        .kind = row->kind,
        .modality = modality,
        .agent = agent.person,
        .patient = patient.person,
        .sure_agent = agent.sure,
        .sure_patient = patient.sure,
        .node = node,
        .speech = at->speech,
        .scene = r->scene,
        .at = {r->text->node[at->first].at.start, r->text->node[at->end - 1].at.end},
        .is_direction = at->is_direction,
        .names_patient = patient.is_name,
    };
    return WHOSE_OK;
}

/* Two people joined in one place of a tie between equals are tied to each other. */
static bool ties_equals(enum fact_kind kind)
{
    return kind == FACT_MARRIAGE || kind == FACT_BETROTHAL;
}

static whose_status push_all(struct reading *r, const struct predicate *row, uint32_t node,
                             const struct setting *at, const struct places *places,
                             enum fact_modality modality, whose_error *err)
{
    uint32_t agents[SHARED_MOST], patients[SHARED_MOST];
    const struct referent unknown = {PERSON_NONE, 0, false};
    uint32_t n_agents = joined(&r->clauses, places->agent, agents);
    uint32_t n_patients = joined(&r->clauses, places->patient, patients);
    struct referent first = unknown;
    if (n_agents)
        first = referent_of(&r->referents, at, agents[0], PERSON_NONE);
    else if (places->agent_is_unsaid)
        first = referent_unsaid(&r->referents, at);
    if (places->patient_is_unsaid)
        return push(r, row, node, at, places, modality, first, referent_unsaid(&r->referents, at), err);
    if (ties_equals(row->kind) && (n_patients == 0) != (n_agents == 0)) {
        const uint32_t *both = n_agents ? agents : patients;
        uint32_t n_both = n_agents ? n_agents : n_patients;
        struct referent one = referent_of(&r->referents, at, both[0], PERSON_NONE);
        struct referent two = n_both > 1 ? referent_of(&r->referents, at, both[1], one.person)
                                         : unknown;
        return push(r, row, node, at, places, modality, one, two, err);
    }
    /* who is named is meant for sure, so that a pronoun beside it is somebody else */
    if (n_patients && n_agents) {
        struct referent patient = referent_of(&r->referents, at, patients[0], PERSON_NONE);
        if (patient.is_name && !first.is_name && patient.person == first.person)
            first = referent_of(&r->referents, at, agents[0], patient.person);
    }
    if (n_patients == 0)
        return push(r, row, node, at, places, modality, first, unknown, err);
    for (uint32_t i = 0; i < n_patients; i++) {
        struct referent patient = referent_of(&r->referents, at, patients[i], first.person);
        if (i == 0 || patient.person != PERSON_NONE)
            TRY(push(r, row, node, at, places, modality, first, patient, err));
    }
    return WHOSE_OK;
}

static whose_status read_predicate(struct reading *r, const struct predicate *row, uint32_t node,
                                   const struct setting *at, whose_error *err)
{
    struct places places = {.agent = NODE_ROOT, .patient = NODE_ROOT};
    if ((row->place == PLACE_STAGE && !at->is_direction) ||
        (row->place == PLACE_PROSE && at->is_direction))
        return WHOSE_OK;
    if (row->part == PART_VERB && clause_part(&r->clauses, node) == PART_VERB)
        places_of_verb(r, row, node, at, &places);
    else if (row->part == PART_NOUN)
        places_of_noun(r, row, node, &places);
    else
        places_of_adjective(r, row, node, &places);
    enum fact_modality modality =
        clause_modality(&r->clauses, (const uint8_t(*)[3])r->predicates.makes, at->end, node);
    return push_all(r, row, node, at, &places, modality, err);
}

/* Where the sentence stands: cursors only go on, since sentences come in text order. */
static struct setting setting_of(struct reading *r, uint32_t s, uint32_t first)
{
    const struct doc *doc = r->doc;
    const struct sentence *sentence = &r->text->sentence[s];
    uint32_t off = r->text->node[first].at.start;
    while (r->block + 1 < doc->block.n && doc->block.at[r->block + 1].at.start <= off)
        r->block++;
    while (r->speech < doc->speech.n && doc->speech.at[r->speech].at.start <= off)
        r->speech++;
    while (r->scene != SCENE_NONE && r->scene + 1 < r->out->scene.n &&
           r->out->scene.at[r->scene + 1].at.start <= off)
        r->scene++;
    const struct block *block = &doc->block.at[r->block];
    bool is_spoken = block_is_spoken(block);
    bool is_stage = doc->kind == DOC_PLAY || doc->kind == DOC_SCREENPLAY || doc->kind == DOC_FILM;
    return (struct setting){
        .sentence = s,
        .first = sentence->first,
        .end = sentence->first + sentence->n,
        .speech = is_spoken ? block->speech : DOC_NONE,
        .last_speech = r->speech ? r->speech - 1 : DOC_NONE,
        .is_direction = is_stage && !is_spoken,
    };
}

static whose_status read_sentences(struct reading *r, whose_error *err)
{
    for (uint32_t s = 0; s < r->text->n_sentences; s++) {
        const struct sentence *sentence = &r->text->sentence[s];
        uint32_t end = sentence->first + sentence->n;
        for (uint32_t i = sentence->first; i < end; i++) {
            const struct predicate *row = predicate_of(&r->predicates, &r->clauses, i, end);
            if (!row)
                continue;
            struct setting at = setting_of(r, s, i);
            TRY(read_predicate(r, row, i, &at, err));
        }
    }
    return WHOSE_OK;
}

whose_status facts_read(const struct doc *doc, const struct text *text, const struct cast *cast,
                        struct arena *keep, struct arena *scratch, struct story *out,
                        whose_error *err)
{
    if (!text->n_nodes || !text->lemma.n || !doc->block.n)
        return WHOSE_OK;
    struct reading r = {.doc = doc, .text = text, .keep = keep, .out = out,
                        .scene = out->scene.n ? 0 : SCENE_NONE};
    TRY(clauses_read(text, scratch, &r.clauses, err));
    TRY(predicates_read(text, scratch, &r.predicates, err));
    TRY(referents_read(doc, text, cast, &r.clauses, scratch, &r.referents, err));
    return read_sentences(&r, err);
}
