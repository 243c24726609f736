/* takes   the table of evidence and the shares
 * gives   the verdict as JSON, with all that weighing it anew needs
 * method  streamed in a fixed order of keys
 * cost    O(measures x candidates) */
#include "report/json.h"

static void put_measure(struct writing *w, const struct evidence *evidence)
{
    const struct verdict *verdict = &w->findings->verdict;
    const struct measure_info *info = &measure_info[evidence->measure];
    sink_char(w->sink, '{');
    json_str(w, true, "measure", str_c(info->name));
    json_str(w, false, "reading", str_c(reading_name[info->reading]));
    json_str(w, false, "asks", str_c(info->asks));
    bool favours = !evidence->is_missing && evidence->favours < verdict->n_candidates;
    json_id(w, false, "favours", favours ? verdict->candidate[evidence->favours] : PERSON_NONE,
            PERSON_NONE);
    json_number(w, false, "weight", evidence->weight);
    json_key(w, false, "values");
    sink_char(w->sink, '[');
    for (uint32_t c = 0; c < verdict->n_candidates; c++) {
        json_comma(w, c == 0);
        sink_char(w->sink, '{');
        json_uint(w, true, "character", verdict->candidate[c]);
        json_key(w, false, "value");
        if (evidence->is_missing || !evidence->has_value[c])
            SINK_PUT(w->sink, "null");
        else
            json_fraction(w, evidence->value[c]);
        json_str(w, false, "unit", str_c(info->unit));
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
    json_key(w, false, "quotes");
    sink_char(w->sink, '[');
    for (uint32_t q = 0; q < evidence->n_quotes && q < EVIDENCE_QUOTES; q++) {
        json_comma(w, q == 0);
        json_quote(w, evidence->quote[q].at, str_c(evidence->quote[q].why));
    }
    SINK_PUT(w->sink, "]}");
}

static void put_readings(struct writing *w)
{
    const struct verdict *verdict = &w->findings->verdict;
    json_key(w, false, "readings");
    sink_char(w->sink, '{');
    for (uint32_t r = 0; r < N_READINGS; r++)
        json_id(w, r == 0, reading_name[r],
                verdict->reading_known[r] ? verdict->reading[r] : PERSON_NONE, PERSON_NONE);
    sink_char(w->sink, '}');
}

/* What others need to weigh anew: share ~ exp(sum of weight * score / temperature), mixed with
 * a little of everybody. */
static void put_weighing(struct writing *w)
{
    const struct verdict *verdict = &w->findings->verdict;
    bool is_first = true;
    json_key(w, false, "weighing");
    sink_char(w->sink, '{');
    json_key(w, true, "temperature");
    json_fraction(w, verdict->temperature);
    json_number(w, false, "levelled", verdict->levelled);
    json_key(w, false, "terms");
    sink_char(w->sink, '[');
    for (uint32_t m = 0; m < N_MEASURES; m++) {
        const struct evidence *evidence = &verdict->evidence[m];
        if (evidence->weight <= 0)
            continue;
        json_next(w, is_first);
        is_first = false;
        sink_char(w->sink, '{');
        json_str(w, true, "name", str_c(measure_info[m].name));
        json_str(w, false, "reading", str_c(reading_name[measure_info[m].reading]));
        json_number(w, false, "weight", evidence->weight);
        json_key(w, false, "scores");
        sink_char(w->sink, '[');
        for (uint32_t c = 0; c < verdict->n_candidates; c++) {
            json_comma(w, c == 0);
            sink_char(w->sink, '{');
            json_uint(w, true, "character", verdict->candidate[c]);
            json_number(w, false, "score", evidence->score[c]);
            sink_char(w->sink, '}');
        }
        SINK_PUT(w->sink, "]}");
    }
    SINK_PUT(w->sink, "]}");
}

/* Clauses in which they do, and in which it is done to them, by thirds of the scenes. */
static void put_agency(struct writing *w)
{
    const struct verdict *verdict = &w->findings->verdict;
    json_key(w, false, "agency");
    if (!verdict->has_agency) {
        SINK_PUT(w->sink, "null");
        return;
    }
    sink_char(w->sink, '[');
    for (uint32_t c = 0; c < verdict->n_candidates; c++) {
        json_next(w, c == 0);
        sink_char(w->sink, '{');
        json_uint(w, true, "character", verdict->candidate[c]);
        json_key(w, false, "thirds");
        sink_char(w->sink, '[');
        for (uint32_t third = 0; third < THIRDS; third++) {
            json_comma(w, third == 0);
            sink_char(w->sink, '{');
            json_uint(w, true, "does", verdict->agency[c][third].n_does);
            json_uint(w, false, "undergoes", verdict->agency[c][third].n_undergoes);
            sink_char(w->sink, '}');
        }
        SINK_PUT(w->sink, "]}");
    }
    sink_char(w->sink, ']');
}

void json_verdict(struct writing *w)
{
    const struct verdict *verdict = &w->findings->verdict;
    json_key(w, false, "verdict");
    sink_char(w->sink, '{');
    json_str(w, true, "answer", str_c(answer_name[verdict->answer]));
    json_str(w, false, "because", str_c(verdict->because));
    json_key(w, false, "ranking");
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < verdict->n_candidates; i++) {
        const struct ranked *ranked = &verdict->ranking[i];
        json_comma(w, i == 0);
        sink_char(w->sink, '{');
        json_uint(w, true, "character", verdict->candidate[ranked->candidate]);
        json_number(w, false, "share", ranked->share);
        json_number(w, false, "low", ranked->low);
        json_number(w, false, "high", ranked->high);
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
    json_id(w, false, "apparent", verdict->apparent, PERSON_NONE);
    put_readings(w);
    put_agency(w);
    put_weighing(w);
    json_key(w, false, "evidence");
    sink_char(w->sink, '[');
    for (uint32_t m = 0; m < N_MEASURES && verdict->n_candidates; m++) {
        json_next(w, m == 0);
        put_measure(w, &verdict->evidence[m]);
    }
    SINK_PUT(w->sink, "]}");
}
