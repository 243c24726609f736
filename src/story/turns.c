/* takes   fates, ties, bonds, feelings, scenes, who is with whom
 * gives   places that may be turning points, in text order, each with people and quotation
 * method  what cannot be undone or was never so before: deaths, weddings, first meetings of people
 *         who then stay together, last appearances that no earlier absence explains, bonds that
 *         turn, boundaries at which other people are about (as TextTiling does with words,
 *         Hearst 1997), places where feeling is densest.  Each counts by how much of the story
 *         its people fill; near ones are joined; nothing is asked of where in the text it stands
 * cost    O(facts + cells + scenes * COMPANY_MOST), and a sort of the candidates */
#include "story/internal.h"

#include "base/err.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const turn_kind_name[N_TURN_KINDS] = {
    "death", "killing", "marriage", "betrothal", "against", "towards", "together", "gone", "company", "feeling",
};

enum { JOINED_BYTES = 1500, LEAST_TOGETHER = 6, PASSAGE_MOST = 400, COMPANY_WINDOWS = 12,
       FEELING_WINDOWS = 60, LEAST_FEELINGS = 4, PEAKS_MOST = 4 };

static const double kind_worth[N_TURN_KINDS] = {
    [TURN_DEATH] = 3, [TURN_KILLING] = 3, [TURN_MARRIAGE] = 2.5, [TURN_BETROTHAL] = 2, [TURN_AGAINST] = 1.4,
    [TURN_TOWARDS] = 1.4, [TURN_TOGETHER] = 1.6, [TURN_GONE] = 1.2, [TURN_COMPANY] = 1.2,
    [TURN_FEELING] = 1,
};
static const uint32_t kind_most[N_TURN_KINDS] = {
    [TURN_DEATH] = 6, [TURN_KILLING] = 6, [TURN_MARRIAGE] = 4, [TURN_BETROTHAL] = 3, [TURN_AGAINST] = 3,
    [TURN_TOWARDS] = 3, [TURN_TOGETHER] = 4, [TURN_GONE] = 2, [TURN_COMPANY] = 3,
    [TURN_FEELING] = 2,
};
static const double least_score = 0.25;
static const double married_from = 2.0 / 3.0;
static const double gone_from = 0.1;    // how much of the story one must fill to be missed
static const double usual_company = 8;  // presence on either side that makes a distance count half
static const double company_from = 0.2; // a distance below this is the ordinary coming and going

struct turning {
    const struct doc *doc;
    const struct text *text;
    const struct cast *cast;
    const struct company *company;
    struct arena *scratch;
    struct story *out;
    VEC(struct turn) turn;
};

static double weight_of(const struct turning *t, uint32_t person)
{
    static const double seldom = 0.02;
    uint32_t i = person < t->cast->person.n ? t->company->index_of[person] : COMPANY_NONE;
    return i == COMPANY_NONE ? seldom : t->company->weight[i];
}

/* The sentence in which a passage begins, behind cue and heading; without sentences the
 * passage, cut. */
static struct span passage_at(const struct turning *t, struct span at)
{
    uint32_t block = doc_block_at(t->doc, at.start);
    while (block != DOC_NONE && block + 1 < t->doc->block.n &&
           (t->doc->block.at[block].kind == BLOCK_CUE ||
            t->doc->block.at[block].kind == BLOCK_HEADING)) {
        at = t->doc->block.at[++block].at;
    }
    const struct text *text = t->text;
    uint32_t node = text->n_nodes ? text_node_at(text, at.start) : 0;
    uint32_t lo = 0, hi = text->n_sentences;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (text->sentence[mid].first <= node)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (node < text->n_nodes && lo) {
        const struct sentence *s = &text->sentence[lo - 1];
        at.start = text->node[s->first].at.start;
        at.end = text->node[s->first + s->n - 1].at.end;
    }
    if (at.end - at.start > PASSAGE_MOST) {
        at.end = at.start + PASSAGE_MOST;
        while (at.end > at.start + 1 && t->doc->text.at[at.end] != ' ')
            at.end--;
    }
    return at;
}

static bool add(struct turning *t, enum turn_kind kind, double score, uint32_t a, uint32_t b,
                struct span at, const char *why)
{
    struct turn *turn = VEC_PUSH(&t->turn, t->scratch);
    if (!turn)
        return false;
    *turn = (struct turn){.kind = kind, .score = score * kind_worth[kind], .n_quotes = 1};
    turn->at = passage_at(t, at);
    turn->quote[0] = (struct fate_quote){turn->at, why};
    turn->person[turn->n_persons++] = a;
    if (b != PERSON_NONE)
        turn->person[turn->n_persons++] = b;
    return true;
}

/* Whoever causes a death kills where the narration or a direction says so. */
static bool is_shown_killing(const struct fact *fact)
{
    static const float sure_from = 0.4f;
    return (fact->kind == FACT_KILL || fact->kind == FACT_WOUND) && fact->modality == FACT_REAL &&
           fact->speech == DOC_NONE && fact->agent != PERSON_NONE && fact->patient != PERSON_NONE &&
           fact->agent != fact->patient && fact->sure_agent * fact->sure_patient >= sure_from;
}

/* Where the death is told first, about the last deed or later; else the passage that says it best. */
static const struct fate_quote *death_of(const struct fate *fate)
{
    const struct fate_quote *first = NULL;
    for (uint32_t q = 0; q < fate->n_quotes; q++) {
        const struct fate_quote *quote = &fate->quote[q];
        if (strcmp(quote->why, "the death is told") == 0 &&
            quote->at.end + 2 * JOINED_BYTES >= fate->last_active &&
            (!first || quote->at.start < first->at.start))
            first = quote;
    }
    return first ? first : &fate->quote[0];
}

static bool add_deaths(struct turning *t)
{
    const struct story *story = t->out;
    bool *is_killed = ARENA_NEW(t->scratch, bool, (size_t)story->n_persons + 1);
    bool ok = is_killed != NULL;
    for (uint32_t i = 0; ok && i < story->fact.n; i++) {
        const struct fact *fact = &story->fact.at[i];
        if (is_shown_killing(fact) && story->fate[fact->patient].cause == fact->agent)
            is_killed[fact->patient] = true;
    }
    for (uint32_t p = 0; p < story->n_persons && ok; p++) {
        const struct fate *fate = &story->fate[p];
        if (fate->state != FATE_DIES || !fate->n_quotes || !fate->is_active)
            continue;
        const struct fate_quote *quote = death_of(fate);
        double score = pow(weight_of(t, p), 0.7) * fate->p_dies;
        ok = is_killed[p]
                 ? add(t, TURN_KILLING, score, fate->cause, p, quote->at, quote->why)
                 : add(t, TURN_DEATH, score, p, PERSON_NONE, quote->at, quote->why);
    }
    return ok;
}

static bool is_done(const struct fact *fact)
{
    return fact->kind == FACT_MARRIAGE && fact->modality == FACT_REAL;
}

/* How plainly a fact tells a wedding, or that there will be one; "his wife" was so before. */
static double tells_marriage(const struct turning *t, const struct fact *fact)
{
    static const double coming = 0.7;
    bool is_verb = strcmp(upos_name(t->text->node[fact->node].upos), "VERB") == 0;
    bool is_told = fact->kind == FACT_BETROTHAL
                       ? fact->modality <= FACT_COMING
                       : fact->kind == FACT_MARRIAGE && (fact->modality == FACT_COMING ||
                                                         (is_done(fact) && is_verb));
    if (!is_told || fact->agent == PERSON_NONE || fact->patient == PERSON_NONE)
        return 0;
    return (double)fact->sure_agent * (double)fact->sure_patient * (is_done(fact) ? 1 : coming);
}

static bool add_marriages(struct turning *t)
{
    const struct story *story = t->out;
    const struct fact **best = ARENA_NEW(t->scratch, const struct fact *, (size_t)story->tie.n + 1);
    double *best_sure = ARENA_NEW(t->scratch, double, (size_t)story->tie.n + 1);
    bool ok = best && best_sure;
    for (uint32_t i = 0; ok && i < story->fact.n; i++) {
        const struct fact *fact = &story->fact.at[i];
        double sure = tells_marriage(t, fact);
        if (sure <= 0)
            continue;
        bool is_in_order = fact->agent < fact->patient;
        const struct tie *tie = story_tie(story, is_in_order ? fact->agent : fact->patient,
                                          is_in_order ? fact->patient : fact->agent);
        if (!tie || tie->p_marries < married_from)
            continue;
        size_t k = (size_t)(tie - story->tie.at);
        if (sure > best_sure[k]) {
            best_sure[k] = sure;
            best[k] = fact;
        }
    }
    for (uint32_t k = 0; ok && k < story->tie.n; k++) {
        const struct tie *tie = &story->tie.at[k];
        if (best[k])
            ok = add(t, is_done(best[k]) ? TURN_MARRIAGE : TURN_BETROTHAL,
                     0.2 + 0.8 * sqrt(weight_of(t, tie->agent) * weight_of(t, tie->patient)),
                     tie->agent, tie->patient, best[k]->at, "the marriage is told");
    }
    return ok;
}

static const struct bond *bond_of(const struct story *story, uint32_t a, uint32_t b)
{
    for (uint32_t i = 0; i < story->bond.n; i++) // a couple of dozen
        if (story->bond.at[i].a == (a < b ? a : b) && story->bond.at[i].b == (a < b ? b : a))
            return &story->bond.at[i];
    return NULL;
}

static bool add_bonds(struct turning *t)
{
    bool ok = true;
    for (uint32_t i = 0; i < t->out->bond.n && ok; i++) {
        const struct bond *bond = &t->out->bond.at[i];
        for (uint32_t k = 0; k < bond->n_turns && ok; k++) {
            bool is_against = strcmp(bond->turn[k].why, "harm after care") == 0;
            ok = add(t, is_against ? TURN_AGAINST : TURN_TOWARDS,
                     sqrt(weight_of(t, bond->a) * weight_of(t, bond->b)), bond->a, bond->b,
                     bond->turn[k].at, bond->turn[k].why);
        }
    }
    return ok;
}

/* Two who were both there before the text brings them together, or one of them. */
static bool add_meetings(struct turning *t)
{
    const struct company *c = t->company;
    bool ok = true;
    for (uint32_t a = 0; a < c->n; a++) {
        for (uint32_t b = a + 1; b < c->n && ok; b++) {
            uint32_t n = c->n_with[a][b] + c->n_with[b][a];
            uint32_t first = c->first[a].start < c->first[b].start ? c->first[a].start
                                                                   : c->first[b].start;
            const struct bond *bond = bond_of(t->out, c->person[a], c->person[b]);
            if (n < LEAST_TOGETHER || c->met[a][b].start < first + 2 * JOINED_BYTES ||
                (bond && bond->kinds >> BOND_KIN & 1))
                continue;
            double part = (double)n / (c->n_seen[a] + c->n_seen[b]);
            ok = add(t, TURN_TOGETHER, sqrt(c->weight[a] * c->weight[b]) * (0.3 + 0.7 * part),
                     c->person[a], c->person[b], c->met[a][b], "the first time that they are together");
        }
    }
    return ok;
}

static bool add_last_times(struct turning *t)
{
    const struct company *c = t->company;
    bool ok = true;
    for (uint32_t a = 0; a < c->n && ok; a++) {
        uint32_t rest = (uint32_t)t->doc->text.n - c->last[a].end;
        if (c->weight[a] < gone_from || t->out->fate[c->person[a]].state == FATE_DIES ||
            rest <= c->longest_absence[a] || rest < 2 * JOINED_BYTES)
            continue;
        double of_text = (double)rest / (double)t->doc->text.n;
        ok = add(t, TURN_GONE, sqrt(c->weight[a]) * (0.4 + of_text), c->person[a], PERSON_NONE,
                 c->last[a], "the last time that they are there");
    }
    return ok;
}

static double share_of(const double *sum, uint32_t from, uint32_t end, uint32_t i)
{
    return sum[(size_t)end * COMPANY_MOST + i] - sum[(size_t)from * COMPANY_MOST + i];
}

static double distance_at(const double *sum, uint32_t n_scenes, uint32_t s, uint32_t window,
                          uint32_t n, uint32_t *comes)
{
    double before[COMPANY_MOST], after[COMPANY_MOST], all[2] = {0, 0}, most = 0;
    uint32_t from = s > window ? s - window : 0, end = s + window < n_scenes ? s + window : n_scenes;
    for (uint32_t i = 0; i < n; i++) {
        all[0] += before[i] = share_of(sum, from, s, i);
        all[1] += after[i] = share_of(sum, s, end, i);
    }
    *comes = COMPANY_NONE;
    for (uint32_t i = 0; i < n && all[0] > 0 && all[1] > 0; i++) {
        double more = after[i] / all[1] - before[i] / all[0];
        if (more > most) {
            most = more;
            *comes = i;
        }
    }
    double fewer = all[0] < all[1] ? all[0] : all[1];
    return company_distance(before, after, n) * fewer / (fewer + usual_company);
}

static whose_status add_company(struct turning *t, whose_error *err)
{
    const struct story *story = t->out;
    uint32_t n = story->scene.n, window = n / COMPANY_WINDOWS + 1;
    if (n < 3)
        return WHOSE_OK;
    double *sum = ARENA_NEW(t->scratch, double, (size_t)(n + 1) * COMPANY_MOST); // [scene][company]
    double *distance = ARENA_NEW(t->scratch, double, (size_t)n + 1);
    uint32_t *comes = ARENA_NEW(t->scratch, uint32_t, (size_t)n + 1);
    if (!sum || !distance || !comes)
        return fail_nomem(err);
    for (uint32_t s = 0; s < n; s++) {
        double *row = sum + (size_t)(s + 1) * COMPANY_MOST;
        memmove(row, row - COMPANY_MOST, COMPANY_MOST * sizeof *row);
        for (uint32_t k = 0; k < story->scene.at[s].n_cells; k++) {
            const struct cell *cell = &story->cell.at[story->scene.at[s].first_cell + k];
            uint32_t i = t->company->index_of[cell->person];
            if (i != COMPANY_NONE && cell_is_bodily(cell))
                row[i] += log(2.0 + cell->n_speeches + cell->n_acts);
        }
    }
    for (uint32_t s = 1; s < n; s++)
        distance[s] = distance_at(sum, n, s, window, t->company->n, &comes[s]);
    for (uint32_t s = 1; s < n; s++) {
        bool is_peak = distance[s] >= company_from && comes[s] != COMPANY_NONE;
        for (uint32_t k = 1; k <= window && is_peak; k++)
            is_peak = (k >= s || distance[s - k] < distance[s]) &&
                      (s + k >= n || distance[s + k] <= distance[s]);
        if (!is_peak)
            continue;
        uint32_t person = t->company->person[comes[s]];
        const struct cell *cell = NULL;
        for (uint32_t k = s; k < n && k < s + window && (!cell || !cell_is_bodily(cell)); k++)
            cell = story_cell(story, k, person);
        const struct fate *fate = &story->fate[person];
        bool is_dead = fate->state == FATE_DIES && fate->n_quotes && cell &&
                       cell->first.start > fate->quote[0].at.start; // spoken of, not there
        if (cell && cell_is_bodily(cell) && !is_dead &&
            !add(t, TURN_COMPANY, distance[s], person, PERSON_NONE, cell->first,
                 "other people are about"))
            return fail_nomem(err);
    }
    return WHOSE_OK;
}

/* Whose feeling it is, most of all, among facts [from, end). */
static uint32_t who_feels(const struct story *story, uint32_t from, uint32_t end, uint32_t *first)
{
    uint32_t best = PERSON_NONE, most = 0;
    int value;
    for (uint32_t i = from; i < end; i++) {
        uint32_t n = 0;
        if (!feeling_of(&story->fact.at[i], &value))
            continue;
        for (uint32_t k = i; k < end; k++)
            n += feeling_of(&story->fact.at[k], &value) &&
                 story->fact.at[k].patient == story->fact.at[i].patient;
        if (n > most) {
            most = n;
            best = story->fact.at[i].patient;
            *first = i;
        }
    }
    return best;
}

static bool add_feelings(struct turning *t)
{
    enum { LOOKED_MOST = 128 };
    const struct story *story = t->out;
    uint32_t width = (uint32_t)t->doc->text.n / FEELING_WINDOWS + JOINED_BYTES;
    uint32_t end = 0, n_in = 0, n_all = 0;
    uint32_t peak[PEAKS_MOST] = {0}, peak_n[PEAKS_MOST] = {0}, n_peaks = 0;
    int value;
    for (uint32_t i = 0; i < story->fact.n; i++)
        n_all += feeling_of(&story->fact.at[i], &value);
    for (uint32_t i = 0; i < story->fact.n; i++) {
        for (; end < story->fact.n &&
               story->fact.at[end].at.start < story->fact.at[i].at.start + width; end++)
            n_in += feeling_of(&story->fact.at[end], &value);
        if (!feeling_of(&story->fact.at[i], &value))
            continue;
        bool is_next = n_peaks && story->fact.at[i].at.start <
                                      story->fact.at[peak[n_peaks - 1]].at.start + width;
        if (is_next && n_in > peak_n[n_peaks - 1]) {
            peak[n_peaks - 1] = i;
            peak_n[n_peaks - 1] = n_in;
        } else if (!is_next && n_in >= LEAST_FEELINGS) {
            uint32_t at = n_peaks < PEAKS_MOST ? n_peaks++ : PEAKS_MOST;
            if (at == PEAKS_MOST) { // the flattest makes room, the order stays
                uint32_t low = 0;
                for (uint32_t k = 1; k < PEAKS_MOST; k++)
                    low = peak_n[k] < peak_n[low] ? k : low;
                if (peak_n[low] < n_in) {
                    memmove(peak + low, peak + low + 1, (PEAKS_MOST - 1 - low) * sizeof *peak);
                    memmove(peak_n + low, peak_n + low + 1, (PEAKS_MOST - 1 - low) * sizeof *peak_n);
                    at = PEAKS_MOST - 1;
                }
            }
            if (at < PEAKS_MOST) {
                peak[at] = i;
                peak_n[at] = n_in;
            }
        }
        n_in--;
    }
    double usual = (double)n_all * width / ((double)t->doc->text.n + 1);
    bool ok = true;
    for (uint32_t k = 0; k < n_peaks && ok; k++) {
        uint32_t last = peak[k], first = peak[k];
        while (last < story->fact.n && last < peak[k] + LOOKED_MOST &&
               story->fact.at[last].at.start < story->fact.at[peak[k]].at.start + width)
            last++;
        uint32_t person = who_feels(story, peak[k], last, &first);
        double excess = (peak_n[k] - usual) / (2 * sqrt(usual + 1) + 2);
        if (person != PERSON_NONE && excess > 0)
            ok = add(t, TURN_FEELING, (excess > 1 ? 1 : excess) * sqrt(weight_of(t, person)), person,
                     PERSON_NONE, story->fact.at[first].at, "feeling is densest here");
    }
    return ok;
}

static int by_score(const void *left, const void *right)
{
    const struct turn *x = left, *y = right;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    if (x->at.start != y->at.start)
        return x->at.start < y->at.start ? -1 : 1;
    return x->person[0] < y->person[0] ? -1 : x->person[0] > y->person[0];
}

static int by_place(const void *left, const void *right)
{
    const struct turn *x = left, *y = right;
    if (x->at.start != y->at.start)
        return x->at.start < y->at.start ? -1 : 1;
    return by_score(left, right);
}

static bool is_near(const struct turn *a, const struct turn *b)
{
    uint32_t apart = a->at.start > b->at.start ? a->at.start - b->at.start
                                               : b->at.start - a->at.start;
    return apart < JOINED_BYTES;
}

static void join(struct turn *into, const struct turn *turn)
{
    for (uint32_t p = 0; p < turn->n_persons; p++) {
        bool is_in = false;
        for (uint32_t k = 0; k < into->n_persons; k++)
            is_in = is_in || into->person[k] == turn->person[p];
        if (!is_in && into->n_persons < TURN_PERSONS)
            into->person[into->n_persons++] = turn->person[p];
    }
    if (into->n_quotes < TURN_QUOTES && turn->at.start != into->at.start)
        into->quote[into->n_quotes++] = turn->quote[0];
}

static whose_status choose(struct turning *t, struct arena *keep, whose_error *err)
{
    uint32_t n_of[N_TURN_KINDS] = {0};
    if (!t->turn.n)
        return WHOSE_OK;
    qsort(t->turn.at, t->turn.n, sizeof *t->turn.at, by_score);
    for (uint32_t i = 0; i < t->turn.n; i++) {
        const struct turn *turn = &t->turn.at[i];
        struct turn *near = NULL;
        for (uint32_t k = 0; k < t->out->turn.n && !near; k++)
            if (is_near(&t->out->turn.at[k], turn))
                near = &t->out->turn.at[k];
        if (turn->score < least_score)
            break;
        if (near) {
            join(near, turn);
            continue;
        }
        if (n_of[turn->kind] == kind_most[turn->kind] || t->out->turn.n == TURNS_MOST)
            continue;
        struct turn *kept = VEC_PUSH(&t->out->turn, keep);
        if (!kept)
            return fail_nomem(err);
        *kept = *turn;
        n_of[turn->kind]++;
    }
    if (t->out->turn.n)
        qsort(t->out->turn.at, t->out->turn.n, sizeof *t->out->turn.at, by_place);
    return WHOSE_OK;
}

whose_status turns_read(const struct doc *doc, const struct text *text, const struct cast *cast,
                        const struct company *company, struct arena *keep, struct arena *scratch,
                        struct story *out, whose_error *err)
{
    struct turning t = {.doc = doc, .text = text, .cast = cast, .company = company,
                        .scratch = scratch, .out = out};
    if (!add_deaths(&t) || !add_marriages(&t) || !add_bonds(&t) || !add_meetings(&t) ||
        !add_last_times(&t) || !add_feelings(&t))
        return fail_nomem(err);
    TRY(add_company(&t, err));
    return choose(&t, keep, err);
}

struct str turn_words(const struct cast *cast, const struct turn *turn, struct arena *arena)
{
    static const char *const words[N_TURN_KINDS][3] = { // before, between, behind the names
        [TURN_DEATH] = {"", "", " dies"},
        [TURN_KILLING] = {"", " kills ", ""},
        [TURN_MARRIAGE] = {"", " and ", " marry"},
        [TURN_BETROTHAL] = {"", " and ", " are to marry"},
        [TURN_AGAINST] = {"harm comes between ", " and ", ", who were close"},
        [TURN_TOWARDS] = {"", " and ", " come closer, after harm"},
        [TURN_TOGETHER] = {"", " and ", " are together for the first time"},
        [TURN_GONE] = {"", "", " is there for the last time"},
        [TURN_COMPANY] = {"from here on other people are about, most of all ", "", ""},
        [TURN_FEELING] = {"feeling runs high, ", "", " most of all"},
    };
    bool is_two = words[turn->kind][1][0] != '\0' && turn->n_persons > 1;
    struct str part[5] = {str_c(words[turn->kind][0]), cast->person.at[turn->person[0]].name,
                          str_c(is_two ? words[turn->kind][1] : NULL),
                          is_two ? cast->person.at[turn->person[1]].name : str_c(NULL),
                          str_c(words[turn->kind][2])};
    size_t n = 0;
    for (uint32_t i = 0; i < 5; i++)
        n += part[i].n;
    char *at = ARENA_NEW_RAW(arena, char, n + 1);
    struct str out = {at, n};
    for (uint32_t i = 0; i < 5 && at; i++) {
        if (part[i].n)
            memcpy(at, part[i].at, part[i].n);
        at += part[i].n;
    }
    return out;
}
