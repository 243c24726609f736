/* takes   the findings of one work and a name
 * gives   one person's dossier: who it is, every scene in order, how present, with
 *         whom, first and last line, longest absence
 * method  the person's cells in the order of scenes; company from the other cells
 *         of the same scene
 * cost    O(cells of the person's scenes) */
#include "report/internal.h"

#include "base/err.h"
#include "claim/claim.h"

enum { COMPANY_NAMED = 6, ALIASES_NAMED = 12 };

static void put_label(struct writing *w, const char *label, struct str words)
{
    enum { LABEL_COLUMNS = 14 };
    look_spaces(w, LOOK_INDENT);
    look_tint(w, TINT_DIM);
    look_cell(w, str_c(label), LABEL_COLUMNS, false);
    look_tint(w, TINT_NONE);
    look_wrap(w, words, LOOK_INDENT + LABEL_COLUMNS, LOOK_INDENT + LABEL_COLUMNS);
}

static void put_names(struct writing *w, const struct person *person)
{
    const struct cast *cast = &w->findings->cast;
    struct draft names = {0};
    for (uint32_t a = 0; a < person->n_aliases && a < ALIASES_NAMED; a++) {
        const struct alias *alias = &cast->alias.at[person->first_alias + a];
        if (a)
            DRAFT_PUT(w, &names, ", ");
        draft_put(w, &names, alias->text);
        DRAFT_PUT(w, &names, " (");
        draft_uint(w, &names, alias->n);
        DRAFT_PUT(w, &names, ")");
    }
    if (person->n_aliases > ALIASES_NAMED) {
        DRAFT_PUT(w, &names, " and ");
        draft_uint(w, &names, person->n_aliases - ALIASES_NAMED);
        DRAFT_PUT(w, &names, " more");
    }
    if (names.n)
        put_label(w, "called", draft_str(&names));
}

static void put_numbers(struct writing *w, uint32_t p)
{
    const struct findings *f = w->findings;
    const struct person *person = &f->cast.person.at[p];
    struct draft numbers = {0};
    draft_count(w, &numbers, story_n_scenes(&f->story, p), look_scene(w), look_scenes(w));
    DRAFT_PUT(w, &numbers, ", ");
    draft_count(w, &numbers, person->n_speeches, "speech", "speeches");
    DRAFT_PUT(w, &numbers, ", ");
    draft_count(w, &numbers, person->n_words, "word", "words");
    put_label(w, "has", draft_str(&numbers));
    uint32_t candidate = verdict_candidate(&f->verdict, p);
    for (uint32_t i = 0; i < f->verdict.n_candidates; i++) {
        if (f->verdict.ranking[i].candidate != candidate || f->verdict.answer == ANSWER_NOBODY)
            continue;
        struct draft share = {0};
        draft_percent(w, &share, f->verdict.ranking[i].share);
        put_label(w, "owns it with", draft_str(&share));
    }
    const struct gap *gap = p < f->story.n_persons ? &f->story.longest_gap[p] : NULL;
    if (gap && gap->n_scenes && gap->last_scene < f->story.scene.n &&
        gap->next_scene < f->story.scene.n) {
        struct draft away = {0};
        uint32_t end = f->story.scene.at[gap->last_scene].at.end;
        draft_place(w, &away, end ? end - 1 : 0);
        DRAFT_PUT(w, &away, " to ");
        draft_place(w, &away, f->story.scene.at[gap->next_scene].at.start);
        DRAFT_PUT(w, &away, ", ");
        draft_count(w, &away, gap->n_scenes, look_scene(w), look_scenes(w));
        put_label(w, "gone from", draft_str(&away));
    }
}

static void put_joined(struct writing *w, uint32_t p)
{
    const struct cast *cast = &w->findings->cast;
    for (uint32_t j = 0; j < cast->join.n; j++) {
        if (cast->join.at[j].person != p)
            continue;
        struct draft draft = {0};
        draft_put(w, &draft, cast->join.at[j].name);
        if (cast->join.at[j].because.n) {
            DRAFT_PUT(w, &draft, ": ");
            draft_put(w, &draft, cast->join.at[j].because);
        }
        put_label(w, "joined", draft_str(&draft));
    }
}

/* The first or the last piece that the person speaks; empty when there is none. */
static struct span spoken(const struct findings *f, uint32_t p, bool last)
{
    for (uint32_t i = 0; i < f->doc.speech.n; i++) {
        uint32_t s = last ? f->doc.speech.n - 1 - i : i;
        const struct utterance *utterance = &f->cast.utterance[s];
        bool is_theirs = false;
        for (uint32_t k = 0; k < utterance->n_speakers; k++)
            is_theirs = is_theirs || f->cast.speaker.at[utterance->first_speaker + k] == p;
        if (!is_theirs)
            continue;
        const struct speech *speech = &f->doc.speech.at[s];
        for (uint32_t k = 0; k < speech->n_blocks; k++) {
            uint32_t b = speech->first_block + (last ? speech->n_blocks - 1 - k : k);
            if (b < f->doc.block.n && doc_says(&f->doc, s, b))
                return f->doc.block.at[b].at;
        }
    }
    return (struct span){0, 0};
}

static void put_line(struct writing *w, const char *head, struct span at)
{
    if (span_is_empty(at))
        return;
    look_head(w, head);
    look_quote(w, at, STR(""), LOOK_INDENT, 2);
}

static void draft_how(struct writing *w, struct draft *draft, const struct cell *cell)
{
    static const enum presence_kind order[] = {PRESENCE_ACTS, PRESENCE_SEEN, PRESENCE_OFF_SCREEN,
                                               PRESENCE_VOICE_OVER};
    uint32_t n_words = 0;
    for (uint32_t v = 0; v < N_VOICES; v++)
        n_words += cell->n_words[v];
    if (cell->n_speeches) {
        draft_count(w, draft, cell->n_speeches, "speech", "speeches");
        DRAFT_PUT(w, draft, ", ");
        draft_count(w, draft, n_words, "word", "words");
    }
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (!(cell->kinds & (1u << order[i])))
            continue;
        if (order[i] == PRESENCE_SEEN && draft->n)
            continue; // who speaks or acts is seen
        if (draft->n)
            DRAFT_PUT(w, draft, ", ");
        draft_put(w, draft, str_c(presence_kind_name[order[i]]));
    }
    if (draft->n)
        return;
    DRAFT_PUT(w, draft, "absent, ");
    draft_put(w, draft, str_c(cell->kinds & (1u << PRESENCE_ADDRESSED) ? "addressed" : "named"));
    if (cell->n_named > 1) {
        DRAFT_PUT(w, draft, " ");
        draft_count(w, draft, cell->n_named, "time", "times");
    }
}

static void draft_company(struct writing *w, struct draft *draft, const struct cell *self)
{
    const struct story *story = &w->findings->story;
    const struct scene *scene = &story->scene.at[self->scene];
    uint32_t n = 0;
    for (uint32_t i = 0; i < scene->n_cells; i++) {
        const struct cell *cell = &story->cell.at[scene->first_cell + i];
        if (cell->person == self->person || !cell_is_bodily(cell))
            continue;
        n++;
        if (n > COMPANY_NAMED)
            continue;
        draft_put(w, draft, n == 1 ? STR("with ") : STR(", "));
        draft_name(w, draft, cell->person);
    }
    if (n > COMPANY_NAMED) {
        DRAFT_PUT(w, draft, " and ");
        draft_uint(w, draft, n - COMPANY_NAMED);
        DRAFT_PUT(w, draft, " more");
    }
    if (!n && cell_is_bodily(self))
        DRAFT_PUT(w, draft, "alone");
}

/* From the sentence around `off` to the end of its block: enough for one line. */
static struct span sentence_at(const struct doc *doc, uint32_t off)
{
    enum { BACK_BYTES = 400 }; // a longer sentence begins in its middle
    uint32_t b = doc_block_at(doc, off);
    if (b == DOC_NONE || off >= doc->block.at[b].at.end)
        return (struct span){off, off};
    /* a speech is named by its cue: what is said stands behind it */
    while ((doc->block.at[b].kind == BLOCK_CUE || doc->block.at[b].kind == BLOCK_PARENTHETICAL) &&
           doc->block.at[b].speech != DOC_NONE && b + 1 < doc->block.n &&
           doc->block.at[b + 1].speech == doc->block.at[b].speech)
        b++;
    struct span at = doc->block.at[b].at;
    if (off < at.start)
        return at;
    uint32_t start = off;
    while (start > at.start && off - start < BACK_BYTES) {
        char c = doc->text.at[start - 1];
        bool ends = start >= 2 && is_blank(c) && (doc->text.at[start - 2] == '.' ||
                                                  doc->text.at[start - 2] == '!' ||
                                                  doc->text.at[start - 2] == '?');
        if (ends)
            break;
        start--;
    }
    while (start < off && ((unsigned char)doc->text.at[start] & 0xC0) == 0x80)
        start++;
    return (struct span){start, at.end};
}

static void put_scene(struct writing *w, const struct cell *cell)
{
    const struct findings *f = w->findings;
    const struct scene *scene = &f->story.scene.at[cell->scene];
    struct span heading = {0, 0};
    if (scene->segment < f->doc.segment.n)
        heading = f->doc.segment.at[scene->segment].heading;
    struct str cite = doc_cite(&f->doc, scene->at.start, w->scratch);
    if (!cite.at) {
        w->no_memory = true;
        return;
    }
    struct draft title = {0};
    draft_put(w, &title, cite);
    if (!span_is_empty(heading)) {
        DRAFT_PUT(w, &title, "  ");
        draft_put(w, &title, look_passage(w, heading));
    }
    look_line(w);
    look_spaces(w, LOOK_INDENT);
    look_put(w, look_fit(w, draft_str(&title), w->columns - LOOK_INDENT));
    look_line(w);
    struct draft how = {0};
    draft_how(w, &how, cell);
    struct draft company = {0};
    draft_company(w, &company, cell);
    if (company.n) {
        DRAFT_PUT(w, &how, "; ");
        draft_put(w, &how, draft_str(&company));
    }
    look_spaces(w, 2 * LOOK_INDENT);
    look_wrap(w, draft_str(&how), 2 * LOOK_INDENT, 2 * LOOK_INDENT);
    if (span_is_empty(cell->first))
        return;
    struct span passage = sentence_at(&f->doc, cell->first.start);
    if (!span_is_empty(passage))
        look_quote(w, passage, STR(""), 2 * LOOK_INDENT, 1);
}

whose_status plain_who(struct writing *w)
{
    const struct findings *f = w->findings;
    uint32_t p;
    TRY(claim_person(w->subject, &f->cast, w->scratch, &p, w->err));
    const struct person *person = &f->cast.person.at[p];
    struct draft head = {0};
    draft_name(w, &head, p);
    if (person->is_group)
        DRAFT_PUT(w, &head, " (group)");
    look_tint(w, TINT_HEAD);
    look_wrap(w, draft_str(&head), 0, LOOK_INDENT);
    look_tint(w, TINT_NONE);
    struct str words = look_description(w, p);
    if (words.n && person->role < f->doc.role.n &&
        str_eq(words, f->doc.role.at[person->role].description))
        look_wrap(w, words, 0, 0);
    else if (!span_is_empty(person->introduced))
        look_quote(w, person->introduced, STR(""), LOOK_INDENT, 2);
    look_line(w);
    put_names(w, person);
    put_joined(w, p);
    put_numbers(w, p);
    put_line(w, "First line", spoken(f, p, false));
    put_line(w, "Last line", spoken(f, p, true));
    look_head(w, str_eq(str_c(look_scene(w)), STR("scene")) ? "Scene by scene" : "Chapter by chapter");
    const struct story *story = &f->story;
    for (uint32_t i = p < story->n_persons ? story->person_first[p] : 0;
         p < story->n_persons && i < story->person_first[p + 1]; i++) {
        struct arena_mark mark = arena_mark(w->scratch);
        put_scene(w, &story->cell.at[story->by_person[i]]);
        arena_rewind(w->scratch, mark);
    }
    return WHOSE_OK;
}
