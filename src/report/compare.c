/* takes   the findings on two drafts
 * gives   what became of the one in the other, for a terminal and as JSON
 * method  the verdict first, then the people whose share moved, with the measures that moved
 *         most, then the scenes that are not as they were
 * cost    that of src/compare */
#include "report/internal.h"

#include "base/err.h"
#include "compare/compare.h"

enum { PEOPLE_SHOWN = 8, MEASURES_SHOWN = 3, DECIMALS = 6, NAME_COLUMNS = 22, CELL_COLUMNS = 16,
       SCENES_SHOWN = 20 };

struct comparing {
    struct writing side[N_SIDES]; // what belongs to one draft is put with its writing
    struct compared c;
};

static const struct findings *findings_of(const struct comparing *x, uint32_t side)
{
    return x->side[side].findings;
}

static uint32_t owner_of(const struct findings *f)
{
    const struct verdict *v = &f->verdict;
    if (v->answer == ANSWER_NOBODY || !v->n_candidates)
        return PERSON_NONE;
    return v->candidate[v->ranking[0].candidate];
}

/* The name in the later draft, else in the earlier. */
static struct str name_of(struct comparing *x, const struct same_person *p)
{
    uint32_t side = p->person[COMPARE_B] != PERSON_NONE ? COMPARE_B : COMPARE_A;
    return look_name(&x->side[side], p->person[side]);
}

static uint32_t n_scenes(const struct comparing *x, uint32_t side, uint32_t person)
{
    return person == PERSON_NONE ? 0 : story_n_scenes(&findings_of(x, side)->story, person);
}

static uint32_t n_words(const struct comparing *x, uint32_t side, uint32_t person)
{
    return person == PERSON_NONE ? 0 : findings_of(x, side)->cast.person.at[person].n_words;
}

static uint32_t n_speeches(const struct comparing *x, uint32_t side, uint32_t person)
{
    return person == PERSON_NONE ? 0 : findings_of(x, side)->cast.person.at[person].n_speeches;
}

/* ---- plain ---- */

static void put_verdict(struct comparing *x)
{
    static const char *const label[N_SIDES] = {"A: ", "B: "};
    for (uint32_t s = 0; s < N_SIDES; s++) {
        struct writing *w = &x->side[s];
        const struct findings *f = w->findings;
        const struct verdict *v = &f->verdict;
        struct draft line = {0};
        draft_put(w, &line, str_c(label[s]));
        draft_put(w, &line, look_title(w));
        DRAFT_PUT(w, &line, ", ");
        draft_count(w, &line, f->story.scene.n, look_scene(w), look_scenes(w));
        DRAFT_PUT(w, &line, ": ");
        uint32_t owner = owner_of(f);
        if (owner == PERSON_NONE) {
            DRAFT_PUT(w, &line, "it cannot be said whose story it is");
        } else {
            if (v->answer == ANSWER_SHARED)
                DRAFT_PUT(w, &line, "shared, first ");
            else if (v->answer == ANSWER_CONTESTED)
                DRAFT_PUT(w, &line, "contested, first ");
            draft_story_of(w, &line, owner);
            DRAFT_PUT(w, &line, " (");
            draft_percent(w, &line, v->ranking[0].share);
            DRAFT_PUT(w, &line, ")");
        }
        DRAFT_PUT(w, &line, ".");
        look_wrap(w, draft_str(&line), 0, 3);
    }
    uint32_t a = owner_of(findings_of(x, COMPARE_A)), b = owner_of(findings_of(x, COMPARE_B));
    if (a == PERSON_NONE || b == PERSON_NONE)
        return;
    bool is_same = false;
    for (uint32_t i = 0; i < x->c.person.n; i++)
        is_same = is_same || (x->c.person.at[i].person[COMPARE_A] == a &&
                              x->c.person.at[i].person[COMPARE_B] == b);
    struct writing *w = &x->side[COMPARE_B];
    look_tint(w, TINT_TITLE);
    look_wrap(w, is_same ? STR("It is the same person's story.") : STR("It is somebody else's story now."),
              0, LOOK_INDENT);
    look_tint(w, TINT_NONE);
}

/* "120 -> 90", with "-" where the person is missing. */
static struct str change(struct comparing *x, const struct same_person *p,
                         uint32_t (*count)(const struct comparing *, uint32_t, uint32_t))
{
    struct writing *w = &x->side[COMPARE_B];
    struct draft cell = {0};
    for (uint32_t s = 0; s < N_SIDES; s++) {
        if (s)
            draft_put(w, &cell, w->is_utf8 ? STR(" \xE2\x86\x92 ") : STR(" -> "));
        if (p->person[s] == PERSON_NONE)
            DRAFT_PUT(w, &cell, "-");
        else
            draft_uint(w, &cell, count(x, s, p->person[s]));
    }
    return draft_str(&cell);
}

static struct str change_of_share(struct comparing *x, const struct same_person *p)
{
    struct writing *w = &x->side[COMPARE_B];
    struct draft cell = {0};
    for (uint32_t s = 0; s < N_SIDES; s++) {
        if (s)
            draft_put(w, &cell, w->is_utf8 ? STR(" \xE2\x86\x92 ") : STR(" -> "));
        if (p->person[s] == PERSON_NONE)
            DRAFT_PUT(w, &cell, "-");
        else
            draft_percent(w, &cell, p->share[s]);
    }
    return draft_str(&cell);
}

/* The value of a person in a measure, as a share of all who are measured; below 0: not known. */
static double measured(const struct comparing *x, uint32_t side, uint32_t measure, uint32_t row)
{
    const struct evidence *e = &x->c.evidence[side][measure];
    uint32_t column = x->c.column[side][row];
    double all = 0;
    if (e->is_missing || column == VERDICT_NOBODY || !e->has_value[column])
        return -1;
    for (uint32_t i = 0; i < x->c.n_measured; i++)
        if (x->c.column[side][i] != VERDICT_NOBODY && e->has_value[x->c.column[side][i]])
            all += e->value[x->c.column[side][i]];
    return all > 0 ? e->value[column] / all : 0;
}

/* The measures in which a person moved most: "words spoken 40 % -> 31 %". */
static void put_moves(struct comparing *x, const struct same_person *p)
{
    static const double least_move = 0.02;
    struct writing *w = &x->side[COMPARE_B];
    bool is_shown[N_MEASURES] = {false};
    struct draft line = {0};
    for (uint32_t round = 0; round < MEASURES_SHOWN; round++) {
        uint32_t best = N_MEASURES;
        double most = least_move;
        for (uint32_t m = 0; m < N_MEASURES; m++) {
            double a = measured(x, COMPARE_A, m, p->row), b = measured(x, COMPARE_B, m, p->row);
            double move = b > a ? b - a : a - b;
            if (a < 0 || b < 0 || is_shown[m] || move < most)
                continue;
            most = move;
            best = m;
        }
        if (best == N_MEASURES)
            break;
        is_shown[best] = true;
        if (line.n)
            DRAFT_PUT(w, &line, "; ");
        draft_put(w, &line, str_c(measure_info[best].name));
        DRAFT_PUT(w, &line, " ");
        draft_percent(w, &line, measured(x, COMPARE_A, best, p->row));
        draft_put(w, &line, w->is_utf8 ? STR(" \xE2\x86\x92 ") : STR(" -> "));
        draft_percent(w, &line, measured(x, COMPARE_B, best, p->row));
    }
    if (!line.n)
        return;
    look_spaces(w, 2 * LOOK_INDENT);
    look_tint(w, TINT_DIM);
    look_wrap(w, draft_str(&line), 2 * LOOK_INDENT, 2 * LOOK_INDENT);
    look_tint(w, TINT_NONE);
}

static void put_row(struct writing *w, struct str name, struct str share, struct str words,
                    struct str scenes)
{
    look_spaces(w, LOOK_INDENT);
    look_cell(w, look_fit(w, name, NAME_COLUMNS - 1), NAME_COLUMNS, false);
    look_cell(w, share, CELL_COLUMNS, false);
    look_cell(w, words, CELL_COLUMNS + 2, false);
    look_put(w, scenes);
    look_line(w);
}

static void put_people(struct comparing *x)
{
    struct writing *w = &x->side[COMPARE_B];
    look_head(w, "People");
    look_tint(w, TINT_DIM);
    put_row(w, STR(""), STR("share"), STR("words"), STR("scenes"));
    look_tint(w, TINT_NONE);
    for (uint32_t i = 0; i < x->c.person.n && i < PEOPLE_SHOWN; i++) {
        const struct same_person *p = &x->c.person.at[i];
        put_row(w, name_of(x, p), change_of_share(x, p), change(x, p, n_words),
                change(x, p, n_scenes));
        bool is_renamed = p->by == MATCH_SPELLING || p->by == MATCH_LINES || p->by == MATCH_PART;
        if (is_renamed) {
            struct draft line = {0};
            DRAFT_PUT(w, &line, "was ");
            draft_put(w, &line, look_name(&x->side[COMPARE_A], p->person[COMPARE_A]));
            DRAFT_PUT(w, &line, " (by ");
            draft_put(w, &line, str_c(match_name[p->by]));
            DRAFT_PUT(w, &line, ")");
            look_spaces(w, 2 * LOOK_INDENT);
            look_wrap(w, draft_str(&line), 2 * LOOK_INDENT, 2 * LOOK_INDENT);
        }
        if (p->is_measured && p->person[COMPARE_A] != PERSON_NONE &&
            p->person[COMPARE_B] != PERSON_NONE)
            put_moves(x, p);
    }
    for (uint32_t s = 0; s < N_SIDES; s++) {
        struct draft line = {0};
        for (uint32_t i = 0; i < x->c.person.n; i++) {
            const struct same_person *p = &x->c.person.at[i];
            if (p->person[1 - s] != PERSON_NONE)
                continue;
            draft_put(w, &line, line.n ? STR(", ") : s ? STR("Only in B: ") : STR("Only in A: "));
            draft_put(w, &line, look_name(&x->side[s], p->person[s]));
        }
        if (!line.n)
            continue;
        DRAFT_PUT(w, &line, ".");
        look_spaces(w, LOOK_INDENT);
        look_wrap(w, draft_str(&line), LOOK_INDENT, 2 * LOOK_INDENT);
    }
}

static struct str place_of(struct comparing *x, uint32_t side, uint32_t scene)
{
    struct writing *w = &x->side[side];
    return look_place(w, w->findings->story.scene.at[scene].at.start);
}

static struct str heading_of(struct comparing *x, uint32_t side, uint32_t scene)
{
    struct writing *w = &x->side[side];
    const struct doc *doc = &w->findings->doc;
    uint32_t segment = w->findings->story.scene.at[scene].segment;
    if (segment == DOC_NONE || span_is_empty(doc->segment.at[segment].heading))
        return STR("");
    return look_passage(w, doc->segment.at[segment].heading);
}

static void put_scenes(struct comparing *x)
{
    struct writing *w = &x->side[COMPARE_B];
    look_head(w, "Scenes");
    if (!x->c.is_scene_by_scene) {
        look_spaces(w, LOOK_INDENT);
        look_wrap(w, STR("Too few scenes have their wording in common: they are not set against "
                         "each other."), LOOK_INDENT, LOOK_INDENT);
        return;
    }
    struct draft sums = {0};
    for (uint32_t f = 0; f < N_SCENE_FATES; f++) {
        if (f)
            DRAFT_PUT(w, &sums, ", ");
        draft_uint(w, &sums, x->c.n_fates[f]);
        DRAFT_PUT(w, &sums, " ");
        draft_put(w, &sums, str_c(scene_fate_name[f]));
    }
    look_spaces(w, LOOK_INDENT);
    look_wrap(w, draft_str(&sums), LOOK_INDENT, LOOK_INDENT);
    uint32_t n_shown = 0, n_left = 0;
    for (uint32_t i = 0; i < x->c.scene.n; i++) {
        const struct same_scene *scene = &x->c.scene.at[i];
        if (scene->fate == SCENE_KEPT)
            continue;
        if (n_shown++ >= SCENES_SHOWN) {
            n_left++;
            continue;
        }
        uint32_t side = scene->fate == SCENE_CUT ? COMPARE_A : COMPARE_B;
        struct draft line = {0};
        draft_put(w, &line, place_of(x, side, scene->scene[side]));
        if (scene->fate == SCENE_MOVED) {
            DRAFT_PUT(w, &line, ", was ");
            draft_put(w, &line, place_of(x, COMPARE_A, scene->scene[COMPARE_A]));
        } else if (scene->fate == SCENE_CHANGED) {
            DRAFT_PUT(w, &line, ", ");
            draft_percent(w, &line, (double)scene->like);
            DRAFT_PUT(w, &line, " as it was");
        }
        struct str heading = heading_of(x, side, scene->scene[side]);
        if (heading.n) {
            DRAFT_PUT(w, &line, ": ");
            draft_put(w, &line, heading);
        }
        look_spaces(w, LOOK_INDENT);
        look_cell(w, str_c(scene_fate_name[scene->fate]), 9, false);
        look_wrap(w, draft_str(&line), LOOK_INDENT + 9, LOOK_INDENT + 9);
    }
    if (n_left) {
        struct draft line = {0};
        DRAFT_PUT(w, &line, "and ");
        draft_uint(w, &line, n_left);
        DRAFT_PUT(w, &line, " more; --json has all");
        look_spaces(w, LOOK_INDENT);
        look_wrap(w, draft_str(&line), LOOK_INDENT, LOOK_INDENT);
    }
}

/* ---- JSON ---- */

static void put_id(struct sink *sink, uint32_t id, uint32_t none)
{
    if (id == none)
        SINK_PUT(sink, "null");
    else
        sink_uint(sink, id);
}

static void put_share(struct comparing *x, uint32_t side, const struct same_person *p)
{
    struct sink *sink = x->side[COMPARE_B].sink;
    if (p->person[side] == PERSON_NONE)
        SINK_PUT(sink, "null");
    else
        number_put(sink, p->share[side], DECIMALS);
}

static void put_counts(struct comparing *x, const char *key, const struct same_person *p,
                       uint32_t (*count)(const struct comparing *, uint32_t, uint32_t))
{
    struct sink *sink = x->side[COMPARE_B].sink;
    sink_put(sink, str_c(key));
    for (uint32_t s = 0; s < N_SIDES; s++) {
        sink_char(sink, s ? ',' : '[');
        if (p->person[s] == PERSON_NONE)
            SINK_PUT(sink, "null");
        else
            sink_uint(sink, count(x, s, p->person[s]));
    }
    sink_char(sink, ']');
}

static void json_person(struct comparing *x, const struct same_person *p)
{
    struct sink *sink = x->side[COMPARE_B].sink;
    SINK_PUT(sink, "\n{\"a\":");
    put_id(sink, p->person[COMPARE_A], PERSON_NONE);
    SINK_PUT(sink, ",\"b\":");
    put_id(sink, p->person[COMPARE_B], PERSON_NONE);
    SINK_PUT(sink, ",\"name\":");
    sink_json(sink, name_of(x, p));
    SINK_PUT(sink, ",\"by\":");
    if (match_name[p->by])
        sink_json(sink, str_c(match_name[p->by]));
    else
        SINK_PUT(sink, "null");
    SINK_PUT(sink, ",\"share\":[");
    put_share(x, COMPARE_A, p);
    sink_char(sink, ',');
    put_share(x, COMPARE_B, p);
    sink_char(sink, ']');
    put_counts(x, ",\"speeches\":", p, n_speeches);
    put_counts(x, ",\"words\":", p, n_words);
    put_counts(x, ",\"scenes\":", p, n_scenes);
    SINK_PUT(sink, ",\"measures\":[");
    bool is_first = true;
    for (uint32_t m = 0; m < N_MEASURES && p->is_measured; m++) {
        double value[N_SIDES] = {measured(x, COMPARE_A, m, p->row),
                                 measured(x, COMPARE_B, m, p->row)};
        if (value[0] < 0 && value[1] < 0)
            continue;
        sink_put(sink, is_first ? STR("{\"measure\":") : STR(",{\"measure\":"));
        is_first = false;
        sink_json(sink, str_c(measure_info[m].name));
        for (uint32_t s = 0; s < N_SIDES; s++) {
            sink_put(sink, s ? STR(",\"b\":") : STR(",\"a\":"));
            if (value[s] < 0)
                SINK_PUT(sink, "null");
            else
                number_put(sink, value[s], DECIMALS);
        }
        sink_char(sink, '}');
    }
    SINK_PUT(sink, "]}");
}

static void json_compare(struct comparing *x)
{
    struct sink *sink = x->side[COMPARE_B].sink;
    SINK_PUT(sink, "{\"schema\":1");
    for (uint32_t s = 0; s < N_SIDES; s++) {
        const struct findings *f = findings_of(x, s);
        sink_put(sink, s ? STR(",\"b\":{\"path\":") : STR(",\"a\":{\"path\":"));
        sink_json(sink, f->path);
        SINK_PUT(sink, ",\"sha256\":");
        sink_json(sink, str_c(f->sha256));
        SINK_PUT(sink, ",\"scenes\":");
        sink_uint(sink, f->story.scene.n);
        SINK_PUT(sink, ",\"answer\":");
        sink_json(sink, str_c(answer_name[f->verdict.answer]));
        SINK_PUT(sink, ",\"owner\":");
        put_id(sink, owner_of(f), PERSON_NONE);
        sink_char(sink, '}');
    }
    SINK_PUT(sink, ",\"characters\":[");
    for (uint32_t i = 0; i < x->c.person.n; i++) {
        if (i)
            sink_char(sink, ',');
        json_person(x, &x->c.person.at[i]);
    }
    SINK_PUT(sink, "],\"scenes\":");
    if (!x->c.is_scene_by_scene) {
        SINK_PUT(sink, "null}\n");
        return;
    }
    for (uint32_t i = 0; i < x->c.scene.n; i++) {
        const struct same_scene *scene = &x->c.scene.at[i];
        sink_put(sink, i ? STR(",\n{\"a\":") : STR("[\n{\"a\":"));
        for (uint32_t s = 0; s < N_SIDES; s++) {
            if (s)
                SINK_PUT(sink, ",\"b\":");
            if (scene->scene[s] == DOC_NONE)
                SINK_PUT(sink, "null");
            else
                put_id(sink, findings_of(x, s)->story.scene.at[scene->scene[s]].segment, DOC_NONE);
        }
        SINK_PUT(sink, ",\"fate\":");
        sink_json(sink, str_c(scene_fate_name[scene->fate]));
        SINK_PUT(sink, ",\"like\":");
        number_put(sink, (double)scene->like, DECIMALS);
        sink_char(sink, '}');
    }
    sink_put(sink, x->c.scene.n ? STR("]}\n") : STR("[]}\n"));
}

static struct side side_of(const struct findings *f)
{
    return (struct side){&f->doc, &f->text, &f->cast, &f->story, &f->verdict};
}

whose_status report_compare(const struct findings *a, const struct findings *b, whose_form form,
                            const whose_style *style, struct arena *scratch, struct sink *sink,
                            whose_error *err)
{
    struct comparing x = {.side = {writing_begin(a, style, scratch, sink, err),
                                   writing_begin(b, style, scratch, sink, err)}};
    struct side side[N_SIDES] = {side_of(a), side_of(b)};
    struct arena keep;
    arena_init(&keep, &scratch->allocator);
    whose_status status = compare_sides(side, &keep, scratch, &x.c, err);
    if (status == WHOSE_OK && form == WHOSE_FORM_JSON) {
        json_compare(&x);
    } else if (status == WHOSE_OK) {
        put_verdict(&x);
        put_people(&x);
        put_scenes(&x);
    }
    arena_free(&keep);
    if (status == WHOSE_OK && (x.side[COMPARE_A].no_memory || x.side[COMPARE_B].no_memory))
        return fail_nomem(err);
    return status;
}
