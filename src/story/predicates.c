/* takes   the lemmas of a text
 * gives   for each the predicate that it is, by part of speech
 * method  the tables of data/predicates.tsv and data/embedding.tsv, turned once to the
 *         lemma numbers of this text; a verb whose lemma is none of them is looked for by its
 *         form, since rare irregular forms are lemmatised wrongly ("slew", "hanged")
 * cost    O(rows + lemmas), then O(1) a word, O(log forms) a verb */
#include "story/predicates.h"

#include "base/err.h"
#include "predicate_table.h"

enum {
    N_PREDICATES = sizeof predicate_row / sizeof *predicate_row,
    N_EMBEDDINGS = sizeof embedding_row / sizeof *embedding_row
};

whose_status predicates_read(const struct text *text, struct arena *scratch,
                             struct predicates *out, whose_error *err)
{
    size_t n = (size_t)text->lemma.n + 1;
    out->of = arena_alloc(scratch, n, sizeof *out->of, alignof(uint16_t));
    out->makes = arena_alloc(scratch, n, sizeof *out->makes, alignof(uint8_t));
    out->second = ARENA_NEW(scratch, uint32_t, N_PREDICATES);
    if (!out->of || !out->makes || !out->second)
        return fail_nomem(err);
    for (uint32_t r = N_PREDICATES; r-- > 0;) {
        const struct predicate *row = &predicate_row[r];
        uint32_t lemma = map_find(&text->lemma, str_c(row->lemma));
        out->second[r] = row->second[0] ? map_find(&text->lemma, str_c(row->second)) : MAP_NONE;
        bool is_said = lemma != MAP_NONE && (!row->second[0] || out->second[r] != MAP_NONE);
        if (is_said)
            out->of[lemma][row->part - PART_VERB] = (uint16_t)(r + 1);
    }
    for (uint32_t r = 0; r < N_EMBEDDINGS; r++) {
        uint32_t lemma = map_find(&text->lemma, str_c(embedding_row[r].lemma));
        if (lemma != MAP_NONE)
            out->makes[lemma][embedding_row[r].part - PART_VERB] =
                (uint8_t)embedding_row[r].makes;
    }
    return WHOSE_OK;
}

static bool has_second(const struct predicates *p, const struct clauses *c, uint32_t row,
                       uint32_t node, uint32_t sentence_end)
{
    enum { WORDS_BETWEEN = 3 };
    for (uint32_t i = node + 1; i < sentence_end && i <= node + WORDS_BETWEEN; i++)
        if (c->text->node[i].lemma == p->second[row])
            return true;
    return false;
}

static int compare(struct str form, const char *row)
{
    for (size_t i = 0; i < form.n; i++) {
        int c = form.at[i] >= 'A' && form.at[i] <= 'Z' ? form.at[i] - 'A' + 'a' : form.at[i];
        if (c != row[i])
            return c < row[i] ? -1 : 1; // behind the end of `row` stands 0, which is less than any
    }
    return row[form.n] ? -1 : 0;
}

static const struct predicate *row_of_form(struct str form)
{
    size_t lo = 0, hi = sizeof form_row / sizeof *form_row;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int order = compare(form, form_row[mid].form);
        if (order == 0)
            return &predicate_row[form_row[mid].row];
        if (order < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return NULL;
}

/* Verbs, and the participles that pass for adjectives: "the king is slain". */
static const struct predicate *predicate_by_form(const struct clauses *c, uint32_t node, enum part part)
{
    if (part != PART_VERB && part != PART_ADJECTIVE)
        return NULL;
    const struct predicate *row = row_of_form(doc_str(c->text->doc, c->text->node[node].at));
    return row && (part == PART_VERB || row->kind <= FACT_KILL) ? row : NULL;
}

const struct predicate *predicate_of(const struct predicates *p, const struct clauses *c,
                                     uint32_t node, uint32_t sentence_end)
{
    uint32_t lemma = c->text->node[node].lemma;
    enum part part = clause_part(c, node);
    if (lemma == MAP_NONE || part < PART_VERB || part > PART_ADJECTIVE)
        return NULL;
    uint32_t row = p->of[lemma][part - PART_VERB];
    if (!row)
        return predicate_by_form(c, node, part);
    row--;
    if (predicate_row[row].second[0] && !has_second(p, c, row, node, sentence_end))
        return NULL;
    return &predicate_row[row];
}
