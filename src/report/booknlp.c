/* takes   the findings of one work, with sentences and their words
 * gives   the tables of BookNLP (Bamman 2021, github.com/booknlp/booknlp), column for
 *         column: .tokens, .entities, .quotes, and .book, which is JSON
 * method  tokens are the words of Universal Dependencies, and so are tags and relations
 *         (BookNLP has those of spaCy); bytes count from the start of the story's text;
 *         COREF and char_id are numbers of the same people; "None" is "not known"
 * cost    O(words + mentions log mentions) */
#include "report/internal.h"

#include "base/err.h"
#include "base/map.h"

#include <stdlib.h>
#include <string.h>

/* A tab or a line end inside a field would break the row. */
static void put_words(struct writing *w, uint32_t first, uint32_t last)
{
    for (uint32_t i = first; i <= last; i++) {
        struct arena_mark mark = arena_mark(w->scratch);
        struct str form = report_form(w, i);
        if (i > first)
            sink_char(w->sink, ' ');
        for (size_t k = 0; k < form.n; k++)
            sink_char(w->sink, is_blank(form.at[k]) ? ' ' : form.at[k]);
        arena_rewind(w->scratch, mark);
    }
}

static void put_name(struct writing *w, const char *name)
{
    sink_put(w->sink, str_c(name));
    sink_char(w->sink, '\t');
}

static void put_token(struct writing *w, uint32_t paragraph, uint32_t s, uint32_t i, bool is_event)
{
    const struct text *text = &w->findings->text;
    uint32_t token = text->sentence[s].first + i;
    const struct node *node = &text->node[token];
    sink_printf(w->sink, "%u\t%u\t%u\t%u\t", paragraph, s, i, token);
    put_words(w, token, token);
    sink_char(w->sink, '\t');
    if (node->lemma != MAP_NONE)
        sink_put(w->sink, text->lemma.key[node->lemma]);
    else
        put_words(w, token, token);
    sink_printf(w->sink, "\t%u\t%u\t", node->at.start, node->at.end);
    put_name(w, upos_name(node->upos));
    put_name(w, xpos_name(node->xpos));
    put_name(w, deprel_name(node->deprel));
    sink_printf(w->sink, "%u\t%s\n", node->head == NODE_ROOT ? token : node->head,
                is_event ? "EVENT" : "O");
}

whose_status booknlp_tokens(struct writing *w)
{
    const struct text *text = &w->findings->text;
    uint32_t paragraph = 0, event = 0;
    SINK_PUT(w->sink, "paragraph_ID\tsentence_ID\ttoken_ID_within_sentence\ttoken_ID_within_document\t"
                      "word\tlemma\tbyte_onset\tbyte_offset\tPOS_tag\tfine_POS_tag\t"
                      "dependency_relation\tsyntactic_head_ID\tevent\n");
    for (uint32_t s = 0; s < text->n_sentences; s++) {
        paragraph += s > 0 && text->sentence[s].block != text->sentence[s - 1].block;
        for (uint32_t i = 0; i < text->sentence[s].n; i++) {
            uint32_t token = text->sentence[s].first + i;
            while (event < text->n_events && text->event[event] < token)
                event++;
            put_token(w, paragraph, s, i, event < text->n_events && text->event[event] == token);
        }
    }
    return WHOSE_OK;
}

whose_status booknlp_entities(struct writing *w)
{
    static const char *const kind[N_ENTITY_KINDS] = {"PROP", "NOM", "PRON"};
    static const char *const type[N_ENTITY_TYPES] = {"PER", "FAC", "GPE", "LOC", "VEH", "ORG"};
    uint32_t n;
    struct marked *mark = report_marks(w, &n);
    if (!mark)
        return fail_nomem(w->err);
    SINK_PUT(w->sink, "COREF\tstart_token\tend_token\tprop\tcat\ttext\n");
    for (uint32_t i = 0; i < n; i++) {
        sink_printf(w->sink, "%u\t%u\t%u\t%s\t%s\t", mark[i].cluster, mark[i].first, mark[i].last,
                    kind[mark[i].kind], type[mark[i].type]);
        put_words(w, mark[i].first, mark[i].last);
        sink_char(w->sink, '\n');
    }
    return WHOSE_OK;
}

/* ---- quotations ---- */

enum { NEAR_MENTIONS = 8, NEAR_WORDS = 40 };

/* The mention by name that told the speaker: the nearest one outside the speech.  `next`
 * is the first mark behind the start of the speech. */
static const struct marked *mention_beside(const struct marked *mark, uint32_t n, uint32_t next,
                                           uint32_t person, uint32_t first, uint32_t last)
{
    const struct marked *best = NULL;
    uint32_t least = NEAR_WORDS + 1;
    for (uint32_t i = next > NEAR_MENTIONS ? next - NEAR_MENTIONS : 0; i < n && i < next + 4 * NEAR_MENTIONS; i++) {
        bool is_inside = mark[i].first >= first && mark[i].first <= last;
        if (mark[i].person != person || is_inside)
            continue;
        uint32_t away = mark[i].first > last ? mark[i].first - last : first - mark[i].first;
        if (away < least) {
            least = away;
            best = &mark[i];
        }
    }
    return best;
}

static void put_quote(struct writing *w, const struct marked *mark, uint32_t n, uint32_t next,
                      uint32_t s, uint32_t first, uint32_t last)
{
    const struct cast *cast = &w->findings->cast;
    const struct utterance *said = &cast->utterance[s];
    uint32_t person = said->n_speakers ? cast->speaker.at[said->first_speaker] : PERSON_NONE;
    const struct marked *beside = person != PERSON_NONE && said->via == VIA_NAME
                                      ? mention_beside(mark, n, next, person, first, last)
                                      : NULL;
    sink_printf(w->sink, "%u\t%u\t", first, last);
    if (beside) {
        sink_printf(w->sink, "%u\t%u\t", beside->first, beside->last);
        put_words(w, beside->first, beside->last);
        sink_char(w->sink, '\t');
    } else {
        SINK_PUT(w->sink, "None\tNone\tNone\t");
    }
    if (person != PERSON_NONE)
        sink_printf(w->sink, "%u\t", person);
    else
        SINK_PUT(w->sink, "None\t");
    put_words(w, first, last);
    sink_char(w->sink, '\n');
}

whose_status booknlp_quotes(struct writing *w)
{
    const struct findings *f = w->findings;
    uint32_t n, next = 0;
    struct marked *mark = report_marks(w, &n);
    if (!mark)
        return fail_nomem(w->err);
    SINK_PUT(w->sink, "quote_start\tquote_end\tmention_start\tmention_end\tmention_phrase\tchar_id\tquote\n");
    for (uint32_t s = 0; s < f->doc.speech.n; s++) {
        const struct speech *speech = &f->doc.speech.at[s];
        for (uint32_t b = speech->first_block; b < speech->first_block + speech->n_blocks; b++) {
            struct span at = f->doc.block.at[b].at;
            uint32_t first = doc_says(&f->doc, s, b) ? text_node_at(&f->text, at.start) : f->text.n_nodes;
            if (first >= f->text.n_nodes || f->text.node[first].at.start >= at.end)
                continue;
            uint32_t last = first;
            while (last + 1 < f->text.n_nodes && f->text.node[last + 1].at.start < at.end)
                last++;
            while (next < n && mark[next].first < first)
                next++;
            while (next > 0 && mark[next - 1].first >= first)
                next--; // two speeches side by side on a page
            put_quote(w, mark, n, next, s, first, last);
        }
    }
    return WHOSE_OK;
}

/* ---- .book ---- */

enum deed { DEED_AGENT, DEED_PATIENT, DEED_MOD, DEED_POSS, N_DEEDS };

/* What the word does that a mention depends on, after BookNLP's english_booknlp.py: the verb
 * of a subject or an object, the word that is predicated, the thing possessed. */
static uint32_t deed_of(const struct text *text, const struct marked *mark, enum deed deed)
{
    uint32_t top = mark->first;
    while (text->node[top].head != NODE_ROOT && text->node[top].head >= mark->first &&
           text->node[top].head <= mark->last)
        top = text->node[top].head;
    uint32_t head = text->node[top].head;
    if (head == NODE_ROOT)
        return NODE_ROOT;
    struct str relation = str_c(deprel_name(text->node[top].deprel));
    struct str tag = str_c(upos_name(text->node[head].upos));
    bool is_verb = str_eq(tag, STR("VERB"));
    bool is_passive = str_eq(relation, STR("nsubj:pass"));
    bool is_subject = str_eq(relation, STR("nsubj"));
    bool found = deed == DEED_AGENT     ? is_subject && is_verb
                 : deed == DEED_PATIENT ? is_passive || str_eq(relation, STR("obj"))
                 : deed == DEED_MOD     ? is_subject && (str_eq(tag, STR("ADJ")) || str_eq(tag, STR("NOUN")))
                                        : str_eq(relation, STR("nmod:poss"));
    return found ? head : NODE_ROOT;
}

struct naming {
    uint32_t kind, number, n; // number: of its words in a map
};

static int by_count(const void *a, const void *b)
{
    const struct naming *x = a, *y = b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static struct str mark_words(struct writing *w, const struct marked *mark)
{
    struct draft draft = {0};
    for (uint32_t i = mark->first; i <= mark->last; i++) {
        if (i > mark->first)
            DRAFT_PUT(w, &draft, " ");
        draft_put(w, &draft, report_form(w, i));
    }
    return draft_str(&draft);
}

/* {"proper": [{"n": words, "c": times}], "common": ..., "pronoun": ...} */
static void put_namings(struct writing *w, const struct marked *mark, uint32_t n)
{
    static const char *const list[N_ENTITY_KINDS] = {"proper", "common", "pronoun"};
    struct map words;
    struct naming *naming = ARENA_NEW(w->scratch, struct naming, (size_t)n + 1);
    map_init(&words, w->scratch);
    for (uint32_t i = 0; naming && i < n; i++) {
        struct str key = mark_words(w, &mark[i]);
        char *kinded = ARENA_NEW_RAW(w->scratch, char, key.n + 1);
        if (!kinded)
            break;
        kinded[0] = (char)mark[i].kind;
        memcpy(kinded + 1, key.at, key.n);
        uint32_t number = map_add(&words, (struct str){kinded, key.n + 1});
        if (number == MAP_NONE)
            break;
        naming[number].kind = mark[i].kind;
        naming[number].number = number;
        naming[number].n++;
    }
    if (!naming) {
        w->no_memory = true;
        return;
    }
    qsort(naming, words.n, sizeof *naming, by_count);
    SINK_PUT(w->sink, "\"mentions\":{");
    for (uint32_t kind = 0, i = 0; kind < N_ENTITY_KINDS; kind++) {
        sink_printf(w->sink, "%s\"%s\":[", kind ? "," : "", list[kind]);
        for (bool is_first = true; i < words.n && naming[i].kind == kind; i++, is_first = false) {
            struct str key = words.key[naming[i].number];
            sink_put(w->sink, is_first ? STR("{\"n\":") : STR(",{\"n\":"));
            sink_json(w->sink, str_part(key, 1, key.n));
            sink_printf(w->sink, ",\"c\":%u}", naming[i].n);
        }
        sink_char(w->sink, ']');
    }
    sink_char(w->sink, '}');
}

static void put_deeds(struct writing *w, const struct marked *mark, uint32_t n)
{
    static const char *const list[N_DEEDS] = {"agent", "patient", "mod", "poss"};
    for (uint32_t deed = 0; deed < N_DEEDS; deed++) {
        bool is_first = true;
        sink_printf(w->sink, "\"%s\":[", list[deed]);
        for (uint32_t i = 0; i < n; i++) {
            uint32_t node = deed_of(&w->findings->text, &mark[i], (enum deed)deed);
            if (node == NODE_ROOT)
                continue;
            struct arena_mark memory = arena_mark(w->scratch);
            sink_put(w->sink, is_first ? STR("{\"w\":") : STR(",{\"w\":"));
            sink_json(w->sink, report_form(w, node));
            sink_printf(w->sink, ",\"i\":%u}", node);
            is_first = false;
            arena_rewind(w->scratch, memory);
        }
        SINK_PUT(w->sink, "],");
    }
}

static void put_gender(struct writing *w, enum gender gender)
{
    static const char *const forms[N_GENDERS] = {NULL, "she/her", "he/him/his", "they/them/their", "it/its"};
    SINK_PUT(w->sink, "\"g\":");
    if (forms[gender])
        sink_printf(w->sink, "{\"argmax\":\"%s\"},", forms[gender]);
    else
        SINK_PUT(w->sink, "\"unknown\",");
}

static int by_person(const void *a, const void *b)
{
    const struct marked *x = a, *y = b;
    if (x->person != y->person)
        return x->person < y->person ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

struct counted {
    uint32_t person, first, n; // in the marks by person
};

static int by_mentions(const void *a, const void *b)
{
    const struct counted *x = a, *y = b;
    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    return (x->person > y->person) - (x->person < y->person);
}

whose_status booknlp_book(struct writing *w)
{
    const struct cast *cast = &w->findings->cast;
    uint32_t n, at = 0, n_people = 0;
    struct marked *mark = report_marks(w, &n);
    struct counted *people = ARENA_NEW(w->scratch, struct counted, (size_t)cast->person.n + 1);
    if (!mark || !people)
        return fail_nomem(w->err);
    qsort(mark, n, sizeof *mark, by_person);
    for (uint32_t p = 0; p < cast->person.n; p++) {
        uint32_t first = at;
        while (at < n && mark[at].person == p)
            at++;
        people[n_people++] = (struct counted){p, first, at - first};
    }
    qsort(people, n_people, sizeof *people, by_mentions);
    SINK_PUT(w->sink, "{\"characters\":[");
    for (uint32_t i = 0; i < n_people; i++) {
        struct arena_mark memory = arena_mark(w->scratch);
        sink_put(w->sink, i ? STR(",\n{") : STR("{"));
        put_deeds(w, mark + people[i].first, people[i].n);
        sink_printf(w->sink, "\"id\":%u,", people[i].person);
        put_gender(w, cast->person.at[people[i].person].gender);
        sink_printf(w->sink, "\"count\":%u,", people[i].n);
        put_namings(w, mark + people[i].first, people[i].n);
        sink_char(w->sink, '}');
        arena_rewind(w->scratch, memory);
    }
    SINK_PUT(w->sink, "]}\n");
    return WHOSE_OK;
}
