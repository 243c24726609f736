/* takes   a text with heads and entities; who of them is known by name
 * gives   each entity described by itself: how it refers, what it does in its clause,
 *         the gender and number that its words tell; which gender the use of a name
 *         makes likely
 * method  the tree of the sentence and closed lists of words; for the likely gender,
 *         pronouns that go on with a name before anybody else is named (after Bergsma
 *         and Lin 2006)
 * cost    O(nodes + entities log entities) */
#include "people/coref.h"

#include "base/err.h"
#include "people/novel.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *words;
    uint8_t ref, gender, number;
} pronouns[] = {
    {"he him his himself", REF_HE, GENDER_HE, NUMBER_ONE},
    {"she her hers herself", REF_SHE, GENDER_SHE, NUMBER_ONE},
    {"it its itself 't", REF_IT, GENDER_IT, NUMBER_ONE},
    {"they them their theirs themselves 'em", REF_THEY, GENDER_UNKNOWN, NUMBER_MANY},
    {"i me my mine myself", REF_I, GENDER_UNKNOWN, NUMBER_ONE},
    {"you your yours yourself thou thee thy thine thyself ye yeh yer", REF_YOU, GENDER_UNKNOWN, NUMBER_UNKNOWN},
    {"yourselves", REF_YOU, GENDER_UNKNOWN, NUMBER_MANY},
    {"we us our ours ourselves", REF_WE, GENDER_UNKNOWN, NUMBER_MANY},
};

static const struct {
    const char *words;
    uint8_t ref;
} determiners[] = {
    {"the", REF_THE},
    {"this that these those such", REF_THIS},
    {"a an another some any no every each one two three four five six seven eight nine ten many few several all both "
     "either neither", REF_A},
    {"my your his her its our their thy whose", REF_OWNED},
};

/* What somebody is to somebody else. */
static const char kin[] = "father mother brother sister son daughter husband wife uncle aunt cousin nephew niece "
                          "grandfather grandmother papa mamma mama parents parent brothers sisters sons daughters "
                          "children friend friends grandson granddaughter guardian master mistress servant nurse "
                          "lover sweetheart bride";

struct describing {
    const struct text *text;
    uint32_t *bits;                          // [text->word.n]
    uint8_t part[256], noun[256];            // by deprel, by xpos
    bool is_conj[256], climbs[256];          // by deprel
    uint8_t cop, appos, poss, vocative;      // numbers of relations
    uint8_t *mark;                           // [n_nodes]: HAS_COPULA
    struct coref_mention *mention;
};

enum { HAS_COPULA = 1, HAS_CONJ = 2 };
enum { NOUN_NONE, NOUN_ONE, NOUN_MANY };

static struct str form(const struct text *text, uint32_t node)
{
    struct str s = doc_str(text->doc, text->node[node].at);
    while (s.n > 1 && s.at[0] == '_')
        s = str_part(s, 1, s.n);
    while (s.n > 1 && (s.at[s.n - 1] == '_' || s.at[s.n - 1] == '.'))
        s.n--;
    return s;
}

static bool is_listed(const char *words, struct str word)
{
    struct str rest = str_c(words);
    while (rest.n)
        if (str_eq_nocase(str_cut(&rest, ' '), word))
            return true;
    return false;
}

static uint32_t add_hash(uint32_t h, struct str word)
{
    for (size_t i = 0; i < word.n; i++) {
        char c = word.at[i];
        h = (h ^ (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c)) * 16777619u;
    }
    return h;
}

static uint32_t hash(struct str word)
{
    uint32_t h = add_hash(2166136261u, word);
    return h ? h : 1;
}

/* What the lists say of a word. */
static uint32_t bits_of(const struct describing *d, struct str word)
{
    char low[32];
    size_t n = 0;
    for (size_t i = 0; i < word.n && n < sizeof low; i++)
        if (word.at[i] != '\'')
            low[n++] = (char)(word.at[i] >= 'A' && word.at[i] <= 'Z' ? word.at[i] + 32 : word.at[i]);
    uint32_t number = map_find(&d->text->word, (struct str){low, n});
    return number == MAP_NONE ? 0 : d->bits[number];
}

static bool starts_upper(struct str word)
{
    return word.n && ((word.at[0] >= 'A' && word.at[0] <= 'Z') || (unsigned char)word.at[0] >= 0xC3);
}

static void know_tags(struct describing *d)
{
    static const struct {
        const char *name;
        uint8_t part;
    } PARTS[] = {
        {"nsubj", PART_SUBJECT}, {"nsubj:pass", PART_SUBJECT}, {"nsubj:outer", PART_SUBJECT}, {"obj", PART_OBJECT},
        {"iobj", PART_OBJECT}, {"obl", PART_OBLIQUE}, {"obl:agent", PART_OBLIQUE}, {"obl:unmarked", PART_OBLIQUE},
        {"nmod:poss", PART_OWNER}, {"nmod", PART_OF}, {"vocative", PART_CALLED},
    };
    for (uint32_t t = 0; t < 256; t++) {
        struct str name = str_c(deprel_name((uint8_t)t)), noun = str_c(xpos_name((uint8_t)t));
        d->part[t] = PART_OTHER;
        for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++)
            if (str_eq(name, str_c(PARTS[i].name)))
                d->part[t] = PARTS[i].part;
        d->is_conj[t] = str_eq(name, STR("conj"));
        d->climbs[t] = str_eq(name, STR("conj")) || str_eq(name, STR("nmod:poss")) || str_eq(name, STR("nmod")) ||
                       str_eq(name, STR("appos")) || str_eq(name, STR("flat")) || str_eq(name, STR("compound"));
        d->noun[t] = str_eq(noun, STR("NN")) || str_eq(noun, STR("NNP"))     ? NOUN_ONE
                     : str_eq(noun, STR("NNS")) || str_eq(noun, STR("NNPS")) ? NOUN_MANY
                                                                             : NOUN_NONE;
        if (str_eq(name, STR("cop")))
            d->cop = (uint8_t)t;
        if (str_eq(name, STR("appos")))
            d->appos = (uint8_t)t;
        if (str_eq(name, STR("nmod:poss")))
            d->poss = (uint8_t)t;
        if (str_eq(name, STR("vocative")))
            d->vocative = (uint8_t)t;
    }
}

static void mark_nodes(struct describing *d)
{
    const struct text *text = d->text;
    for (uint32_t i = 0; i < text->n_nodes; i++) {
        const struct node *node = &text->node[i];
        if (node->head == NODE_ROOT)
            continue;
        if (node->deprel == d->cop)
            d->mark[node->head] |= HAS_COPULA;
        if (d->is_conj[node->deprel])
            d->mark[node->head] |= HAS_CONJ;
    }
}

/* ---- words ---- */

static void read_pronoun(struct coref_mention *m, struct str word)
{
    for (size_t i = 0; i < sizeof pronouns / sizeof *pronouns; i++)
        if (is_listed(pronouns[i].words, word)) {
            m->ref = pronouns[i].ref;
            m->gender = pronouns[i].gender;
            m->number = pronouns[i].number;
        }
    m->is_reflexive = word.n > 4 && (str_eq_nocase(str_part(word, word.n - 4, word.n), STR("self")) ||
                                     str_eq_nocase(str_part(word, word.n - 4, word.n), STR("lves")));
}

static uint8_t gender_of(uint32_t bits)
{
    if (bits & WORD_SHE)
        return GENDER_SHE;
    return bits & (WORD_HE | WORD_MOSTLY_HE) ? GENDER_HE : GENDER_UNKNOWN;
}

static void read_name(const struct describing *d, struct coref_mention *m)
{
    uint32_t title = 0, last_title = COREF_NONE;
    for (uint32_t i = m->first; i < m->behind; i++) {
        struct str word = form(d->text, i);
        uint32_t bits = bits_of(d, word);
        if (!starts_upper(word) && i != m->head)
            continue;
        if (bits & WORD_TITLE && i + 1 < m->behind) {
            title = title ? title : bits;
            last_title = i;
            continue;
        }
        if (m->gender == GENDER_UNKNOWN && bits & WORD_PERSON && !title)
            m->gender = gender_of(bits);
        if (m->n_names < COREF_NAMES)
            m->name[m->n_names++] = hash(word);
        else
            m->name[COREF_NAMES - 1] = hash(word);
    }
    if (title)
        m->gender = gender_of(title);
    if (m->n_names == 0 && last_title != COREF_NONE)
        m->name[m->n_names++] = hash(form(d->text, last_title));
}

static void read_nominal(const struct describing *d, struct coref_mention *m)
{
    const struct text *text = d->text;
    m->ref = REF_BARE;
    struct str first = form(text, m->first);
    for (size_t i = 0; i < sizeof determiners / sizeof *determiners; i++)
        if (m->first != m->head && is_listed(determiners[i].words, first))
            m->ref = determiners[i].ref;
    uint32_t bits = bits_of(d, form(text, m->head));
    m->gender = bits & (WORD_PERSON | WORD_TITLE) ? gender_of(bits) : GENDER_UNKNOWN;
    m->noun = bits & WORD_ANYBODY ? NOUN_ANYBODY : bits & WORD_PERSON ? NOUN_PERSON : NOUN_OTHER;
    if (is_listed(kin, form(text, m->head)))
        m->noun = NOUN_KIN;
    for (uint32_t i = m->first; i < m->head; i++) {
        const struct node *node = &text->node[i];
        if (node->head == m->head && node->deprel == d->poss && m->ref != REF_OWNED)
            m->ref = REF_OWNED;
        if (m->gender == GENDER_UNKNOWN && node->head == m->head && node->deprel != d->poss)
            m->gender = gender_of(bits_of(d, form(text, i))); // "a woman servant"
        bool modifies = node->head == m->head && node->deprel != d->poss && i != m->first;
        if ((modifies || (i == m->first && m->ref == REF_BARE)) && m->n_modifiers < COREF_MODIFIERS)
            m->modifier[m->n_modifiers++] = hash(form(text, i));
    }
}

static void read_number(const struct describing *d, struct coref_mention *m)
{
    if (m->number != NUMBER_UNKNOWN)
        return;
    uint8_t noun = d->noun[d->text->node[m->head].xpos];
    m->number = noun == NOUN_ONE ? NUMBER_ONE : noun == NOUN_MANY ? NUMBER_MANY : NUMBER_UNKNOWN;
    for (uint32_t i = m->head + 1; i < m->behind && d->mark[m->head] & HAS_CONJ; i++)
        if (d->text->node[i].head == m->head && d->is_conj[d->text->node[i].deprel])
            m->number = NUMBER_MANY;
}

/* ---- the clause ---- */

static void read_part(const struct describing *d, struct coref_mention *m)
{
    const struct node *node = d->text->node;
    uint32_t h = m->head;
    m->is_attribute = (d->mark[h] & HAS_COPULA) != 0 || node[h].deprel == d->appos;
    m->is_joined = (d->mark[h] & HAS_CONJ) != 0 || d->is_conj[node[h].deprel];
    for (int steps = 0; steps < 8 && node[h].head != NODE_ROOT && d->is_conj[node[h].deprel]; steps++)
        h = node[h].head;
    m->part = node[h].head == NODE_ROOT ? (uint8_t)PART_OTHER : d->part[node[h].deprel];
    for (int steps = 0; steps < 8 && node[h].head != NODE_ROOT && d->climbs[node[h].deprel]; steps++)
        h = node[h].head;
    m->clause = node[h].head == NODE_ROOT ? h : node[h].head;
    for (h = m->clause; m->depth < 6 && node[h].head != NODE_ROOT; h = node[h].head)
        m->depth++;
}

static bool parts_words(struct str mark)
{
    return mark.n == 0 || !is_ascii_letter(mark.at[0]);
}

static bool has_byte(struct str s, char c)
{
    return memchr(s.at, c, s.n) != NULL;
}

/* Set apart by marks in what somebody says: "Well, Ben, ..." */
static bool is_set_apart(const struct text *text, const struct coref_mention *m, uint32_t begin, uint32_t end)
{
    uint32_t first = m->first;
    if (m->behind < end && !has_byte(STR(",.!?;-\"'\xE2"), doc_str(text->doc, text->node[m->behind].at).at[0]))
        return false;
    return first == begin || parts_words(doc_str(text->doc, text->node[first - 1].at));
}

/* ---- what the use of names makes likely ---- */

enum { LIKELY_SLOTS = 1 << 12 };

struct likely {
    uint32_t name;
    uint32_t n_he, n_she;
};

static struct likely *likely_slot(struct likely *table, uint32_t name)
{
    uint32_t at = name & (LIKELY_SLOTS - 1);
    for (uint32_t steps = 0; steps < 16; steps++, at = (at + 1) & (LIKELY_SLOTS - 1)) {
        if (table[at].name == name)
            return &table[at];
        if (table[at].name == 0) {
            table[at].name = name;
            return &table[at];
        }
    }
    return NULL; // more names than a table that does not grow holds: the gender stays open
}

static whose_status find_likely(struct coref_text *c, struct arena *arena, whose_error *err)
{
    struct arena_mark mark = arena_mark(arena);
    struct likely *table = ARENA_NEW(arena, struct likely, LIKELY_SLOTS), *open = NULL;
    if (!table)
        return fail_nomem(err);
    uint32_t sentence = 0, n = c->text->n_entities;
    for (uint32_t k = 0; k < n; k++) {
        const struct coref_mention *m = &c->mention[k];
        if (m->type != ENTITY_PER)
            continue;
        if (m->ref == REF_NAME && m->n_names && m->number != NUMBER_MANY) {
            open = likely_slot(table, m->name[0]);
            sentence = m->sentence;
        } else if (ref_is_nominal(m->ref)) {
            open = NULL;
        } else if (open && (m->ref == REF_HE || m->ref == REF_SHE) && m->sentence <= sentence + 1) {
            open->n_he += m->ref == REF_HE;
            open->n_she += m->ref == REF_SHE;
        }
    }
    for (uint32_t k = 0; k < n; k++) {
        struct coref_mention *m = &c->mention[k];
        if (m->ref != REF_NAME || m->n_names == 0 || m->type != ENTITY_PER)
            continue;
        const struct likely *known = likely_slot(table, m->name[0]);
        if (known && known->n_he > 2 * known->n_she)
            m->likely = GENDER_HE;
        if (known && known->n_she > 2 * known->n_he)
            m->likely = GENDER_SHE;
    }
    arena_rewind(arena, mark);
    return WHOSE_OK;
}

/* ---- all together ---- */

/* The words of the mention without what stands before its noun phrase proper. */
static uint32_t hash_whole(const struct describing *d, const struct coref_mention *m)
{
    uint32_t h = 2166136261u;
    for (uint32_t i = m->first; i < m->behind; i++) {
        if (i == m->first && (m->ref == REF_THE || m->ref == REF_THIS || m->ref == REF_A))
            continue;
        h = add_hash(add_hash(h, form(d->text, i)), STR(" "));
    }
    return h ? h : 1;
}

static void describe(const struct describing *d, uint32_t k, uint32_t sentence, const uint32_t *person)
{
    const struct entity *entity = &d->text->entity[k];
    const struct sentence *in = &d->text->sentence[sentence];
    struct coref_mention *m = &d->mention[k];
    *m = (struct coref_mention){
        .first = entity->first, .behind = entity->first + entity->n, .head = entity->head,
        .sentence = sentence, .turn = COREF_NONE, .last_turn = COREF_NONE, .tag_of = COREF_NONE,
        .is_said_of = COREF_NONE, .names_kin = COREF_NONE, .owner = COREF_NONE,
        .owns = COREF_NONE,
        .person = person ? person[k] : PERSON_NONE, .type = entity->type,
        .ref = entity->kind == ENTITY_PROP ? REF_NAME : REF_THIS,
    };
    struct str head = form(d->text, m->head);
    m->word = hash(head);
    if (entity->kind == ENTITY_PRON)
        read_pronoun(m, head);
    else if (entity->kind == ENTITY_PROP)
        read_name(d, m);
    else
        read_nominal(d, m);
    read_number(d, m);
    read_part(d, m);
    if (entity->kind == ENTITY_PRON)
        m->is_attribute = false;
    m->is_called = m->part == PART_CALLED ||
                   (!ref_is_pronoun(m->ref) && m->ref != REF_THE && m->ref != REF_A && m->type == ENTITY_PER &&
                    is_set_apart(d->text, m, in->first, in->first + in->n));
    if (m->is_called && ref_is_nominal(m->ref))
        m->ref = REF_CALLED;
    if (k > 0 && d->mention[k - 1].sentence == sentence)
        m->nth = (uint8_t)(d->mention[k - 1].nth + (d->mention[k - 1].nth < 100));
    m->whole = hash_whole(d, m);
}

/* Of whom it is told: the subject of the copula; for one noun in apposition to another, the
 * first of the two, or, where the second is the name, that. */
static void find_said_of(struct describing *d, const uint32_t *by_head)
{
    const struct text *text = d->text;
    for (uint32_t k = 0; k < text->n_entities; k++) {
        struct coref_mention *m = &d->mention[k];
        const struct node *node = &text->node[m->head];
        if (node->head == NODE_ROOT || node->deprel != d->appos || !by_head[node->head])
            continue;
        uint32_t other = by_head[node->head] - 1;
        if (ref_is_nominal(m->ref) && d->mention[other].ref == REF_NAME)
            m->is_said_of = other;
        if (m->ref == REF_NAME && ref_is_nominal(d->mention[other].ref)) {
            d->mention[other].is_said_of = k;
            m->names_kin = other;
        }
    }
    for (uint32_t k = 0; k < text->n_entities; k++) {
        const struct coref_mention *m = &d->mention[k];
        const struct node *node = &text->node[m->head];
        if (m->part != PART_SUBJECT || node->head == NODE_ROOT || !(d->mark[node->head] & HAS_COPULA) ||
            !by_head[node->head] || ref_is_nominal(m->ref))
            continue;
        struct coref_mention *said = &d->mention[by_head[node->head] - 1];
        if (ref_is_nominal(said->ref))
            said->is_said_of = k;
    }
}

/* "his" of "his wife": the entity whose head is a possessive below the other's head. */
static whose_status find_owners(struct describing *d, struct arena *arena, whose_error *err)
{
    const struct text *text = d->text;
    struct arena_mark mark = arena_mark(arena);
    uint32_t *by_head = ARENA_NEW(arena, uint32_t, (size_t)text->n_nodes + 1); // mention + 1
    if (!by_head)
        return fail_nomem(err);
    for (uint32_t k = 0; k < text->n_entities; k++)
        if (!by_head[d->mention[k].head])
            by_head[d->mention[k].head] = k + 1;
    for (uint32_t k = 0; k < text->n_entities; k++) {
        const struct node *node = &text->node[d->mention[k].head];
        if (node->head == NODE_ROOT || node->deprel != d->poss)
            continue;
        uint32_t owned = by_head[node->head];
        if (owned && owned - 1 != k) {
            d->mention[owned - 1].owner = k;
            d->mention[k].owns = owned - 1;
        }
    }
    find_said_of(d, by_head);
    arena_rewind(arena, mark);
    return WHOSE_OK;
}

whose_status coref_describe(const struct text *text, const uint32_t *person, const struct cast *cast,
                            float sure_speaker, struct arena *arena, struct coref_text *out, whose_error *err)
{
    struct describing d = {.text = text};
    *out = (struct coref_text){.text = text};
    out->mention = ARENA_NEW(arena, struct coref_mention, (size_t)text->n_entities + 1);
    struct arena_mark mark = arena_mark(arena);
    d.mention = out->mention;
    d.bits = prose_words(text, arena);
    d.mark = ARENA_NEW(arena, uint8_t, (size_t)text->n_nodes + 1);
    if (!d.mention || !d.bits || !d.mark)
        return fail_nomem(err);
    know_tags(&d);
    mark_nodes(&d);
    uint32_t s = 0;
    for (uint32_t k = 0; k < text->n_entities; k++) {
        while (s + 1 < text->n_sentences && text->sentence[s + 1].first <= text->entity[k].first)
            s++;
        describe(&d, k, s, person);
    }
    TRY(find_owners(&d, arena, err));
    arena_rewind(arena, mark);
    TRY(find_likely(out, arena, err));
    return coref_talk(out, cast, sure_speaker, arena, err);
}
