/* takes   the findings of one work
 * gives   the report for a terminal: verdict, readings, evidence; the people
 *         follow from cast.c
 * method  sections in the order of a reader's questions: whose, why, who, what
 *         was not understood; whatever is not known is left out
 * cost    O(candidates x measures + what cast.c shows) */
#include "report/internal.h"

#include "base/err.h"
#include "claim/claim.h"

enum { SHARES_SHOWN = 3, LABEL_COLUMNS = 14, SCENES_TO_TELL = 3, REASONS_SHOWN = 3, MEASURES_SHOWN = 10, FEW_MORE = 3 };

static uint32_t person_of(const struct verdict *verdict, uint32_t candidate)
{
    return candidate < verdict->n_candidates ? verdict->candidate[candidate] : PERSON_NONE;
}

/* From the first page that has a number: an extract begins where it begins. */
static uint32_t count_pages(const struct doc *doc)
{
    uint32_t first = 0, last = doc->run.n ? doc->run.at[doc->run.n - 1].page : 0;
    for (uint32_t r = 0; r < doc->run.n && !first; r++)
        first = doc->run.at[r].page;
    return last >= first && first ? last - first + 1 : 0;
}

static void put_facts(struct writing *w)
{
    const struct findings *f = w->findings;
    struct draft facts = {0};
    if (f->doc.author.n) {
        struct draft author = {0};
        DRAFT_PUT(w, &author, "by ");
        draft_put(w, &author, f->doc.author);
        look_wrap(w, draft_str(&author), 0, LOOK_INDENT);
    }
    DRAFT_PUT(w, &facts, "a ");
    draft_put(w, &facts,
              f->doc.kind == DOC_ACCOUNT ? STR("text") : str_c(doc_kind_name[f->doc.kind]));
    DRAFT_PUT(w, &facts, " (");
    draft_put(w, &facts, f->doc.format);
    DRAFT_PUT(w, &facts, ")");
    uint32_t n_pages = count_pages(&f->doc);
    if (n_pages) {
        DRAFT_PUT(w, &facts, ", ");
        draft_count(w, &facts, n_pages, "page", "pages");
    }
    if (f->doc.speech.n == 0 && f->cast.person.n == 0) { // scenes of nobody are no scenes
        DRAFT_PUT(w, &facts, ", ");
        draft_count(w, &facts, f->text.n_words, "word", "words");
        look_wrap(w, draft_str(&facts), 0, 0);
        return;
    }
    DRAFT_PUT(w, &facts, ", ");
    draft_count(w, &facts, f->story.scene.n, look_scene(w), look_scenes(w));
    DRAFT_PUT(w, &facts, ", ");
    draft_count(w, &facts, f->doc.speech.n, "speech", "speeches");
    DRAFT_PUT(w, &facts, ", ");
    draft_count(w, &facts, f->cast.person.n, "character", "characters");
    look_wrap(w, draft_str(&facts), 0, 0);
}

static void put_title(struct writing *w)
{
    look_tint(w, TINT_DIM);
    look_wrap(w, STR("Read on this machine; nothing leaves it."), 0, 0);
    look_tint(w, TINT_NONE);
    look_line(w);
    struct draft draft = {0};
    draft_put(w, &draft, look_title(w));
    look_tint(w, TINT_HEAD);
    look_wrap(w, draft_str(&draft), 0, LOOK_INDENT);
    look_tint(w, TINT_NONE);
    put_facts(w);
}

static void draft_ranked(struct writing *w, struct draft *draft, uint32_t rank)
{
    const struct verdict *verdict = &w->findings->verdict;
    draft_name(w, draft, person_of(verdict, verdict->ranking[rank].candidate));
    DRAFT_PUT(w, draft, " (");
    draft_percent(w, draft, verdict->ranking[rank].share);
    DRAFT_PUT(w, draft, ")");
}

/* How many stand beside the likeliest: those that come near, at most SHARES_SHOWN. */
static uint32_t n_sharers(const struct verdict *verdict)
{
    static const double near_ratio = 1.5;
    uint32_t n = 1;
    while (n < verdict->n_candidates && n < SHARES_SHOWN &&
           (n < 2 || verdict->ranking[n].share * near_ratio >= verdict->ranking[0].share))
        n++;
    return n;
}

/* Those behind the first whose share is not nothing. */
static uint32_t n_runners_up(const struct verdict *verdict)
{
    static const double least_shown = 0.005;
    uint32_t n = 0;
    while (n + 1 < verdict->n_candidates && n < SHARES_SHOWN &&
           verdict->ranking[n + 1].share >= least_shown)
        n++;
    return n;
}

static void draft_list(struct writing *w, struct draft *draft, uint32_t n, const char *word)
{
    for (uint32_t i = 0; i < n; i++) {
        if (i && i + 1 == n) {
            DRAFT_PUT(w, draft, " ");
            draft_put(w, draft, str_c(word));
            DRAFT_PUT(w, draft, " ");
        } else if (i) {
            DRAFT_PUT(w, draft, ", ");
        }
        draft_ranked(w, draft, i);
    }
}

static void draft_because(struct writing *w, struct draft *draft, const char *because)
{
    struct str why = str_trim(str_c(because));
    if (!why.n)
        return;
    DRAFT_PUT(w, draft, " ");
    char first = why.at[0];
    if (first >= 'a' && first <= 'z') {
        first = (char)(first - 'a' + 'A');
        draft_put(w, draft, (struct str){&first, 1});
        why = str_part(why, 1, why.n);
    }
    draft_put(w, draft, why);
    if (!str_ends(why, STR(".")))
        DRAFT_PUT(w, draft, ".");
}

/* The share, and where it lies between when its scenes are drawn anew, if that is any wider. */
static void draft_one(struct writing *w, struct draft *draft, const struct ranked *first)
{
    enum { WIDE = 3 }; // percent
    static const double settled = 0.2;
    bool is_settled = first->low >= settled;
    bool is_short = w->findings->story.scene.n < SCENES_TO_TELL;
    draft_put(w, draft, is_settled ? STR("It is ") : STR("It is most likely "));
    draft_story_of(w, draft, person_of(&w->findings->verdict, first->candidate));
    DRAFT_PUT(w, draft, " (");
    draft_percent(w, draft, first->share);
    uint64_t low = (uint64_t)(first->low * 100 + 0.5), high = (uint64_t)(first->high * 100 + 0.5);
    if (high < low + WIDE) {
        DRAFT_PUT(w, draft, ").");
        return;
    }
    if (!is_settled && is_short) {
        DRAFT_PUT(w, draft, "); the scenes are too few to say how firm that is.");
        return;
    }
    DRAFT_PUT(w, draft, "; ");
    draft_uint(w, draft, low);
    DRAFT_PUT(w, draft, " to ");
    draft_uint(w, draft, high);
    DRAFT_PUT(w, draft, " when its ");
    draft_put(w, draft, str_c(look_scenes(w)));
    DRAFT_PUT(w, draft, " are drawn anew).");
}

/* How a file without marks of a format was read; a warning when badly. */
static void put_layout(struct writing *w)
{
    enum { BAD_SHARE = 9 }; // percent
    const struct doc *doc = &w->findings->doc;
    struct draft draft = {0};
    if (!doc->layout.n)
        return;
    DRAFT_PUT(w, &draft, "Layout found: ");
    draft_put(w, &draft, doc->layout);
    DRAFT_PUT(w, &draft, ". ");
    if (doc->n_doubtful) {
        draft_count(w, &draft, doc->n_doubtful, "line", "lines");
        DRAFT_PUT(w, &draft, " of ");
    } else {
        DRAFT_PUT(w, &draft, "None of ");
    }
    draft_uint(w, &draft, doc->n_lines);
    draft_put(w, &draft,
              !doc->n_doubtful       ? STR(" lines is in doubt.")
              : doc->n_doubtful == 1 ? STR(" is in doubt.")
                                     : STR(" are in doubt."));
    if ((uint64_t)doc->n_doubtful * 100 > (uint64_t)doc->n_lines * BAD_SHARE) {
        DRAFT_PUT(w, &draft, " More than ");
        draft_uint(w, &draft, BAD_SHARE);
        DRAFT_PUT(w, &draft, " in 100 are: the file may have been read badly, take what follows with care.");
    }
    look_line(w);
    look_wrap(w, draft_str(&draft), 0, 0);
}

static void put_verdict(struct writing *w)
{
    static const double far_behind = 0.02; // what anybody gets, whatever the text says
    const struct verdict *verdict = &w->findings->verdict;
    struct draft answer = {0};
    switch (verdict->n_candidates ? verdict->answer : ANSWER_NOBODY) {
    case ANSWER_ONE:
        draft_one(w, &answer, &verdict->ranking[0]);
        break;
    case ANSWER_SHARED:
        DRAFT_PUT(w, &answer, "It is a shared story: ");
        draft_list(w, &answer, n_sharers(verdict), "and");
        DRAFT_PUT(w, &answer, " own it together.");
        break;
    case ANSWER_CONTESTED:
        DRAFT_PUT(w, &answer, "It is contested: ");
        draft_list(w, &answer, n_sharers(verdict), "or");
        DRAFT_PUT(w, &answer, ".");
        break;
    case ANSWER_NOBODY:
    case N_ANSWERS:
        DRAFT_PUT(w, &answer, "It cannot be said whose story it is.");
        break;
    }
    look_line(w);
    look_tint(w, TINT_TITLE);
    look_wrap(w, draft_str(&answer), 0, LOOK_INDENT);
    look_tint(w, TINT_NONE);
    struct draft more = {0};
    if (verdict->answer != ANSWER_ONE || verdict->n_candidates == 1)
        draft_because(w, &more, verdict->because);
    uint32_t n_next = verdict->answer == ANSWER_ONE ? n_runners_up(verdict) : 0;
    if (n_next && verdict->ranking[1].share < far_behind) {
        DRAFT_PUT(w, &more, "Nobody else comes near.");
    } else if (n_next) {
        draft_put(w, &more, n_next == 1 ? STR("Then comes ") : STR("Then come "));
        for (uint32_t i = 1; i <= n_next; i++) {
            if (i > 1)
                DRAFT_PUT(w, &more, ", ");
            draft_ranked(w, &more, i);
        }
        DRAFT_PUT(w, &more, ".");
    }
    if (more.n)
        look_wrap(w, str_trim(draft_str(&more)), 0, 0);
}

/* Measures by weight; the table has a dozen rows. */
static uint32_t sorted_measures(const struct evidence *evidence, uint32_t order[N_MEASURES])
{
    uint32_t n = 0;
    for (uint32_t m = 0; m < N_MEASURES; m++) {
        if (evidence[m].is_missing)
            continue;
        uint32_t at = n++;
        while (at && evidence[order[at - 1]].weight < evidence[m].weight) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = m;
    }
    return n;
}

static uint32_t n_named(const struct cast *cast, uint32_t person)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < cast->mention.n; i++)
        n += cast->mention.at[i].person == person && cast->mention.at[i].kind == MENTION_NAME;
    return n;
}

/* The weightiest measures in which one of two people comes before the other. */
static void draft_reasons(struct writing *w, struct draft *draft, uint32_t person, uint32_t other,
                          const char *head)
{
    static const double clearly = 1.1;
    const struct verdict *verdict = &w->findings->verdict;
    uint32_t a = verdict_candidate(verdict, person), b = verdict_candidate(verdict, other);
    uint32_t order[N_MEASURES], n_said = 0;
    uint32_t n = sorted_measures(verdict->evidence, order);
    for (uint32_t i = 0; i < n && n_said < REASONS_SHOWN && a != VERDICT_NOBODY; i++) {
        const struct evidence *row = &verdict->evidence[order[i]];
        double mine = row->score[a], theirs = b == VERDICT_NOBODY ? 0 : row->score[b];
        if (row->weight <= 0 || mine <= theirs * clearly)
            continue;
        draft_put(w, draft, n_said ? STR(", ") : str_c(head));
        draft_put(w, draft, str_c(measure_info[order[i]].name));
        n_said++;
    }
    if (n_said)
        DRAFT_PUT(w, draft, ".");
}

static void put_apparent(struct writing *w)
{
    const struct findings *f = w->findings;
    uint32_t apparent = f->verdict.apparent;
    uint32_t owner = f->verdict.n_candidates && f->verdict.answer != ANSWER_NOBODY
                         ? person_of(&f->verdict, f->verdict.ranking[0].candidate)
                         : PERSON_NONE;
    if (apparent >= f->cast.person.n || owner >= f->cast.person.n || apparent == owner)
        return;
    struct draft draft = {0};
    bool is_prose = f->doc.kind == DOC_NOVEL;
    if (!is_prose && f->cast.person.at[apparent].n_speeches == f->cast.person.at[owner].n_speeches)
        return; // a head count would not choose
    DRAFT_PUT(w, &draft, "A head count would name ");
    draft_name(w, &draft, apparent);
    DRAFT_PUT(w, &draft, ": ");
    if (is_prose) {
        DRAFT_PUT(w, &draft, "named ");
        draft_count(w, &draft, n_named(&f->cast, apparent), "time", "times");
    } else {
        draft_count(w, &draft, f->cast.person.at[apparent].n_speeches, "speech", "speeches");
    }
    if (is_prose && owner == f->cast.narrator && f->cast.narrated_in == 1) {
        DRAFT_PUT(w, &draft, "; ");
        draft_name(w, &draft, owner);
        DRAFT_PUT(w, &draft, ", who says \"I\", ");
        draft_count(w, &draft, n_named(&f->cast, owner), "time", "times");
    } else {
        DRAFT_PUT(w, &draft, ", against ");
        draft_uint(w, &draft, is_prose ? n_named(&f->cast, owner) : f->cast.person.at[owner].n_speeches);
        DRAFT_PUT(w, &draft, " for ");
        draft_name(w, &draft, owner);
    }
    DRAFT_PUT(w, &draft, ".");
    draft_reasons(w, &draft, apparent, owner, " What makes one believe it: ");
    draft_reasons(w, &draft, owner, apparent, " What speaks against it: ");
    look_line(w);
    look_wrap(w, draft_str(&draft), 0, 0);
}

static void put_readings(struct writing *w)
{
    static const char *const words[N_READINGS] = {"told by", "seen through", "driven by",
                                                  "changed in", "occupied by", "felt by"};
    const struct verdict *verdict = &w->findings->verdict;
    bool any = false;
    for (uint32_t r = 0; r < N_READINGS; r++) {
        if (!verdict->reading_known[r] || verdict->reading[r] == PERSON_NONE)
            continue;
        if (!any)
            look_line(w);
        any = true;
        look_spaces(w, LOOK_INDENT);
        look_tint(w, TINT_DIM);
        look_cell(w, str_c(words[r]), LABEL_COLUMNS, false);
        look_tint(w, TINT_NONE);
        look_put(w, look_fit(w, look_name(w, verdict->reading[r]),
                             w->columns - LABEL_COLUMNS - LOOK_INDENT));
        look_line(w);
    }
}

/* Is the likeliest owner active or passive, and when? */
static void put_agency(struct writing *w)
{
    enum { CLAUSES_TO_TELL = 30 };
    const struct verdict *verdict = &w->findings->verdict;
    uint32_t n = 0, c = verdict->ranking[0].candidate;
    for (uint32_t third = 0; third < THIRDS && verdict->has_agency; third++)
        n += verdict->agency[c][third].n_does + verdict->agency[c][third].n_undergoes;
    if (n < CLAUSES_TO_TELL || verdict->answer == ANSWER_NOBODY)
        return;
    struct draft draft = {0};
    draft_name(w, &draft, person_of(verdict, c));
    for (uint32_t third = 0; third < THIRDS; third++) {
        draft_put(w, &draft, third == 0 ? STR(" acts ") : third + 1 < THIRDS ? STR(", ") : STR(" and "));
        draft_uint(w, &draft, verdict->agency[c][third].n_does);
    }
    DRAFT_PUT(w, &draft, " times in the three thirds of the story, and is acted upon ");
    for (uint32_t third = 0; third < THIRDS; third++) {
        draft_put(w, &draft, third == 0 ? STR("") : third + 1 < THIRDS ? STR(", ") : STR(" and "));
        draft_uint(w, &draft, verdict->agency[c][third].n_undergoes);
    }
    DRAFT_PUT(w, &draft, " times.");
    look_line(w);
    look_wrap(w, draft_str(&draft), 0, 0);
}

/* A narrator is taken at their word, which the reader should know. */
static void put_teller(struct writing *w)
{
    const struct findings *f = w->findings;
    const struct evidence *row = &f->verdict.evidence[MEASURE_STANCE];
    uint32_t c = verdict_candidate(&f->verdict, f->cast.narrator);
    struct draft draft = {0};
    if (f->cast.narrated_in != 1 || f->cast.narrator >= f->cast.person.n || c == VERDICT_NOBODY ||
        row->is_missing)
        return;
    DRAFT_PUT(w, &draft, "It is told in the first person, and ");
    draft_name(w, &draft, f->cast.narrator);
    draft_put(w, &draft, row->favours == c
                             ? STR(" is in most of what is told.")
                             : STR(" tells much that happens to others, as a witness does."));
    DRAFT_PUT(w, &draft, " The teller is taken at their word.");
    look_line(w);
    look_wrap(w, draft_str(&draft), 0, 0);
}

/* Two names over the two halves of the bars. */
static void put_two_names(struct writing *w, struct str left, struct str right)
{
    uint32_t half = (w->columns - LOOK_INDENT - 3) / 2;
    look_line(w);
    look_spaces(w, LOOK_INDENT);
    look_tint(w, TINT_LEFT);
    look_cell(w, left, half, true);
    look_tint(w, TINT_NONE);
    look_put(w, w->is_utf8 ? STR(" \xE2\x94\x82 ") : STR(" | "));
    look_tint(w, TINT_RIGHT);
    look_put(w, look_fit(w, right, half));
    look_tint(w, TINT_NONE);
    look_line(w);
}

static void put_evidence(struct writing *w)
{
    const struct verdict *verdict = &w->findings->verdict;
    if (!verdict->n_candidates)
        return;
    uint32_t left = verdict->ranking[0].candidate, right = verdict_rival(verdict);
    if (left >= verdict->n_candidates || right >= verdict->n_candidates || left == right)
        return;
    struct str name[2] = {look_name(w, verdict->candidate[left]),
                          look_name(w, verdict->candidate[right])};
    look_head(w, "Why");
    put_two_names(w, name[0], name[1]);
    uint32_t order[N_MEASURES];
    uint32_t n_all = sorted_measures(verdict->evidence, order), n = 0;
    for (uint32_t i = 0; i < n_all; i++) {
        const struct evidence *evidence = &verdict->evidence[order[i]];
        bool is_empty = (!evidence->has_value[left] || evidence->value[left] <= 0) &&
                        (!evidence->has_value[right] || evidence->value[right] <= 0);
        if (!is_empty)
            order[n++] = order[i];
    }
    uint32_t n_shown = n > MEASURES_SHOWN + FEW_MORE ? MEASURES_SHOWN : n, n_rest = n - n_shown;
    for (uint32_t i = 0; i < n_shown; i++)
        look_measure(w, &verdict->evidence[order[i]], left, right, name[0], name[1]);
    if (n_rest) {
        struct draft rest = {0};
        DRAFT_PUT(w, &rest, "And ");
        draft_count(w, &rest, n_rest, "measure", "measures");
        DRAFT_PUT(w, &rest, " of less weight: whose read --tsv has all; whose why MEASURE --of NAME shows the "
                            "passages behind one.");
        look_line(w);
        look_tint(w, TINT_DIM);
        look_spaces(w, LOOK_INDENT);
        look_wrap(w, draft_str(&rest), LOOK_INDENT, LOOK_INDENT);
        look_tint(w, TINT_NONE);
    }
    struct draft missing = {0};
    for (uint32_t m = 0; m < N_MEASURES; m++) {
        if (!verdict->evidence[m].is_missing)
            continue;
        if (missing.n)
            DRAFT_PUT(w, &missing, ", ");
        else
            DRAFT_PUT(w, &missing, "What this text cannot tell: ");
        draft_put(w, &missing, str_c(measure_info[m].name));
    }
    if (missing.n) {
        DRAFT_PUT(w, &missing, ".");
        look_line(w);
        look_tint(w, TINT_DIM);
        look_spaces(w, LOOK_INDENT);
        look_wrap(w, draft_str(&missing), LOOK_INDENT, LOOK_INDENT);
        look_tint(w, TINT_NONE);
    }
}

whose_status plain_read(struct writing *w)
{
    put_title(w);
    put_layout(w);
    put_verdict(w);
    put_readings(w);
    put_agency(w);
    put_teller(w);
    put_apparent(w);
    put_evidence(w);
    plain_story(w);
    plain_cast(w);
    plain_corrections(w);
    plain_doubts(w);
    return WHOSE_OK;
}

static void put_claim_side(struct writing *w, const struct claim *claim, enum leaning side,
                           const char *head)
{
    struct str name[2] = {look_name(w, claim->subject), look_name(w, claim->rival)};
    uint32_t order[N_MEASURES];
    uint32_t n = sorted_measures(claim->evidence, order);
    bool any = false;
    for (uint32_t i = 0; i < n; i++) {
        if (claim->leans[order[i]] != side)
            continue;
        if (!any) {
            look_head(w, head);
            put_two_names(w, name[0], name[1]);
        }
        any = true;
        look_measure(w, &claim->evidence[order[i]], 0, 1, name[0], name[1]);
    }
}

static void draft_claim(struct writing *w, struct draft *draft, const struct claim *claim)
{
    const struct verdict *verdict = &w->findings->verdict;
    uint32_t owner = person_of(verdict, verdict->ranking[0].candidate);
    switch (claim->verdict) {
    case CLAIM_SUPPORTED:
        DRAFT_PUT(w, draft, "Supported: it is ");
        draft_story_of(w, draft, claim->subject);
        break;
    case CLAIM_CONTRADICTED:
        DRAFT_PUT(w, draft, "Contradicted: it is ");
        draft_story_of(w, draft, owner == claim->subject ? claim->rival : owner);
        break;
    case CLAIM_CONTESTED:
        DRAFT_PUT(w, draft, "Contested: the evidence is divided between ");
        draft_name(w, draft, claim->subject);
        DRAFT_PUT(w, draft, " and ");
        draft_name(w, draft, claim->rival);
        break;
    case CLAIM_NOT_IN_TEXT:
        DRAFT_PUT(w, draft, "Not in the text: it cannot be said whose story it is.");
        draft_because(w, draft, verdict->because);
        return;
    }
    if (claim->object != PERSON_NONE && claim->verdict != CLAIM_CONTESTED) {
        DRAFT_PUT(w, draft, ", not ");
        draft_owner(w, draft,
                    claim->verdict == CLAIM_SUPPORTED ? claim->object : claim->subject);
    }
    DRAFT_PUT(w, draft, " (the claim is ");
    draft_percent(w, draft, claim->share);
    DRAFT_PUT(w, draft, " likely).");
}

whose_status plain_claim(struct writing *w)
{
    const struct findings *f = w->findings;
    struct claim claim;
    TRY(claim_weigh(w->subject, &f->doc, &f->text, &f->cast, &f->story, &f->verdict, w->scratch,
                    &claim, w->err));
    struct draft said = {0};
    draft_put(w, &said, w->is_utf8 ? STR("\xE2\x80\x9C") : STR("\""));
    draft_put(w, &said, str_trim(claim.text));
    draft_put(w, &said, w->is_utf8 ? STR("\xE2\x80\x9D") : STR("\""));
    look_wrap(w, draft_str(&said), 0, LOOK_INDENT);
    if (claim.kind != CLAIM_STORY_OF) {
        plain_event(w, &claim);
        return WHOSE_OK;
    }
    struct draft answer = {0};
    draft_claim(w, &answer, &claim);
    look_tint(w, TINT_TITLE);
    look_wrap(w, draft_str(&answer), 0, LOOK_INDENT);
    look_tint(w, TINT_NONE);
    if (claim.rival == PERSON_NONE)
        return WHOSE_OK;
    put_claim_side(w, &claim, LEANS_FOR, "For");
    put_claim_side(w, &claim, LEANS_AGAINST, "Against");
    put_claim_side(w, &claim, LEANS_NEITHER, "Undecided");
    return WHOSE_OK;
}
