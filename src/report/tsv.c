/* takes   the findings of one work
 * gives   the table of evidence: one row a measure and candidate, with a header
 * method  raw values, so that other programs can weigh them anew; an empty field
 *         is "this text cannot say"
 * cost    O(measures x candidates) */
#include "report/internal.h"

enum { DECIMALS = 6 };

/* A name without tabs and line ends, which would break the row. */
static void put_field(struct writing *w, struct str s)
{
    struct draft draft = {0};
    draft_put(w, &draft, s);
    sink_put(w->sink, draft_str(&draft));
    sink_char(w->sink, '\t');
}

static void put_row(struct writing *w, const struct evidence *evidence, uint32_t candidate,
                    double sum)
{
    const struct findings *f = w->findings;
    const struct measure_info *info = &measure_info[evidence->measure];
    bool has_value = !evidence->is_missing && evidence->has_value[candidate];
    put_field(w, str_c(info->name));
    put_field(w, str_c(reading_name[info->reading]));
    sink_uint(w->sink, f->verdict.candidate[candidate]);
    sink_char(w->sink, '\t');
    put_field(w, f->cast.person.at[f->verdict.candidate[candidate]].name);
    if (has_value)
        number_put(w->sink, evidence->value[candidate], DECIMALS);
    sink_char(w->sink, '\t');
    put_field(w, str_c(info->unit));
    if (has_value && sum > 0)
        number_put(w->sink, evidence->value[candidate] / sum, DECIMALS);
    sink_char(w->sink, '\t');
    number_put(w->sink, evidence->weight, DECIMALS);
    sink_char(w->sink, '\t');
    number_put(w->sink, evidence->trust, DECIMALS);
    sink_char(w->sink, '\t');
    number_put(w->sink, evidence->pull[candidate], DECIMALS);
    sink_char(w->sink, '\t');
    bool favours = !evidence->is_missing && evidence->favours == candidate;
    sink_put(w->sink, favours ? STR("1\n") : STR("0\n"));
}

whose_status tsv_read(struct writing *w)
{
    const struct verdict *verdict = &w->findings->verdict;
    SINK_PUT(w->sink, "measure\treading\tcharacter\tperson\tvalue\tunit\tshare\tweight\ttrust\tpull\tfavours\n");
    for (uint32_t m = 0; m < N_MEASURES && verdict->n_candidates; m++) {
        const struct evidence *evidence = &verdict->evidence[m];
        double sum = 0;
        for (uint32_t c = 0; c < verdict->n_candidates; c++)
            sum += evidence->has_value[c] ? evidence->value[c] : 0;
        for (uint32_t c = 0; c < verdict->n_candidates; c++)
            put_row(w, evidence, c, sum);
    }
    return WHOSE_OK;
}
