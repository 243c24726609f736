/* takes   speakers, mentions and presence; persons are numbered
 * gives   to whom each speech is said
 * method  who is called in the speech, or named behind "to" beside it ("said to
 *         Mary", "(to Mary)"), is addressed.  Else the turns tell: of two who are
 *         alone, the other; the one who spoke just before, or, for the first of a
 *         conversation, the one who answers.  What neither tells is left open
 * cost    O(speeches + mentions) */
#include "people/internal.h"

#include "base/err.h"

enum {
    TALK_WORDS = 120, // so many words apart, two speeches do not answer each other
    TAG_WORDS = 16,   // of narration beside a speech that may name who is spoken to
    MOST_CALLED = 4
};

static const float SURE_SPEAKER = 0.5f; // a less sure one tells nothing of whom he answers

/* The first two people of a scene, and whether there are more. */
struct company {
    uint32_t person[2];
    bool has_more;
};

struct talk_walk {
    struct gathering *g;
    struct company *company; // [segment]
    uint32_t mention;        // the first that is not before the speech in question
    uint32_t to[MOST_CALLED], n;
};

static uint32_t speaker_of(const struct gathering *g, uint32_t s)
{
    const struct utterance *said = &g->cast->utterance[s];
    return said->n_speakers == 1 ? g->cast->speaker.at[said->first_speaker] : PERSON_NONE;
}

static void address(struct talk_walk *w, uint32_t s, uint32_t person)
{
    if (person == speaker_of(w->g, s))
        return;
    for (uint32_t i = 0; i < w->n; i++)
        if (w->to[i] == person)
            return;
    if (w->n < MOST_CALLED)
        w->to[w->n++] = person;
}

static void meet(struct company *c, uint32_t person)
{
    for (int i = 0; i < 2; i++) {
        if (c->person[i] == person)
            return;
        if (c->person[i] == PERSON_NONE) {
            c->person[i] = person;
            return;
        }
    }
    c->has_more = true;
}

static whose_status find_company(struct talk_walk *w, whose_error *err)
{
    struct gathering *g = w->g;
    w->company = ARENA_NEW_RAW(g->scratch, struct company, (size_t)g->doc->segment.n + 1);
    if (!w->company)
        return fail_nomem(err);
    for (uint32_t s = 0; s < g->doc->segment.n; s++)
        w->company[s] = (struct company){{PERSON_NONE, PERSON_NONE}, false};
    for (uint32_t i = 0; i < g->cast->presence.n; i++) {
        const struct presence *p = &g->cast->presence.at[i];
        if (p->segment != DOC_NONE && presence_is_bodily(p->kind))
            meet(&w->company[p->segment], p->person);
    }
    return WHOSE_OK;
}

/* Is the word before the mention "to", or a verb whose object is spoken to? */
static bool is_spoken_to(const struct gathering *g, const struct mention *m, uint32_t first)
{
    static const char *const WORDS[] = {"to", "told", "asked", "begged", "addressed", "assured", "informed",
                                        "reminded", "warned", "interrupted", "answered", "bade", NULL};
    const struct text *text = g->text;
    uint32_t i = m->token;
    while (i > first && text->token[i].at.start > m->at.start)
        i--;
    if (i <= first || text->token[i].at.start != m->at.start || !(text->token[i - 1].flags & TOKEN_WORD) ||
        text->token[m->token].flags & TOKEN_OWNS)
        return false;
    for (const char *const *w = WORDS; *w; w++)
        if (str_eq(text->word.key[text->token[i - 1].word], str_c(*w)))
            return true;
    return false;
}

/* Those called in the speech and those named beside it as spoken to. */
static void read_names(struct talk_walk *w, uint32_t s)
{
    struct gathering *g = w->g;
    const struct doc *doc = g->doc;
    const struct speech *speech = &doc->speech.at[s];
    uint32_t first = speech->first_block, end = first + speech->n_blocks;
    uint32_t last = end < doc->block.n && doc->block.at[end].goes_on ? end + 1 : end;
    if (doc->block.at[first].goes_on && first > 0)
        first--;
    while (w->mention < g->cast->mention.n && g->cast->mention.at[w->mention].block < first)
        w->mention++;
    for (uint32_t i = w->mention; i < g->cast->mention.n && g->cast->mention.at[i].block < last; i++) {
        const struct mention *m = &g->cast->mention.at[i];
        enum block_kind kind = doc->block.at[m->block].kind;
        uint32_t from = g->text->block_first[m->block], to = g->text->block_first[m->block + 1];
        bool beside = m->block < speech->first_block ? m->token + TAG_WORDS >= to : m->token <= from + TAG_WORDS;
        if (m->kind == MENTION_NAME && doc_says(doc, s, m->block) && m->is_vocative)
            address(w, s, m->person);
        else if (m->kind == MENTION_NAME && beside && (kind == BLOCK_ACTION || kind == BLOCK_PARENTHETICAL) &&
                 (kind != BLOCK_ACTION || doc->kind == DOC_NOVEL) && is_spoken_to(g, m, from))
            address(w, s, m->person);
    }
}

static bool is_near(const struct gathering *g, uint32_t s, uint32_t other)
{
    const struct speech *a = &g->doc->speech.at[s], *b = &g->doc->speech.at[other];
    uint32_t end = g->text->block_first[a->first_block + a->n_blocks];
    uint32_t start = g->text->block_first[b->first_block];
    return a->segment == b->segment && start < end + TALK_WORDS;
}

/* The speaker of the nearest speech before or behind `s` that is not of its own speaker. */
static uint32_t neighbour(const struct gathering *g, uint32_t s, bool before)
{
    enum { FAR = 3 };
    uint32_t self = speaker_of(g, s), at = s;
    for (int step = 0; step < FAR; step++) {
        if (before ? at == 0 : at + 1 >= g->doc->speech.n)
            return PERSON_NONE;
        uint32_t next = before ? at - 1 : at + 1;
        if (!is_near(g, before ? next : at, before ? at : next))
            return PERSON_NONE;
        uint32_t who = speaker_of(g, next);
        if (who == PERSON_NONE || g->cast->utterance[next].sure < SURE_SPEAKER)
            return PERSON_NONE;
        if (who != self)
            return who;
        at = next;
    }
    return PERSON_NONE;
}

static void read_turns(struct talk_walk *w, uint32_t s)
{
    const struct gathering *g = w->g;
    uint32_t segment = g->doc->speech.at[s].segment, self = speaker_of(g, s);
    if (self == PERSON_NONE)
        return;
    if (g->doc->kind != DOC_NOVEL && segment != DOC_NONE) {
        const struct company *c = &w->company[segment];
        if (!c->has_more && c->person[1] != PERSON_NONE && (c->person[0] == self || c->person[1] == self)) {
            address(w, s, c->person[c->person[0] == self]);
            return;
        }
    }
    uint32_t last = neighbour(g, s, true), next = neighbour(g, s, false);
    if (g->doc->kind == DOC_NOVEL) {
        if (last != PERSON_NONE || next != PERSON_NONE)
            address(w, s, last != PERSON_NONE ? last : next);
    } else if (last != PERSON_NONE && last == next) {
        address(w, s, last);
    }
}

whose_status addressees_find(struct gathering *g, whose_error *err)
{
    struct talk_walk w = {.g = g};
    TRY(find_company(&w, err));
    for (uint32_t s = 0; s < g->doc->speech.n; s++) {
        struct utterance *said = &g->cast->utterance[s];
        w.n = 0;
        if (!said->is_to_self)
            read_names(&w, s);
        if (w.n == 0 && !said->is_to_self && said->how != HOW_LETTER)
            read_turns(&w, s);
        said->first_to = g->cast->to.n;
        said->n_to = w.n;
        for (uint32_t i = 0; i < w.n; i++) {
            uint32_t *slot = VEC_PUSH(&g->cast->to, g->keep);
            if (!slot)
                return fail_nomem(err);
            *slot = w.to[i];
        }
    }
    return WHOSE_OK;
}
