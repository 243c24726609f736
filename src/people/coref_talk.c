/* takes   described mentions
 * gives   the turns of direct speech, which mentions stand in them, who is said to
 *         speak each; the order in which mentions are resolved
 * method  the speeches of the doc where its reader found them; in sentences that were
 *         given one by one, quotation marks.  A tag is a verb of speech beside the
 *         quotation, its speaker the mention next to that verb.  A tag behind the
 *         words is read before them, so that "I" finds who says it
 * cost    O(nodes + mentions log mentions) */
#include "people/coref.h"

#include "base/err.h"
#include "people/novel.h"

#include <stdlib.h>
#include <string.h>

enum { TAG_NODES = 14, MOST_PIECE = 1200 };

struct piece_of {
    uint32_t first, behind, turn;
};

struct talking {
    struct coref_text *c;
    const struct text *text;
    struct arena *arena;
    VEC(struct piece_of) piece;
    VEC(struct coref_turn) turn;
    bool *says;              // [n_nodes], a verb of speech
    uint32_t *starts, *ends; // [n_nodes], the longest mention of a person there + 1
};

static struct str form(const struct talking *t, uint32_t node)
{
    return doc_str(t->text->doc, t->text->node[node].at);
}

static bool is_small(struct str word)
{
    return word.n && word.at[0] >= 'a' && word.at[0] <= 'z';
}

static bool push_piece(struct talking *t, uint32_t first, uint32_t behind, uint32_t turn)
{
    struct piece_of *piece = VEC_PUSH(&t->piece, t->arena);
    if (piece)
        *piece = (struct piece_of){first, behind, turn};
    return piece != NULL;
}

/* ---- the speeches that the reader found ---- */

static whose_status pieces_of_doc(struct talking *t, whose_error *err)
{
    const struct doc *doc = t->text->doc;
    uint32_t i = 0;
    for (uint32_t b = 0; b < doc->block.n; b++) {
        const struct block *block = &doc->block.at[b];
        if ((block->kind != BLOCK_DIALOGUE && block->kind != BLOCK_LYRIC) || block->speech == DOC_NONE)
            continue;
        while (i < t->text->n_nodes && t->text->node[i].at.start < block->at.start)
            i++;
        uint32_t first = i;
        while (i < t->text->n_nodes && t->text->node[i].at.start < block->at.end)
            i++;
        if (i > first && !push_piece(t, first, i, block->speech))
            return fail_nomem(err);
    }
    return WHOSE_OK;
}

/* ---- quotation marks ---- */

enum { MARK_NONE, MARK_OPEN, MARK_CLOSE, MARK_EITHER };

struct style {
    bool is_double; // the marks of speech; single ones are left alone then
};

static int mark_of(const struct talking *t, struct style style, uint32_t i)
{
    struct str s = form(t, i);
    if (style.is_double) {
        if (str_eq(s, STR("\xE2\x80\x9C")) || str_eq(s, STR("``")))
            return MARK_OPEN;
        if (str_eq(s, STR("\xE2\x80\x9D")) || str_eq(s, STR("''")))
            return MARK_CLOSE;
        return str_eq(s, STR("\"")) ? MARK_EITHER : MARK_NONE;
    }
    if (str_eq(s, STR("\xE2\x80\x98")) || str_eq(s, STR("`")))
        return MARK_OPEN;
    return str_eq(s, STR("\xE2\x80\x99")) || str_eq(s, STR("'")) ? MARK_EITHER : MARK_NONE;
}

static bool ends_words(struct str mark)
{
    static const char MARKS[] = {',', '.', '!', '?', ';', ':', '-', '\xE2'};
    return mark.n && memchr(MARKS, mark.at[0], sizeof MARKS) != NULL;
}

/* Which it is, where the mark itself does not tell. */
static int settle(const struct talking *t, struct style style, uint32_t i, uint32_t begin, uint32_t end, bool is_open)
{
    bool behind_stop = i > begin && ends_words(form(t, i - 1));
    if (i == begin)
        return MARK_OPEN;
    if (i + 1 == end)
        return is_open ? MARK_CLOSE : MARK_NONE;
    if (style.is_double)
        return is_open ? MARK_CLOSE : MARK_OPEN;
    if (is_open)
        return behind_stop ? MARK_CLOSE : MARK_NONE; // else an apostrophe
    return behind_stop && !is_small(form(t, i + 1)) && str_eq(form(t, i), STR("'")) ? MARK_OPEN : MARK_NONE;
}

static whose_status pieces_of_marks(struct talking *t, whose_error *err)
{
    const struct text *text = t->text;
    uint32_t n_double = 0, n_single = 0, open = COREF_NONE;
    for (uint32_t i = 0; i < text->n_nodes; i++) {
        struct style both = {true}, single = {false};
        n_double += mark_of(t, both, i) != MARK_NONE;
        n_single += mark_of(t, single, i) == MARK_OPEN;
    }
    struct style style = {n_double > n_single};
    for (uint32_t s = 0; s < text->n_sentences; s++) {
        uint32_t begin = text->sentence[s].first, end = begin + text->sentence[s].n;
        if (s > 0 && text->sentence[s].block != text->sentence[s - 1].block)
            open = COREF_NONE;
        for (uint32_t i = begin; i < end; i++) {
            int mark = mark_of(t, style, i);
            if (mark == MARK_EITHER)
                mark = settle(t, style, i, begin, end, open != COREF_NONE);
            if (open != COREF_NONE && (mark == MARK_CLOSE || mark == MARK_OPEN || i - open > MOST_PIECE)) {
                if (i - open <= MOST_PIECE && !push_piece(t, open, i + (mark == MARK_CLOSE), DOC_NONE))
                    return fail_nomem(err);
                open = COREF_NONE;
            }
            if (mark == MARK_OPEN)
                open = i;
        }
    }
    if (open != COREF_NONE && text->n_nodes - open <= MOST_PIECE && !push_piece(t, open, text->n_nodes, DOC_NONE))
        return fail_nomem(err);
    return WHOSE_OK;
}

/* "I think," said he, "that ...": one turn in two pieces. */
static bool goes_on(const struct talking *t, const struct piece_of *a, const struct piece_of *b)
{
    if (b->first == a->behind || b->first - a->behind > 2 * TAG_NODES || a->behind < 2)
        return false;
    uint32_t last = a->behind - 1;
    if (!is_ascii_letter(form(t, last).at[0]) && last > a->first && !ends_words(form(t, last)))
        last--;
    bool comma = form(t, last).at[0] == ',' || form(t, last).at[0] == '-';
    char stop = form(t, b->first - 1).at[0];
    bool starts_small = b->first + 1 < b->behind && is_small(form(t, b->first + 1));
    return is_small(form(t, a->behind)) && ((comma && (stop == ',' || stop == ';')) || starts_small);
}

static uint8_t gap_between(const struct talking *t, uint32_t from, uint32_t to)
{
    if (to <= from)
        return TALK_NOTHING;
    if (to - from <= 2 * TAG_NODES && is_small(form(t, from)))
        return TALK_TAG;
    return to - from <= 20 ? TALK_SENTENCE : to - from <= 60 ? TALK_TEXT : TALK_LONG;
}

/* Pieces to turns; every piece gets its turn. */
static whose_status join_pieces(struct talking *t, whose_error *err)
{
    for (uint32_t p = 0; p < t->piece.n; p++) {
        struct piece_of *piece = &t->piece.at[p];
        const struct piece_of *before = p ? piece - 1 : NULL;
        bool given = piece->turn != DOC_NONE;
        uint32_t wanted = piece->turn;
        bool same = before && (given ? t->turn.at[before->turn].speaker == wanted : goes_on(t, before, piece));
        if (!same) {
            struct coref_turn *turn = VEC_PUSH(&t->turn, t->arena);
            if (!turn)
                return fail_nomem(err);
            *turn = (struct coref_turn){.first = piece->first, .tag = COREF_NONE,
                                        .speaker = given ? wanted : DOC_NONE, // the speech, until it is known
                                        .gap = before ? gap_between(t, before->behind, piece->first) : TALK_LONG};
        }
        piece->turn = t->turn.n - 1;
        t->turn.at[piece->turn].behind = piece->behind;
    }
    return WHOSE_OK;
}

/* ---- tags ---- */

static whose_status mark_words(struct talking *t, whose_error *err)
{
    const struct text *text = t->text;
    uint32_t n = text->n_nodes;
    uint32_t *bits = prose_words(text, t->arena);
    t->says = ARENA_NEW(t->arena, bool, (size_t)n + 1);
    t->starts = ARENA_NEW(t->arena, uint32_t, (size_t)n + 1);
    t->ends = ARENA_NEW(t->arena, uint32_t, (size_t)n + 1);
    if (!bits || !t->says || !t->starts || !t->ends)
        return fail_nomem(err);
    for (uint32_t i = 0; i < n; i++) {
        struct str s = form(t, i);
        uint32_t word = is_small(s) ? map_find(&text->word, s) : MAP_NONE;
        t->says[i] = word != MAP_NONE && bits[word] & (WORD_SAYS | WORD_MAY_SAY);
    }
    for (uint32_t k = 0; k < text->n_entities; k++) {
        const struct coref_mention *m = &t->c->mention[k];
        if (m->type != ENTITY_PER)
            continue;
        if (!t->starts[m->first])
            t->starts[m->first] = k + 1;
        if (!t->ends[m->behind - 1])
            t->ends[m->behind - 1] = k + 1;
    }
    return WHOSE_OK;
}

/* The mention that does what verb `i` tells, inside [begin, end). */
static uint32_t subject_of(const struct talking *t, uint32_t i, uint32_t begin, uint32_t end)
{
    if (i > begin && t->ends[i - 1])
        return t->ends[i - 1] - 1;
    if (i + 1 < end && t->starts[i + 1])
        return t->starts[i + 1] - 1;
    if (i >= begin + 2 && t->ends[i - 2] && is_small(form(t, i - 1))) // "she suddenly said"
        return t->ends[i - 2] - 1;
    return COREF_NONE;
}

static uint32_t tag_behind(const struct talking *t, uint32_t begin, uint32_t end)
{
    for (uint32_t i = begin; i < end && i < begin + TAG_NODES; i++)
        if (t->says[i]) {
            uint32_t found = subject_of(t, i, begin, end);
            if (found != COREF_NONE)
                return found;
        }
    return COREF_NONE;
}

static uint32_t tag_before(const struct talking *t, uint32_t begin, uint32_t end)
{
    char last = end > begin ? form(t, end - 1).at[0] : '\0';
    if (last != ',' && last != ':')
        return COREF_NONE;
    for (uint32_t i = end; i-- > begin && i + TAG_NODES > end;)
        if (t->says[i]) {
            uint32_t found = subject_of(t, i, begin, end);
            if (found != COREF_NONE)
                return found;
        }
    return COREF_NONE;
}

/* The end of the sentence around node `i`. */
static uint32_t sentence_end(const struct text *text, uint32_t i)
{
    uint32_t low = 0, high = text->n_sentences;
    while (low + 1 < high) {
        uint32_t middle = (low + high) / 2;
        if (text->sentence[middle].first <= i)
            low = middle;
        else
            high = middle;
    }
    return text->sentence[low].first + text->sentence[low].n;
}

/* Who is said to speak; `moved` [node] is where the words of a tag are read + 1. */
static void find_tags(struct talking *t, uint32_t *moved)
{
    for (uint32_t p = 0; p < t->piece.n; p++) {
        const struct piece_of *piece = &t->piece.at[p];
        struct coref_turn *turn = &t->turn.at[piece->turn];
        uint32_t begin = p ? piece[-1].behind : 0;
        uint32_t end = p + 1 < t->piece.n ? piece[1].first : t->text->n_nodes;
        uint32_t stop = piece->behind < end ? sentence_end(t->text, piece->behind) : end;
        stop = stop < end ? stop : end;
        if (piece->behind < stop && is_small(form(t, piece->behind))) {
            uint32_t found = tag_behind(t, piece->behind, stop);
            if (found != COREF_NONE && turn->tag == COREF_NONE) {
                turn->tag = found;
                for (uint32_t i = piece->behind; i < stop; i++)
                    moved[i] = turn->first + 1;
            }
        }
        if (turn->tag == COREF_NONE && turn->first == piece->first)
            turn->tag = tag_before(t, begin, piece->first);
    }
}

/* ---- where mentions stand, and when they are read ---- */

struct ordered {
    uint32_t key, head, mention;
    bool is_moved;
};

static int by_order(const void *x, const void *y)
{
    const struct ordered *a = x, *b = y;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    if (a->is_moved != b->is_moved)
        return a->is_moved ? -1 : 1;
    if (a->head != b->head)
        return a->head < b->head ? -1 : 1;
    return (a->mention > b->mention) - (a->mention < b->mention);
}

static whose_status put_in_order(struct talking *t, const uint32_t *moved, whose_error *err)
{
    uint32_t n = t->text->n_entities;
    struct ordered *order = ARENA_NEW_RAW(t->arena, struct ordered, (size_t)n + 1);
    if (!order)
        return fail_nomem(err);
    for (uint32_t k = 0; k < n; k++) {
        const struct coref_mention *m = &t->c->mention[k];
        bool is_moved = moved[m->head] && m->turn == COREF_NONE;
        order[k] = (struct ordered){is_moved ? moved[m->head] - 1 : m->head, m->head, k, is_moved};
    }
    if (n)
        qsort(order, n, sizeof *order, by_order);
    for (uint32_t k = 0; k < n; k++)
        t->c->order[k] = order[k].mention;
    return WHOSE_OK;
}

static whose_status place_mentions(struct talking *t, whose_error *err)
{
    uint32_t n = t->text->n_nodes;
    uint32_t *turn_of = ARENA_NEW_RAW(t->arena, uint32_t, (size_t)n + 1);
    uint32_t *last_turn = ARENA_NEW_RAW(t->arena, uint32_t, (size_t)n + 1);
    if (!turn_of || !last_turn)
        return fail_nomem(err);
    uint32_t p = 0, last = COREF_NONE;
    for (uint32_t i = 0; i < n; i++) {
        while (p < t->piece.n && t->piece.at[p].behind <= i)
            p++;
        bool inside = p < t->piece.n && t->piece.at[p].first <= i;
        turn_of[i] = inside ? t->piece.at[p].turn : COREF_NONE;
        last = inside ? turn_of[i] : last;
        last_turn[i] = last;
    }
    for (uint32_t k = 0; k < t->text->n_entities; k++) {
        struct coref_mention *m = &t->c->mention[k];
        m->turn = turn_of[m->head];
        m->last_turn = last_turn[m->head];
        if (m->turn == COREF_NONE && m->is_called && m->part != PART_CALLED) {
            m->is_called = false;
            m->ref = m->ref == REF_CALLED ? (uint8_t)REF_BARE : m->ref;
        }
    }
    return WHOSE_OK;
}

whose_status coref_talk(struct coref_text *c, const struct cast *cast, float sure_speaker, struct arena *arena,
                        whose_error *err)
{
    const struct text *text = c->text;
    struct talking t = {.c = c, .text = text, .arena = arena};
    uint32_t *moved = ARENA_NEW(arena, uint32_t, (size_t)text->n_nodes + 1);
    c->order = ARENA_NEW_RAW(arena, uint32_t, (size_t)text->n_entities + 1);
    if (!moved || !c->order)
        return fail_nomem(err);
    if (text->doc->speech.n)
        TRY(pieces_of_doc(&t, err));
    else
        TRY(pieces_of_marks(&t, err));
    TRY(join_pieces(&t, err));
    TRY(mark_words(&t, err));
    TRY(place_mentions(&t, err));
    if (text->n_sentences)
        find_tags(&t, moved);
    for (uint32_t i = 0; i < t.turn.n; i++) {
        struct coref_turn *turn = &t.turn.at[i];
        uint32_t speech = turn->speaker;
        if (turn->tag != COREF_NONE)
            c->mention[turn->tag].tag_of = i;
        turn->speaker = PERSON_NONE;
        if (!cast || speech == DOC_NONE)
            continue;
        const struct utterance *said = &cast->utterance[speech];
        if (said->n_speakers == 1 && said->sure >= sure_speaker) {
            turn->speaker = cast->speaker.at[said->first_speaker];
            turn->sure = said->sure;
        }
    }
    c->turn = t.turn.at;
    c->n_turns = t.turn.n;
    return put_in_order(&t, moved, err);
}
