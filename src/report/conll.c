/* takes   the findings of one work, with sentences and their words
 * gives   its mentions as spans of words with a number for whom each means (report_marks);
 *         these as LitBank's .conll: a word a row, in the last column "(3" where a mention
 *         of 3 begins, "3)" where it ends, "(3)" for one of a single word, parted by "|"
 * method  the format of the CoNLL-2012 shared task (Pradhan and others 2012) with the
 *         columns that LitBank leaves empty
 * cost    O(words + mentions log mentions) */
#include "report/internal.h"

#include "base/err.h"

#include <stdlib.h>

static int by_place(const void *a, const void *b)
{
    const struct marked *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    if (x->last != y->last)
        return x->last > y->last ? -1 : 1;
    return (x->cluster > y->cluster) - (x->cluster < y->cluster);
}

/* The words of a mention, without the "'s" of a possessive; false: none in one sentence. */
static bool words_of(const struct text *text, struct span at, uint32_t *first, uint32_t *last)
{
    uint32_t i = text_node_at(text, at.start);
    if (i >= text->n_nodes || text->node[i].at.start >= at.end)
        return false;
    *first = *last = i;
    while (i + 1 < text->n_nodes && text->node[i + 1].at.start < at.end)
        i++;
    struct str form = doc_str(text->doc, text->node[i].at);
    if (i > *first && (str_eq(form, STR("'s")) || str_eq(form, STR("\xE2\x80\x99s")) || str_eq(form, STR("'"))))
        i--;
    *last = i;
    return true;
}

/* The sentence of every word. */
static uint32_t *sentence_of(struct writing *w)
{
    const struct text *text = &w->findings->text;
    uint32_t *of = ARENA_NEW_RAW(w->scratch, uint32_t, (size_t)text->n_nodes + 1);
    for (uint32_t s = 0; of && s < text->n_sentences; s++)
        for (uint32_t i = 0; i < text->sentence[s].n; i++)
            of[text->sentence[s].first + i] = s;
    return of;
}

/* Entities, each with the person whose mention stands at its head: the numbers of people come
 * first, those of all else behind them.  `told`: [mention], those that are entities. */
static uint32_t mark_entities(const struct findings *f, struct marked *mark, bool *told)
{
    uint32_t n = 0, next = 0;
    for (uint32_t i = 0; i < f->text.n_entities; i++) {
        const struct entity *entity = &f->text.entity[i];
        uint32_t head = f->text.node[entity->head].at.start;
        struct marked one = {.first = entity->first, .last = entity->first + entity->n - 1,
                             .person = PERSON_NONE,
                             .cluster = f->cast.person.n + (f->cast.cluster ? f->cast.cluster[i] : i),
                             .kind = entity->kind, .type = entity->type};
        while (next > 0 && f->cast.mention.at[next - 1].at.end > head)
            next--; // heads of entities in one another are not in order
        while (next < f->cast.mention.n && f->cast.mention.at[next].at.end <= head)
            next++;
        const struct mention *m = next < f->cast.mention.n ? &f->cast.mention.at[next] : NULL;
        if (m && m->at.start <= head && m->person != PERSON_NONE && entity->type == ENTITY_PER) {
            told[next] = true;
            one.cluster = one.person = m->person;
        }
        mark[n++] = one;
    }
    return n;
}

struct marked *report_marks(struct writing *w, uint32_t *n)
{
    const struct findings *f = w->findings;
    size_t most = (size_t)f->cast.mention.n + f->text.n_entities + 1;
    struct marked *mark = ARENA_NEW_RAW(w->scratch, struct marked, most);
    bool *told = ARENA_NEW(w->scratch, bool, (size_t)f->cast.mention.n + 1);
    uint32_t *sentence = sentence_of(w);
    *n = 0;
    if (!mark || !told || !sentence) {
        w->no_memory = true;
        return NULL;
    }
    *n = mark_entities(f, mark, told);
    for (uint32_t i = 0; i < f->cast.mention.n; i++) {
        static const uint8_t kind_of[N_MENTION_KINDS] = {ENTITY_PROP, ENTITY_NOM, ENTITY_PRON};
        const struct mention *m = &f->cast.mention.at[i];
        struct marked one = {.cluster = m->person, .person = m->person, .kind = kind_of[m->kind],
                             .type = ENTITY_PER};
        if (!told[i] && m->person != PERSON_NONE && words_of(&f->text, m->at, &one.first, &one.last) &&
            sentence[one.first] == sentence[one.last])
            mark[(*n)++] = one;
    }
    qsort(mark, *n, sizeof *mark, by_place);
    return mark;
}

struct str report_form(struct writing *w, uint32_t node)
{
    struct str form = text_form(&w->findings->text, node, w->scratch);
    if (!form.at)
        w->no_memory = true;
    return form;
}

/* The name of the file without folders and ending, in which no blank may stand. */
static struct str document_name(struct writing *w)
{
    struct str path = w->findings->path;
    size_t at = path.n, end = path.n;
    while (at && path.at[at - 1] != '/')
        at--;
    for (size_t i = at + 1; i < path.n; i++)
        if (path.at[i] == '.')
            end = i;
    struct draft name = {0};
    draft_put(w, &name, at < end ? str_part(path, at, end) : STR("story"));
    for (size_t i = 0; i < name.n; i++)
        if (is_blank(name.at[i]) || name.at[i] == '(' || name.at[i] == ')')
            name.at[i] = '_';
    return draft_str(&name);
}

/* What stands in the last column of a word. */
struct brackets {
    uint32_t n_shown;
};

static void bracket(struct writing *w, struct brackets *b, bool opens, uint32_t cluster, bool closes)
{
    if (b->n_shown++)
        sink_char(w->sink, '|');
    if (opens)
        sink_char(w->sink, '(');
    sink_uint(w->sink, cluster);
    if (closes)
        sink_char(w->sink, ')');
}

enum { MOST_OPEN = 64 };

/* Mentions that have begun and not ended: of words of one sentence, innermost last. */
struct open {
    struct marked at[MOST_OPEN];
    uint32_t n;
};

static void put_brackets(struct writing *w, const struct marked *mark, uint32_t n, uint32_t *next,
                         struct open *open, uint32_t node)
{
    struct brackets b = {0};
    for (; *next < n && mark[*next].first == node; (*next)++) {
        bool single = mark[*next].last == node;
        if (!single && open->n == MOST_OPEN)
            continue;
        bracket(w, &b, true, mark[*next].cluster, single);
        if (!single)
            open->at[open->n++] = mark[*next];
    }
    for (uint32_t i = open->n; i-- > 0;) {
        if (open->at[i].last != node)
            continue;
        bracket(w, &b, false, open->at[i].cluster, true);
        for (uint32_t k = i + 1; k < open->n; k++)
            open->at[k - 1] = open->at[k];
        open->n--;
    }
}

whose_status conll_coref(struct writing *w)
{
    const struct text *text = &w->findings->text;
    struct str name = document_name(w);
    struct open open = {.n = 0};
    uint32_t n, next = 0;
    struct marked *mark = report_marks(w, &n);
    if (!mark)
        return fail_nomem(w->err);
    SINK_PUT(w->sink, "#begin document (");
    sink_put(w->sink, name);
    SINK_PUT(w->sink, "); part 0\n");
    for (uint32_t s = 0; s < text->n_sentences; s++) {
        const struct sentence *sentence = &text->sentence[s];
        for (uint32_t i = 0; i < sentence->n; i++) {
            struct arena_mark memory = arena_mark(w->scratch);
            sink_put(w->sink, name);
            sink_printf(w->sink, "\t0\t%u\t", i);
            sink_put(w->sink, report_form(w, sentence->first + i));
            SINK_PUT(w->sink, "\t_\t_\t_\t_\t_\t_\t_\t_\t");
            put_brackets(w, mark, n, &next, &open, sentence->first + i);
            sink_char(w->sink, '\n');
            arena_rewind(w->scratch, memory);
        }
        sink_char(w->sink, '\n');
    }
    SINK_PUT(w->sink, "#end document\n");
    return WHOSE_OK;
}
