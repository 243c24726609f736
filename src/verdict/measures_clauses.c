/* takes   narration and directions: their mentions, tags and heads
 * gives   mentions; perception: clauses in which the person perceives, thinks or feels;
 *         decisions; action: what they do, less what is done to them or done at another's word,
 *         and both by thirds of the story; feeling: tears, faces, words of feeling that are theirs
 * method  the head of every mention is a word of a sentence; its relation says whether the
 *         person does (nsubj), undergoes (obj, nsubj:pass) or owns (nmod:poss).  A verb that
 *         goes on (conj, xcomp) has the doer of the verb before it.  Who does what another has
 *         just told them to do, in the same verb, undergoes it ("Open it." Ben opens it.).  The
 *         lemma says what
 *         kind of clause it is (data/clause_words.tsv, after Levin 1993).  Who perceives is
 *         whom the narration is focalised through (Genette 1972; Bal 2009).  Without heads
 *         action is counted in directions, as in cells, and the others are missing
 * cost    O(mentions log words + words) */
#include "verdict/internal.h"

#include "base/err.h"
#include "clause_table.h" // clause_word

#include <string.h>

static const double least_sure = 0.5; // of a mention

enum { HAS_SUBJECT = 1, HAS_OBJECT = 2, IS_NEGATED = 4, IS_HELPED = 8 };

/* A command is obeyed in one of so many blocks behind it. */
enum { OBEYED_WITHIN = 4 };

/* Who has said last that this be done, and where. */
struct command {
    uint32_t block; // + 1; 0: nobody
    uint32_t speaker;
};

/* Numbers of relations and parts of speech that the walk asks for. */
struct tags {
    uint8_t nsubj, outer, passive, agent, obj, iobj, poss, conj, xcomp, det, aux, mark, verb, adj, noun, base;
};

struct clauses {
    struct tally *tally;
    const struct text *text;
    struct tags tags;
    uint8_t *who;     // [node], candidate that a mention with this head names
    uint8_t *doer;    // [node], of a predicate
    uint8_t *flags;   // [node]
    uint16_t *class;  // [lemma], set of enum clause_class
    struct command *command; // [lemma]
    uint32_t my, no, not, never; // lemmas
};

static bool next_word(const char **list, struct str *word)
{
    while (**list == ' ')
        ++*list;
    const char *start = *list;
    while (**list && **list != ' ')
        ++*list;
    *word = (struct str){start, (size_t)(*list - start)};
    return word->n > 0;
}

static uint8_t tag_number(const char *(*name_of)(uint8_t), const char *name)
{
    for (uint8_t i = 1; i < UINT8_MAX; i++)
        if (strcmp(name_of(i), name) == 0)
            return i;
    return UINT8_MAX;
}

static void find_tags(struct tags *tags)
{
    *tags = (struct tags){
        .nsubj = tag_number(deprel_name, "nsubj"),
        .outer = tag_number(deprel_name, "nsubj:outer"),
        .passive = tag_number(deprel_name, "nsubj:pass"),
        .agent = tag_number(deprel_name, "obl:agent"),
        .obj = tag_number(deprel_name, "obj"),
        .iobj = tag_number(deprel_name, "iobj"),
        .poss = tag_number(deprel_name, "nmod:poss"),
        .conj = tag_number(deprel_name, "conj"),
        .xcomp = tag_number(deprel_name, "xcomp"),
        .det = tag_number(deprel_name, "det"),
        .aux = tag_number(deprel_name, "aux"),
        .mark = tag_number(deprel_name, "mark"),
        .verb = tag_number(upos_name, "VERB"),
        .adj = tag_number(upos_name, "ADJ"),
        .noun = tag_number(upos_name, "NOUN"),
        .base = tag_number(xpos_name, "VB"),
    };
}

static whose_status begin(struct clauses *k, struct tally *tally, whose_error *err)
{
    const struct text *text = tally->text;
    size_t n = (size_t)text->n_nodes + 1;
    *k = (struct clauses){.tally = tally, .text = text};
    k->who = ARENA_NEW_RAW(tally->scratch, uint8_t, n);
    k->doer = ARENA_NEW_RAW(tally->scratch, uint8_t, n);
    k->flags = ARENA_NEW(tally->scratch, uint8_t, n);
    k->class = ARENA_NEW(tally->scratch, uint16_t, (size_t)text->lemma.n + 1);
    k->command = ARENA_NEW(tally->scratch, struct command, (size_t)text->lemma.n + 1);
    if (!k->who || !k->doer || !k->flags || !k->class || !k->command)
        return fail_nomem(err);
    memset(k->who, NOT_CANDIDATE, n);
    memset(k->doer, NOT_CANDIDATE, n);
    find_tags(&k->tags);
    k->my = map_find(&text->lemma, STR("my"));
    k->no = map_find(&text->lemma, STR("no"));
    k->not = map_find(&text->lemma, STR("not"));
    k->never = map_find(&text->lemma, STR("never"));
    for (size_t i = 0; i < sizeof clause_word / sizeof *clause_word; i++) {
        const char *list = clause_word[i].lemmas;
        for (struct str word; next_word(&list, &word);) {
            uint32_t lemma = map_find(&text->lemma, word);
            if (lemma != MAP_NONE)
                k->class[lemma] = (uint16_t)(k->class[lemma] | clause_word[i].class);
        }
    }
    return WHOSE_OK;
}

/* The word of a mention whose head is outside of it. */
static uint32_t head_of(const struct text *text, struct span at)
{
    uint32_t n = text_node_at(text, at.start);
    while (n < text->n_nodes && text->node[n].head < text->n_nodes) {
        const struct node *head = &text->node[text->node[n].head];
        if (head->at.start < at.start || head->at.end > at.end || head == &text->node[n])
            break;
        n = text->node[n].head;
    }
    return n;
}

static void place_mentions(struct clauses *k)
{
    struct tally *tally = k->tally;
    for (uint32_t i = 0; i < tally->cast->mention.n; i++) {
        const struct mention *m = &tally->cast->mention.at[i];
        uint32_t c = tally_candidate(tally, m->person);
        if (c == NOT_CANDIDATE || (double)m->sure < least_sure ||
            tally->doc->block.at[m->block].kind != BLOCK_ACTION)
            continue;
        uint32_t n = head_of(k->text, m->at);
        if (n < k->text->n_nodes)
            k->who[n] = (uint8_t)c;
    }
}

static bool is_no(const struct clauses *k, const struct node *node)
{
    return node->lemma != MAP_NONE &&
           (node->lemma == k->not || node->lemma == k->never ||
            (node->lemma == k->no && node->deprel == k->tags.det));
}

static bool is_plain_deed(const struct clauses *k, const struct node *verb)
{
    uint16_t class = verb->lemma == MAP_NONE ? 0 : k->class[verb->lemma];
    return verb->upos == k->tags.verb && !(class & (CLAUSE_PERCEIVES | CLAUSE_THINKS |
                                                    CLAUSE_FEELS | CLAUSE_SAYS | CLAUSE_IS));
}

/* "Open the gate." and "Go in and sit down.": verbs in their base form with neither a subject
 * nor a helper. */
static void note_commands(struct clauses *k, uint32_t first, uint32_t end, uint32_t block)
{
    const struct cast *cast = k->tally->cast;
    const struct utterance *said = &cast->utterance[k->tally->doc->block.at[block].speech];
    const struct tags *t = &k->tags;
    if (said->n_speakers != 1)
        return;
    for (uint32_t n = first; n < end; n++) {
        const struct node *node = &k->text->node[n];
        if (node->head < k->text->n_nodes &&
            (node->deprel == t->nsubj || node->deprel == t->aux || node->deprel == t->mark || is_no(k, node)))
            k->flags[node->head] |= IS_HELPED;
    }
    for (uint32_t n = first; n < end; n++) {
        const struct node *node = &k->text->node[n];
        bool stands = node->head >= k->text->n_nodes || node->deprel == t->conj;
        if (node->upos == t->verb && node->xpos == t->base && stands && node->lemma != MAP_NONE &&
            !(k->flags[n] & IS_HELPED))
            k->command[node->lemma] = (struct command){block + 1, cast->speaker.at[said->first_speaker]};
    }
}

/* Has another just told them to do it? */
static bool is_obeyed(const struct clauses *k, uint32_t c, const struct node *verb, uint32_t block)
{
    const struct command *command = &k->command[verb->lemma];
    return command->block && block < command->block + OBEYED_WITHIN &&
           command->speaker != k->tally->person[c];
}

static struct agency *agency_in(struct clauses *k, uint32_t scene, uint32_t c)
{
    return &k->tally->agency[c][(uint64_t)scene * THIRDS / k->tally->story->scene.n];
}

static void feel(struct clauses *k, uint32_t scene, uint32_t c, uint32_t node, const char *why)
{
    tally_add(k->tally, MEASURE_FEELING, scene, c, 1);
    tally_hit(k->tally, MEASURE_FEELING, c, 1, k->text->node[node].at.start, why);
}

/* What a word tells of the word that it hangs on. */
static void read_dependent(struct clauses *k, uint32_t n, uint32_t scene)
{
    const struct node *node = &k->text->node[n];
    const struct tags *t = &k->tags;
    if (node->head >= k->text->n_nodes)
        return;
    const struct node *head = &k->text->node[node->head];
    bool is_subject = node->deprel == t->nsubj || node->deprel == t->outer;
    bool is_object = node->deprel == t->obj || node->deprel == t->iobj;
    uint8_t c = k->who[n];
    if (is_no(k, node))
        k->flags[node->head] |= IS_NEGATED;
    if (is_subject || node->deprel == t->passive)
        k->flags[node->head] |= HAS_SUBJECT;
    if (is_object)
        k->flags[node->head] |= HAS_OBJECT;
    if (node->deprel == t->poss && node->lemma == k->my && k->my != MAP_NONE)
        c = (uint8_t)tally_candidate(k->tally, k->tally->cast->narrator);
    if (c == NOT_CANDIDATE)
        return;
    if (is_subject || node->deprel == t->agent) {
        k->doer[node->head] = c;
    } else if ((is_object || node->deprel == t->passive) && is_plain_deed(k, head)) {
        agency_in(k, scene, c)->n_undergoes++;
        /* a place behind the value, and no quotation for it */
        tally_hit(k->tally, MEASURE_ACTION, c, 0, node->at.start, "it is done to them");
    } else if (node->deprel == t->poss && head->upos == t->noun && head->lemma != MAP_NONE &&
               (k->class[head->lemma] & CLAUSE_FEELINGS) && !(k->flags[node->head] & IS_NEGATED)) {
        feel(k, scene, c, n, "what they feel, or their face shows");
    }
}

static void read_predicate(struct clauses *k, uint32_t n, uint32_t scene, uint32_t block)
{
    const struct node *node = &k->text->node[n];
    const struct tags *t = &k->tags;
    if (k->doer[n] == NOT_CANDIDATE && node->head < k->text->n_nodes && node->head < n &&
        !(k->flags[n] & HAS_SUBJECT) && node->upos == t->verb &&
        (node->deprel == t->conj ||
         (node->deprel == t->xcomp && !(k->flags[node->head] & HAS_OBJECT))))
        k->doer[n] = k->doer[node->head];
    uint32_t c = k->doer[n];
    if (c == NOT_CANDIDATE || node->lemma == MAP_NONE)
        return;
    uint16_t class = k->class[node->lemma];
    bool holds = !(k->flags[n] & IS_NEGATED);
    if (node->upos == t->adj && (class & CLAUSE_FELT) && holds)
        feel(k, scene, c, n, "what they feel");
    if (node->upos != t->verb)
        return;
    if (class & (CLAUSE_PERCEIVES | CLAUSE_THINKS | CLAUSE_FEELS)) {
        tally_add(k->tally, MEASURE_PERCEPTION, scene, c, 1);
        tally_hit(k->tally, MEASURE_PERCEPTION, c, class & CLAUSE_PERCEIVES ? 1 : 2, node->at.start,
                  class & CLAUSE_PERCEIVES ? "perceives" : "thinks or feels");
    }
    if (class & CLAUSE_DECIDES) {
        tally_add(k->tally, MEASURE_DECISION, scene, c, 1);
        tally_hit(k->tally, MEASURE_DECISION, c, 1, node->at.start, "decides, or tries");
    }
    if ((class & (CLAUSE_SHOWS | CLAUSE_FEELS)) && holds)
        feel(k, scene, c, n, class & CLAUSE_SHOWS ? "what they feel shows" : "what they feel");
    if (is_plain_deed(k, node) && is_obeyed(k, c, node, block)) {
        agency_in(k, scene, c)->n_undergoes++;
        tally_hit(k->tally, MEASURE_ACTION, c, 0, node->at.start, "they do as they are told");
    } else if (is_plain_deed(k, node)) {
        agency_in(k, scene, c)->n_does++;
        tally_add(k->tally, MEASURE_ACTION, scene, c, 1);
        tally_hit(k->tally, MEASURE_ACTION, c, 1, node->at.start, "does it");
    }
}

/* What is done to somebody is no agency of theirs. */
static void discount_suffered(struct clauses *k)
{
    struct tally *tally = k->tally;
    for (uint32_t c = 0; c < tally->n; c++) {
        uint32_t n_does = 0, n_all = 0;
        for (uint32_t third = 0; third < THIRDS; third++) {
            n_does += tally->agency[c][third].n_does;
            n_all += tally->agency[c][third].n_does + tally->agency[c][third].n_undergoes;
        }
        double agency = n_does ? (double)n_does / n_all : 0;
        for (uint32_t s = 0; s < tally->n_slices; s++)
            tally->part[MEASURE_ACTION][s][c] *= agency;
    }
}

static void measure_acts(struct tally *tally)
{
    const struct story *story = tally->story;
    for (uint32_t c = 0; c < tally->n; c++) {
        uint32_t p = tally->person[c];
        for (uint32_t i = story->person_first[p]; i < story->person_first[p + 1]; i++) {
            const struct cell *cell = &story->cell.at[story->by_person[i]];
            if (cell->n_acts)
                tally_add(tally, MEASURE_ACTION, cell->scene, c, cell->n_acts);
        }
    }
    for (uint32_t i = 0; i < tally->cast->mention.n; i++) {
        const struct mention *m = &tally->cast->mention.at[i];
        const struct block *block = &tally->doc->block.at[m->block];
        uint32_t c = tally_candidate(tally, m->person);
        uint32_t scene = tally_scene(tally, block->segment);
        if (c == NOT_CANDIDATE || scene == SCENE_NOWHERE || m->is_resolved || !m->is_subject ||
            block->kind != BLOCK_ACTION)
            continue;
        const struct cell *cell = story_cell(story, scene, m->person);
        if (cell)
            tally_hit(tally, MEASURE_ACTION, c, cell->n_acts, m->at.start, "does it");
    }
}

void measure_mentions(struct tally *tally)
{
    for (uint32_t i = 0; i < tally->cast->mention.n; i++) {
        const struct mention *m = &tally->cast->mention.at[i];
        const struct block *block = &tally->doc->block.at[m->block];
        uint32_t c = tally_candidate(tally, m->person);
        uint32_t scene = tally_scene(tally, block->segment);
        if (c == NOT_CANDIDATE || scene == SCENE_NOWHERE || block->kind != BLOCK_ACTION ||
            (double)m->sure < least_sure)
            continue;
        tally_add(tally, MEASURE_MENTIONS, scene, c, 1);
        tally_hit(tally, MEASURE_MENTIONS, c, m->kind == MENTION_NAME ? 2 : 1, m->at.start,
                  "named in what is told");
    }
}

whose_status measure_clauses(struct tally *tally, whose_error *err)
{
    const struct doc *doc = tally->doc;
    struct clauses k;
    if (!tally->has_heads) {
        measure_acts(tally);
        return WHOSE_OK;
    }
    TRY(begin(&k, tally, err));
    place_mentions(&k);
    for (uint32_t b = 0; b < doc->block.n; b++) {
        const struct block *block = &doc->block.at[b];
        uint32_t scene = tally_scene(tally, block->segment);
        uint32_t first = text_node_at(k.text, block->at.start);
        uint32_t end = text_node_at(k.text, block->at.end);
        if (block_is_spoken(block) && block->speech != DOC_NONE)
            note_commands(&k, first, end, b);
        if (block->kind != BLOCK_ACTION || scene == SCENE_NOWHERE)
            continue;
        for (uint32_t n = first; n < end; n++)
            read_dependent(&k, n, scene);
        for (uint32_t n = first; n < end; n++)
            read_predicate(&k, n, scene, b);
    }
    discount_suffered(&k);
    return WHOSE_OK;
}
