/* takes   the findings of one work, a measure and a person ("inner life: Anna")
 * gives   the value, what it counts for, and every passage behind it
 * method  the work is measured once more for this person alone, and all places are kept
 * cost    that of the measures, and O(passages) */
#include "report/internal.h"

#include "base/err.h"
#include "claim/claim.h"

static whose_status parse_subject(struct writing *w, enum measure *measure, uint32_t *person)
{
    struct str name = w->subject;
    struct str typed = str_trim(str_cut(&name, ':'));
    *measure = measure_find(typed);
    if (*measure == N_MEASURES)
        return fail(w->err, WHOSE_E_NAME, 0,
                    "there is no measure \"%.*s\"; whose why lists them all", STR_ARGS(typed));
    return claim_person(str_trim(name), &w->findings->cast, w->scratch, person, w->err);
}

/* "34 clauses, 42 % of those of the ten who are weighed". */
static void put_value(struct writing *w, enum measure m, uint32_t person)
{
    const struct verdict *verdict = &w->findings->verdict;
    const struct evidence *row = &verdict->evidence[m];
    uint32_t c = verdict_candidate(verdict, person);
    struct draft said = {0};
    double all = 0;
    for (uint32_t o = 0; o < verdict->n_candidates; o++)
        all += row->has_value[o] ? row->value[o] : 0;
    if (row->is_missing) {
        DRAFT_PUT(w, &said, "This text cannot say.");
    } else if (c == VERDICT_NOBODY) {
        draft_name(w, &said, person);
        DRAFT_PUT(w, &said, " is not among those who are weighed.");
    } else if (!row->has_value[c]) {
        DRAFT_PUT(w, &said, "It is not asked of ");
        draft_name(w, &said, person);
        DRAFT_PUT(w, &said, ".");
    } else {
        draft_number(w, &said, row->value[c]);
        DRAFT_PUT(w, &said, " ");
        draft_put(w, &said, str_c(measure_info[m].unit));
        if (m != MEASURE_STANCE && all > 0) {
            DRAFT_PUT(w, &said, ", ");
            draft_percent(w, &said, row->value[c] / all);
            DRAFT_PUT(w, &said, " of those of all who are weighed");
        }
        DRAFT_PUT(w, &said, ". The measure has ");
        draft_percent(w, &said, row->weight);
        DRAFT_PUT(w, &said, " of the weight in this work.");
    }
    look_wrap(w, draft_str(&said), 0, 0);
}

whose_status plain_why(struct writing *w)
{
    const struct findings *f = w->findings;
    enum measure m;
    uint32_t person, n = 0;
    struct place *place = NULL;
    struct arena keep;
    TRY(parse_subject(w, &m, &person));
    arena_init(&keep, &w->scratch->allocator);
    whose_status status = verdict_places(&f->doc, &f->text, &f->cast, &f->story, person, m, &keep,
                                         w->scratch, &place, &n, w->err);
    if (status == WHOSE_OK) {
        struct draft head = {0};
        draft_name(w, &head, person);
        DRAFT_PUT(w, &head, ": ");
        draft_put(w, &head, str_c(measure_info[m].name));
        look_tint(w, TINT_HEAD);
        look_wrap(w, draft_str(&head), 0, LOOK_INDENT);
        look_tint(w, TINT_NONE);
        look_wrap(w, str_c(measure_info[m].asks), 0, 0);
        put_value(w, m, person);
        look_line(w);
        if (n == 0)
            look_wrap(w, STR("No single passage stands behind it."), 0, 0);
    }
    for (uint32_t i = 0; i < n; i++) {
        struct arena_mark mark = arena_mark(w->scratch);
        bool is_said = i && str_eq(str_c(place[i].why), str_c(place[i - 1].why));
        look_quote(w, place[i].at, str_c(is_said ? NULL : place[i].why), LOOK_INDENT, 2);
        arena_rewind(w->scratch, mark);
    }
    arena_free(&keep);
    return status;
}
