/* takes   the findings of one work
 * gives   the part of the report for a terminal that says what happens: the main bonds, where the
 *         story turns, who dies and who lives, who changes most
 * method  a few lines each, the strongest bonds first, turns and deaths in the order of the text,
 *         each with its passage; nothing is said where nothing was found
 * cost    O(bonds + turns + persons) */
#include "report/internal.h"

enum {
    BONDS_SHOWN = 5,
    CHANGES_SHOWN = 2,
    DEATHS_SHOWN = 8,
    LIVING_SHOWN = 6,
    PASSAGE_LINES = 2,
    PASSAGE_INDENT = 4,
    UNDER_BILLED = 3
};

/* Below this somebody is who they were. */
static const double change_from = 0.2;

static void put_bond(struct writing *w, const struct bond *bond)
{
    struct draft draft = {0};
    bool is_first = true;
    draft_name(w, &draft, bond->a);
    DRAFT_PUT(w, &draft, " and ");
    draft_name(w, &draft, bond->b);
    DRAFT_PUT(w, &draft, ": ");
    for (uint32_t k = 0; k < N_BOND_KINDS; k++) {
        if (!(bond->kinds >> k & 1))
            continue;
        if (!is_first)
            DRAFT_PUT(w, &draft, ", ");
        is_first = false;
        draft_put(w, &draft, str_c(bond_kind_name[k]));
    }
    DRAFT_PUT(w, &draft, ".");
    look_spaces(w, LOOK_INDENT);
    look_wrap(w, draft_str(&draft), LOOK_INDENT, LOOK_INDENT);
    if (bond->n_quotes)
        look_quote(w, bond->quote[0].at, str_c(NULL), PASSAGE_INDENT, PASSAGE_LINES);
}

static void put_bonds(struct writing *w)
{
    const struct story *story = &w->findings->story;
    uint32_t order[BONDS_SHOWN], n = 0;
    for (uint32_t i = 0; i < story->bond.n; i++) {
        uint32_t at = n < BONDS_SHOWN ? n++ : BONDS_SHOWN;
        for (; at && story->bond.at[order[at - 1]].weight < story->bond.at[i].weight; at--)
            if (at < BONDS_SHOWN)
                order[at] = order[at - 1];
        if (at < BONDS_SHOWN)
            order[at] = i;
    }
    if (n)
        look_head(w, "Who is tied to whom");
    for (uint32_t i = 0; i < n; i++)
        put_bond(w, &story->bond.at[order[i]]);
}

static void put_turns(struct writing *w)
{
    const struct findings *f = w->findings;
    if (f->story.turn.n)
        look_head(w, "Where it may turn");
    for (uint32_t i = 0; i < f->story.turn.n; i++) {
        const struct turn *turn = &f->story.turn.at[i];
        struct arena_mark mark = arena_mark(w->scratch);
        struct str words = turn_words(&f->cast, turn, w->scratch);
        struct draft draft = {0};
        w->no_memory = w->no_memory || !words.at;
        if (!words.at)
            return;
        char first = words.n ? words.at[0] : 'A';
        first = first >= 'a' && first <= 'z' ? (char)(first - 'a' + 'A') : first;
        draft_put(w, &draft, (struct str){&first, (unsigned char)first < 0x80});
        draft_put(w, &draft, str_part(words, (unsigned char)first < 0x80, words.n));
        DRAFT_PUT(w, &draft, ".");
        look_spaces(w, LOOK_INDENT);
        look_wrap(w, draft_str(&draft), LOOK_INDENT, LOOK_INDENT);
        look_quote(w, turn->quote[0].at, str_c(NULL), PASSAGE_INDENT, PASSAGE_LINES);
        arena_rewind(w->scratch, mark);
    }
}

/* Who acts at all and has that fate; those told of most, at most `most` of them. */
static uint32_t of_fate(const struct writing *w, enum fate_state state, uint32_t most, uint32_t *who)
{
    const struct findings *f = w->findings;
    uint32_t n = 0;
    for (uint32_t p = 0; p < f->story.n_persons; p++) {
        const struct fate *fate = &f->story.fate[p];
        if (fate->state != state || !fate->is_active || f->cast.person.at[p].is_group)
            continue;
        uint32_t at = n < most ? n++ : most;
        for (; at && story_n_active(&f->story, who[at - 1]) < story_n_active(&f->story, p); at--)
            if (at < most)
                who[at] = who[at - 1];
        if (at < most)
            who[at] = p;
    }
    return n;
}

static void put_death(struct writing *w, uint32_t person)
{
    const struct fate *fate = &w->findings->story.fate[person];
    struct draft draft = {0};
    draft_name(w, &draft, person);
    DRAFT_PUT(w, &draft, " dies.");
    look_spaces(w, LOOK_INDENT);
    look_wrap(w, draft_str(&draft), LOOK_INDENT, LOOK_INDENT);
    look_quote(w, fate->quote[0].at, str_c(NULL), PASSAGE_INDENT, PASSAGE_LINES);
}

static void put_fates(struct writing *w)
{
    const struct fate *fate = w->findings->story.fate;
    uint32_t dead[DEATHS_SHOWN], living[LIVING_SHOWN];
    uint32_t n_dead = of_fate(w, FATE_DIES, DEATHS_SHOWN, dead);
    uint32_t n_living = of_fate(w, FATE_LIVES, LIVING_SHOWN, living);
    if (n_dead)
        look_head(w, "Who dies");
    for (uint32_t i = 1; i < n_dead; i++)
        for (uint32_t k = i; k && fate[dead[k]].quote[0].at.start < fate[dead[k - 1]].quote[0].at.start; k--) {
            uint32_t later = dead[k - 1];
            dead[k - 1] = dead[k];
            dead[k] = later;
        }
    for (uint32_t i = 0; i < n_dead; i++)
        put_death(w, dead[i]);
    if (!n_living)
        return;
    struct draft draft = {0};
    DRAFT_PUT(w, &draft, "Alive at the end: ");
    for (uint32_t i = 0; i < n_living; i++) {
        if (i)
            DRAFT_PUT(w, &draft, ", ");
        draft_name(w, &draft, living[i]);
    }
    DRAFT_PUT(w, &draft, ".");
    look_line(w);
    look_wrap(w, draft_str(&draft), 0, 0);
}

static void draft_change(struct writing *w, struct draft *draft, uint32_t person)
{
    const struct change *change = &w->findings->story.change[person];
    uint32_t most = 0;
    for (uint32_t k = 1; k < N_CHANGE_PARTS; k++)
        if (change->part[k] > change->part[most])
            most = k;
    draft_name(w, draft, person);
    DRAFT_PUT(w, draft, " (in ");
    draft_put(w, draft, str_c(change_part_name[most]));
    DRAFT_PUT(w, draft, ")");
}

static void put_changes(struct writing *w)
{
    const struct story *story = &w->findings->story;
    uint32_t order[CHANGES_SHOWN], n = 0;
    for (uint32_t p = 0; p < story->n_persons; p++) {
        if (!story->change[p].is_known || story->change[p].value < change_from)
            continue;
        uint32_t at = n < CHANGES_SHOWN ? n++ : CHANGES_SHOWN;
        for (; at && story->change[order[at - 1]].value < story->change[p].value; at--)
            if (at < CHANGES_SHOWN)
                order[at] = order[at - 1];
        if (at < CHANGES_SHOWN)
            order[at] = p;
    }
    if (!n)
        return;
    struct draft draft = {0};
    DRAFT_PUT(w, &draft, "Who changes most from beginning to end: ");
    for (uint32_t i = 0; i < n; i++) {
        if (i)
            DRAFT_PUT(w, &draft, ", then ");
        draft_change(w, &draft, order[i]);
    }
    DRAFT_PUT(w, &draft, ".");
    look_line(w);
    look_wrap(w, draft_str(&draft), 0, 0);
}

/* Who speaks most, where the printed cast list names others first. */
static void put_billing(struct writing *w)
{
    const struct findings *f = w->findings;
    uint32_t most = PERSON_NONE, first = PERSON_NONE;
    for (uint32_t p = 0; p < f->cast.person.n; p++) {
        const struct person *person = &f->cast.person.at[p];
        uint32_t billed = person->role < f->doc.role.n ? f->doc.role.at[person->role].billed : 0;
        if (!person->is_group && (most == PERSON_NONE || person->n_words > f->cast.person.at[most].n_words))
            most = p;
        if (billed == 1)
            first = p;
    }
    if (most == PERSON_NONE || f->cast.person.at[most].role >= f->doc.role.n)
        return;
    uint32_t billed = f->doc.role.at[f->cast.person.at[most].role].billed;
    if (billed < UNDER_BILLED || first == PERSON_NONE)
        return;
    struct draft draft = {0};
    draft_name(w, &draft, most);
    DRAFT_PUT(w, &draft, " speaks most, and stands in place ");
    draft_uint(w, &draft, billed);
    DRAFT_PUT(w, &draft, " of the cast list, which begins with ");
    draft_name(w, &draft, first);
    DRAFT_PUT(w, &draft, ".");
    look_line(w);
    look_wrap(w, draft_str(&draft), 0, 0);
}

void plain_story(struct writing *w)
{
    put_bonds(w);
    put_turns(w);
    put_fates(w);
    put_changes(w);
    put_billing(w);
}
