/* takes   a verdict
 * gives   stable text: answer, ranking, readings, one line a measure, its quotations
 * cost    O(measures * candidates) */
#include "verdict/verdict.h"

static void put_person(const struct cast *cast, uint32_t person, struct sink *sink)
{
    if (person < cast->person.n)
        sink_json(sink, cast->person.at[person].name);
    else
        SINK_PUT(sink, "nobody");
}

static void put_candidate(const struct cast *cast, const struct verdict *verdict,
                          uint32_t candidate, struct sink *sink)
{
    put_person(cast, candidate < verdict->n_candidates ? verdict->candidate[candidate]
                                                       : PERSON_NONE, sink);
}

static void put_row(const struct doc *doc, const struct cast *cast, const struct verdict *verdict,
                    const struct evidence *row, struct sink *sink)
{
    sink_printf(sink, "measure \"%s\" ", measure_info[row->measure].name);
    if (row->is_missing) {
        SINK_PUT(sink, "missing\n");
        return;
    }
    sink_printf(sink, "weight=%.4f favours=", row->weight);
    put_candidate(cast, verdict, row->favours, sink);
    for (uint32_t c = 0; c < verdict->n_candidates; c++)
        sink_printf(sink, " %.2f", row->value[c]);
    sink_char(sink, '\n');
    for (uint32_t q = 0; q < row->n_quotes; q++) {
        const struct quote *quote = &row->quote[q];
        sink_printf(sink, "  [%u,%u) ", quote->at.start, quote->at.end);
        put_candidate(cast, verdict, quote->candidate, sink);
        sink_printf(sink, " %s: ", quote->why);
        sink_json(sink, doc_str(doc, quote->at));
        sink_char(sink, '\n');
    }
}

void verdict_dump(const struct doc *doc, const struct cast *cast, const struct verdict *verdict,
                  struct sink *sink)
{
    sink_printf(sink, "answer %s because \"%s\"\napparent ", answer_name[verdict->answer],
                verdict->because);
    put_person(cast, verdict->apparent, sink);
    sink_char(sink, '\n');
    for (uint32_t c = 0; c < verdict->n_candidates; c++) {
        sink_printf(sink, "candidate %u ", c);
        put_candidate(cast, verdict, c, sink);
        sink_char(sink, '\n');
    }
    for (uint32_t r = 0; r < verdict->n_candidates; r++) {
        const struct ranked *ranked = &verdict->ranking[r];
        sink_printf(sink, "rank %u ", r + 1);
        put_candidate(cast, verdict, ranked->candidate, sink);
        sink_printf(sink, " share=%.4f low=%.4f high=%.4f\n", ranked->share, ranked->low,
                    ranked->high);
    }
    for (uint32_t r = 0; r < N_READINGS; r++) {
        if (!verdict->reading_known[r])
            continue;
        sink_printf(sink, "reading %s ", reading_name[r]);
        put_person(cast, verdict->reading[r], sink);
        sink_char(sink, '\n');
    }
    for (uint32_t m = 0; m < N_MEASURES; m++)
        put_row(doc, cast, verdict, &verdict->evidence[m], sink);
}
